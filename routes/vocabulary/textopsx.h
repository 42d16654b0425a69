// The vocabulary of module textopsx.
#pragma once

#include "routes/vocabulary/function_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kTextopsxFunctions = std::to_array<FunctionSpec>({
    {"change_reply_status", "textopsx", "is", Plane::kAny, kInReply,
     "Changes code and reason of a reply within its class."},
    {"change_reply_status_code", "textopsx", "i", Plane::kAny, kInReply,
     "Changes the code of a reply within its class."},
    {"remove_body", "textopsx", "", Plane::kAny, kAnywhere, "Removes the body."},
});

}  // namespace weir::routes
