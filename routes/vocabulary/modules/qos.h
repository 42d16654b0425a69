// Module qos: what it is, its parameters, events, commands and figures, and its functions that are
// planned.
#pragma once

#include "routes/vocabulary/module_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kQosParameters = std::to_array<ParameterRow>({
    {"qos_flag", 'i', Effect::kPlanned, "-1", ""},
});

inline constexpr ModuleSpec kQosModule{
    .name = "qos",
    .doc = "",
    .built = false,
    .parameters = kQosParameters,
};

}  // namespace weir::routes
