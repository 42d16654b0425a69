// Module mangler: what it is, its parameters, events, commands and figures, and its functions that
// are planned.
#pragma once

#include "routes/vocabulary/module_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kManglerParameters = std::to_array<ParameterRow>({
    {"contact_flds_separator", 's', Effect::kPlanned, "*", ""},
});

inline constexpr ModuleSpec kManglerModule{
    .name = "mangler",
    .doc = "",
    .built = false,
    .parameters = kManglerParameters,
};

}  // namespace weir::routes
