// Module exec: what it is, its parameters, events, commands and figures, and its functions that are
// planned.
#pragma once

#include "routes/vocabulary/module_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kExecParameters = std::to_array<ParameterRow>({
    {"bash_safety", 'i', Effect::kPlanned, "1", ""},
    {"setvars", 'i', Effect::kPlanned, "1", ""},
    {"time_to_kill", 'i', Effect::kPlanned, "0", ""},
});

inline constexpr ModuleSpec kExecModule{
    .name = "exec",
    .doc = "",
    .built = false,
    .parameters = kExecParameters,
};

}  // namespace weir::routes
