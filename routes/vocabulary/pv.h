// The vocabulary of module pv.
#pragma once

#include "routes/vocabulary/function_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kPvFunctions = std::to_array<FunctionSpec>({
    {"pv_isset", "pv", "v", Plane::kAny, kAnywhere, "True when a pseudo-variable has a value."},
    {"pv_unset", "pv", "v", Plane::kAny, kAnywhere, "Takes the value of a pseudo-variable away."},
    {"is_int", "pv", "v", Plane::kAny, kAnywhere, "True when a pseudo-variable holds an integer."},
    {"typeof", "pv", "vc", Plane::kAny, kAnywhere,
     "Compares the type of a pseudo-variable: int str null."},
    {"not_empty", "pv", "v", Plane::kAny, kAnywhere,
     "True when a pseudo-variable holds a text that is not empty."},
});

}  // namespace weir::routes
