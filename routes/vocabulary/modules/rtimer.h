// Module rtimer: what it is, its parameters, events, commands and figures, and its functions that
// are planned.
#pragma once

#include "routes/vocabulary/module_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kRtimerParameters = std::to_array<ParameterRow>({
    {"default_interval", 'i', Effect::kPlanned, "120", ""},
    {"exec", 's', Effect::kPlanned, "", ""},
    {"timer", 's', Effect::kPlanned, "", ""},
});

inline constexpr ModuleSpec kRtimerModule{
    .name = "rtimer",
    .doc = "Runs routes by the clock.",
    .built = false,
    .parameters = kRtimerParameters,
};

}  // namespace weir::routes
