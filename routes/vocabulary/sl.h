// The vocabulary of module sl.
#pragma once

#include "routes/vocabulary/function_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kSlFunctions = std::to_array<FunctionSpec>({
    {"sl_send_reply", "sl", "ss", Plane::kAny, kInRequest, "Answers statelessly."},
    {"sl_reply", "sl", "ss", Plane::kAny, kInRequest, "Another name of sl_send_reply."},
    {"send_reply", "sl", "ss", Plane::kAny, kInRequest | kInFailure | kInReply,
     "Answers, statelessly where there is no transaction."},
    {"sl_reply_error", "sl", "", Plane::kAny, kInRequest,
     "Answers with the error of what failed last."},
    {"send_reply_error", "sl", "", Plane::kAny, kInRequest | kInFailure | kInReply,
     "Another name of sl_reply_error."},
    {"sl_forward_reply", "sl", "SS", Plane::kAny, kInReply,
     "Forwards the reply at once, with another code of its class and another reason."},
    {"send_reply_mode", "sl", "ssi", Plane::kAny, kInRequest | kInFailure | kInReply,
     "As send_reply; the mode concerns transactions."},
});

}  // namespace weir::routes
