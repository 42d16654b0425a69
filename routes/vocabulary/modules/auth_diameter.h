// Module auth_diameter: what it is, its parameters, events, commands and figures, and its functions
// that are planned.
#pragma once

#include "routes/vocabulary/module_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kAuthDiameterParameters = std::to_array<ParameterRow>({
    {"diameter_client_host", 's', Effect::kPlanned, "localhost", ""},
    {"diameter_client_port", 'i', Effect::kPlanned, "3000", ""},
    {"use_domain", 'i', Effect::kPlanned, "0", ""},
});

inline constexpr ModuleSpec kAuthDiameterModule{
    .name = "auth_diameter",
    .doc = "",
    .built = false,
    .parameters = kAuthDiameterParameters,
};

}  // namespace weir::routes
