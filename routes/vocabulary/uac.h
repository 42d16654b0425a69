// The vocabulary of module uac: From and To under other names.
#pragma once

#include "routes/vocabulary/function_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kUacFunctions = std::to_array<FunctionSpec>({
    {"uac_replace_from", "uac", "sS", Plane::kAny, kInRequest | kInBranch,
     "Puts another URI, or display name and URI, into the From."},
    {"uac_replace_to", "uac", "sS", Plane::kAny, kInRequest | kInBranch,
     "Puts another URI, or display name and URI, into the To."},
    {"uac_restore_from", "uac", "", Plane::kAny, kInRequest,
     "Translates the URI of the caller in a request of the dialog, by our Record-Route."},
    {"uac_restore_to", "uac", "", Plane::kAny, kInRequest,
     "Translates the URI of the callee in a request of the dialog, by our Record-Route."},
});

}  // namespace weir::routes
