// Module evrexec: what it is, its parameters, events, commands and figures, and its functions that
// are planned.
#pragma once

#include "routes/vocabulary/module_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kEvrexecParameters = std::to_array<ParameterRow>({
    {"exec", 's', Effect::kPlanned, "", ""},
});

inline constexpr ModuleSpec kEvrexecModule{
    .name = "evrexec",
    .doc = "",
    .built = false,
    .parameters = kEvrexecParameters,
};

}  // namespace weir::routes
