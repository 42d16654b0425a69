// Module timer: what it is, its parameters, events, commands and figures, and its functions that
// are planned.
#pragma once

#include "routes/vocabulary/module_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kTimerParameters = std::to_array<ParameterRow>({
    {"declare_timer", 's', Effect::kPlanned, "", ""},
});

inline constexpr ModuleSpec kTimerModule{
    .name = "timer",
    .doc = "",
    .built = false,
    .parameters = kTimerParameters,
};

}  // namespace weir::routes
