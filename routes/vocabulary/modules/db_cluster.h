// Module db_cluster: what it is, its parameters, events, commands and figures, and its functions
// that are planned.
#pragma once

#include "routes/vocabulary/module_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kDbClusterParameters = std::to_array<ParameterRow>({
    {"cluster", 's', Effect::kPlanned, "", ""},
    {"connection", 's', Effect::kPlanned, "", ""},
    {"inactive_interval", 'i', Effect::kPlanned, "300", ""},
    {"max_query_length", 'i', Effect::kPlanned, "0", ""},
});

inline constexpr ModuleSpec kDbClusterModule{
    .name = "db_cluster",
    .doc = "",
    .built = false,
    .parameters = kDbClusterParameters,
};

}  // namespace weir::routes
