// The vocabulary of module pipelimit.
#pragma once

#include "routes/vocabulary/function_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kPipelimitFunctions = std::to_array<FunctionSpec>({
    {"pl_active", "pipelimit", "s", Plane::kAny, kAnywhere,
     "True when there is a pipe of that name."},
    {"pl_check", "pipelimit", "sSI", Plane::kAny, kAnywhere,
     "True while a pipe is within its limit; an algorithm and a limit make the pipe.", 4},
    {"pl_drop", "pipelimit", "II", Plane::kAny, kInRequest | kInFailure | kInBranch | kInOnsend,
     "Answers with reply_code, and Retry-After between two numbers of seconds."},
});

}  // namespace weir::routes
