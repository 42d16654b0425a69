// Module xprint: what it is, its parameters, events, commands and figures, and its functions that
// are planned.
#pragma once

#include "routes/vocabulary/module_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kXprintParameters = std::to_array<ParameterRow>({
    {"buf_size", 'i', Effect::kPlanned, "4096", ""},
});

inline constexpr ModuleSpec kXprintModule{
    .name = "xprint",
    .doc = "",
    .built = false,
    .parameters = kXprintParameters,
};

}  // namespace weir::routes
