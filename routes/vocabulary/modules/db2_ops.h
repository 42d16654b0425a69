// Module db2_ops: what it is, its parameters, events, commands and figures, and its functions that
// are planned.
#pragma once

#include "routes/vocabulary/module_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kDb2OpsParameters = std::to_array<ParameterRow>({
    {"db_url", 's', Effect::kPlanned, "", "Database of the module."},
    {"declare_handle", 's', Effect::kPlanned, "", ""},
    {"declare_query", 's', Effect::kPlanned, "", ""},
    {"xlbuf_size", 'i', Effect::kPlanned, "4096", ""},
});

inline constexpr ModuleSpec kDb2OpsModule{
    .name = "db2_ops",
    .doc = "",
    .built = false,
    .parameters = kDb2OpsParameters,
};

}  // namespace weir::routes
