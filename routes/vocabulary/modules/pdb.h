// Module pdb: what it is, its parameters, events, commands and figures, and its functions that are
// planned.
#pragma once

#include "routes/vocabulary/module_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kPdbParameters = std::to_array<ParameterRow>({
    {"server", 's', Effect::kPlanned, "", ""},
    {"timeout", 'i', Effect::kPlanned, "50", ""},
});

inline constexpr ModuleSpec kPdbModule{
    .name = "pdb",
    .doc = "",
    .built = false,
    .parameters = kPdbParameters,
};

}  // namespace weir::routes
