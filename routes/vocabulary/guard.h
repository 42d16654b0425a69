// The vocabulary of module guard.
#pragma once

#include "routes/vocabulary/function_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kGuardFunctions = std::to_array<FunctionSpec>({
    {"ban", "guard", "IS", Plane::kAny, kInRequest | kInReply,
     "Bans the source, or an address given, for so many seconds (0: ban_seconds). False for peers "
     "and where a trusted phone lives."},
    {"trust", "guard", "I", Plane::kAny, kInRequest | kInReply,
     "Trusts the source's address and port, at most for trust_seconds; call it only for who has "
     "proved who he is."},
    {"unban", "guard", "S", Plane::kAny, kInRequest | kInReply,
     "Lifts the ban of the source, or of an address given."},
});

}  // namespace weir::routes
