// Module acc_diameter: what it is, its parameters, events, commands and figures, and its functions
// that are planned.
#pragma once

#include "routes/vocabulary/module_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kAccDiameterParameters = std::to_array<ParameterRow>({
    {"diameter_client_host", 's', Effect::kPlanned, "localhost", ""},
    {"diameter_client_port", 'i', Effect::kPlanned, "3000", ""},
    {"diameter_extra", 's', Effect::kPlanned, "", ""},
    {"diameter_flag", 'i', Effect::kPlanned, "-1", ""},
    {"diameter_missed_flag", 'i', Effect::kPlanned, "-1", ""},
});

inline constexpr ModuleSpec kAccDiameterModule{
    .name = "acc_diameter",
    .doc = "",
    .built = false,
    .parameters = kAccDiameterParameters,
};

}  // namespace weir::routes
