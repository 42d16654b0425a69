// Module diversion: what it is, its parameters, events, commands and figures, and its functions
// that are planned.
#pragma once

#include "routes/vocabulary/module_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kDiversionParameters = std::to_array<ParameterRow>({
    {"suffix", 's', Effect::kVoid, "", "What stands behind the URI."},
});

inline constexpr ModuleSpec kDiversionModule{
    .name = "diversion",
    .doc = "Adds Diversion headers (RFC 5806).",
    .built = true,
    .parameters = kDiversionParameters,
};

}  // namespace weir::routes
