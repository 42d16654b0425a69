// Module cfgt: what it is, its parameters, events, commands and figures, and its functions that are
// planned.
#pragma once

#include "routes/vocabulary/module_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kCfgtParameters = std::to_array<ParameterRow>({
    {"basedir", 's', Effect::kPlanned, "/tmp", ""},
    {"callid_prefix", 's', Effect::kPlanned, "NGCP%", ""},
    {"mask", 'i', Effect::kPlanned, "31", ""},
});

inline constexpr ModuleSpec kCfgtModule{
    .name = "cfgt",
    .doc = "",
    .built = false,
    .parameters = kCfgtParameters,
};

}  // namespace weir::routes
