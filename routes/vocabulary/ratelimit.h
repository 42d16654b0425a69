// The vocabulary of module ratelimit.
#pragma once

#include "routes/vocabulary/function_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kRatelimitFunctions = std::to_array<FunctionSpec>({
    {"rl_check", "ratelimit", "I", Plane::kAny, kAnywhere,
     "True while a pipe is within its rate; without a number the pipe of the method's queue."},
    {"rl_check_pipe", "ratelimit", "i", Plane::kAny, kAnywhere,
     "True while that pipe is within its rate."},
});

}  // namespace weir::routes
