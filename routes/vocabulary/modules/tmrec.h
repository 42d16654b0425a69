// Module tmrec: what it is, its parameters, events, commands and figures, and its functions that
// are planned.
#pragma once

#include "routes/vocabulary/module_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kTmrecParameters = std::to_array<ParameterRow>({
    {"separator", 's', Effect::kPlanned, "", ""},
    {"wday", 'i', Effect::kPlanned, "0", ""},
});

inline constexpr ModuleSpec kTmrecModule{
    .name = "tmrec",
    .doc = "",
    .built = false,
    .parameters = kTmrecParameters,
};

}  // namespace weir::routes
