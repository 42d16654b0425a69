// Module nosip: what it is, its parameters, events, commands and figures, and its functions that
// are planned.
#pragma once

#include "routes/vocabulary/module_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kNosipParameters = std::to_array<ParameterRow>({
    {"msg_match", 's', Effect::kPlanned, "", ""},
    {"msg_skip", 's', Effect::kPlanned, "", ""},
});

inline constexpr ModuleSpec kNosipModule{
    .name = "nosip",
    .doc = "",
    .built = false,
    .parameters = kNosipParameters,
};

}  // namespace weir::routes
