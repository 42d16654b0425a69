// The vocabulary of module maxfwd.
#pragma once

#include "routes/vocabulary/function_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kMaxfwdFunctions = std::to_array<FunctionSpec>({
    {"mf_process_maxfwd_header", "maxfwd", "i", Plane::kAny, kInRequest,
     "Counts Max-Forwards down; false when it was 0."},
    {"maxfwd_process", "maxfwd", "i", Plane::kAny, kInRequest,
     "Another name of mf_process_maxfwd_header."},
    {"process_maxfwd", "maxfwd", "i", Plane::kAny, kInRequest,
     "Another name of mf_process_maxfwd_header."},
    {"is_maxfwd_lt", "maxfwd", "i", Plane::kAny, kInRequest | kInFailure | kInBranch,
     "True when Max-Forwards is below a number."},
    {"mf_lowlimit", "maxfwd", "i", Plane::kAny, kInRequest | kInFailure | kInBranch,
     "Another name of is_maxfwd_lt."},
    {"maxfwd_at_least", "maxfwd", "i", Plane::kAny, kInRequest | kInFailure | kInBranch,
     "True when Max-Forwards is not below a number."},
});

}  // namespace weir::routes
