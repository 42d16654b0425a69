// Module auth_xkeys: what it is, its parameters, events, commands and figures, and its functions
// that are planned.
#pragma once

#include "routes/vocabulary/module_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kAuthXkeysParameters = std::to_array<ParameterRow>({
    {"xkey", 's', Effect::kPlanned, "", ""},
});

inline constexpr ModuleSpec kAuthXkeysModule{
    .name = "auth_xkeys",
    .doc = "",
    .built = false,
    .parameters = kAuthXkeysParameters,
};

}  // namespace weir::routes
