// Module statsd: what it is, its parameters, events, commands and figures, and its functions that
// are planned.
#pragma once

#include "routes/vocabulary/module_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kStatsdParameters = std::to_array<ParameterRow>({
    {"ip", 's', Effect::kPlanned, "", ""},
    {"port", 's', Effect::kPlanned, "", ""},
});

inline constexpr ModuleSpec kStatsdModule{
    .name = "statsd",
    .doc = "",
    .built = false,
    .parameters = kStatsdParameters,
};

}  // namespace weir::routes
