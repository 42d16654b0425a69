// The vocabulary of module sanity.
#pragma once

#include "routes/vocabulary/function_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kSanityFunctions = std::to_array<FunctionSpec>({
    {"sanity_check", "sanity", "II", Plane::kAny, kInRequest | kInReply,
     "Checks the message by bits, and answers what is wrong."},
    {"sanity_reply", "sanity", "", Plane::kAny, kInRequest | kInReply,
     "Answers what sanity_check() found under noreply."},
});

}  // namespace weir::routes
