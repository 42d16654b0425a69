// Module call_obj: what it is, its parameters, events, commands and figures, and its functions that
// are planned.
#pragma once

#include "routes/vocabulary/module_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kCallObjParameters = std::to_array<ParameterRow>({
    {"end", 'i', Effect::kPlanned, "0", ""},
    {"start", 'i', Effect::kPlanned, "0", ""},
});

inline constexpr ModuleSpec kCallObjModule{
    .name = "call_obj",
    .doc = "",
    .built = false,
    .parameters = kCallObjParameters,
};

}  // namespace weir::routes
