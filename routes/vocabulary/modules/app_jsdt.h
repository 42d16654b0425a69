// Module app_jsdt: what it is, its parameters, events, commands and figures, and its functions that
// are planned.
#pragma once

#include "routes/vocabulary/module_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kAppJsdtParameters = std::to_array<ParameterRow>({
    {"load", 's', Effect::kPlanned, "", ""},
    {"mode", 'i', Effect::kPlanned, "1", ""},
});

inline constexpr ModuleSpec kAppJsdtModule{
    .name = "app_jsdt",
    .doc = "",
    .built = false,
    .parameters = kAppJsdtParameters,
};

}  // namespace weir::routes
