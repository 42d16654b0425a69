// Module statsc: what it is, its parameters, events, commands and figures, and its functions that
// are planned.
#pragma once

#include "routes/vocabulary/module_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kStatscParameters = std::to_array<ParameterRow>({
    {"interval", 'i', Effect::kPlanned, "540", ""},
    {"items", 'i', Effect::kPlanned, "100", ""},
    {"track", 's', Effect::kPlanned, "", ""},
});

inline constexpr ModuleSpec kStatscModule{
    .name = "statsc",
    .doc = "",
    .built = false,
    .parameters = kStatscParameters,
};

}  // namespace weir::routes
