// Module tsilo: what it is, its parameters, events, commands and figures, and its functions that
// are planned.
#pragma once

#include "routes/vocabulary/module_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kTsiloParameters = std::to_array<ParameterRow>({
    {"hash_size", 'i', Effect::kPlanned, "2048", ""},
    {"use_domain", 'i', Effect::kPlanned, "0", ""},
});

inline constexpr ModuleSpec kTsiloModule{
    .name = "tsilo",
    .doc = "",
    .built = false,
    .parameters = kTsiloParameters,
};

}  // namespace weir::routes
