// Module avp: what it is, its parameters, events, commands and figures, and its functions that are
// planned.
#pragma once

#include "routes/vocabulary/module_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kAvpParameters = std::to_array<ParameterRow>({
    {"xlbuf_size", 'i', Effect::kPlanned, "256", ""},
});

inline constexpr ModuleSpec kAvpModule{
    .name = "avp",
    .doc = "",
    .built = false,
    .parameters = kAvpParameters,
};

}  // namespace weir::routes
