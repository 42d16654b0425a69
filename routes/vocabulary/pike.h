// The vocabulary of module pike.
#pragma once

#include "routes/vocabulary/function_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kPikeFunctions = std::to_array<FunctionSpec>({
    {"pike_check_req", "pike", "", Plane::kAny, kInRequest | kInReply,
     "False when the source exceeds its rate."},
    {"pike_check_ip", "pike", "s", Plane::kAny, kInRequest | kInReply,
     "False when that address exceeds its rate."},
});

}  // namespace weir::routes
