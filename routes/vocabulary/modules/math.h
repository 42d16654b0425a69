// Module math: what it is, its parameters, events, commands and figures, and its functions that are
// planned.
#pragma once

#include "routes/vocabulary/module_spec.h"

#include <array>

namespace weir::routes {

inline constexpr ModuleSpec kMathModule{
    .name = "math",
    .doc = "Functions of arithmetic.",
    .built = false,

};

}  // namespace weir::routes
