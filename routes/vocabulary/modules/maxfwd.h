// Module maxfwd: what it is, its parameters, events, commands and figures, and its functions that
// are planned.
#pragma once

#include "routes/vocabulary/module_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kMaxfwdParameters = std::to_array<ParameterRow>({
    {"max_limit", 'i', Effect::kWorks, "70", "The highest Max-Forwards that is sent on."},
});

inline constexpr ModuleSpec kMaxfwdModule{
    .name = "maxfwd",
    .doc = "Max-Forwards: the end of loops.",
    .built = true,
    .parameters = kMaxfwdParameters,
};

}  // namespace weir::routes
