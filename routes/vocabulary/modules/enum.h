// Module enum: what it is, its parameters, events, commands and figures, and its functions that are
// planned.
#pragma once

#include "routes/vocabulary/module_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kEnumParameters = std::to_array<ParameterRow>({
    {"bl_algorithm", 's', Effect::kPlanned, "cc", ""},
    {"branchlabel", 's', Effect::kPlanned, "i", ""},
    {"domain_suffix", 's', Effect::kPlanned, "e164.arpa.", ""},
    {"i_enum_suffix", 's', Effect::kPlanned, "e164.arpa.", ""},
    {"tel_uri_params", 's', Effect::kPlanned, "", ""},
});

inline constexpr ModuleSpec kEnumModule{
    .name = "enum",
    .doc = "",
    .built = false,
    .parameters = kEnumParameters,
};

}  // namespace weir::routes
