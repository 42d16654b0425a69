// The vocabulary of module diversion.
#pragma once

#include "routes/vocabulary/function_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kDiversionFunctions = std::to_array<FunctionSpec>({
    {"add_diversion", "diversion", "sS", Plane::kAny, kInRequest | kInFailure | kInBranch,
     "Adds a Diversion above the others: a reason, and a URI other than the one received."},
});

}  // namespace weir::routes
