// The vocabulary of module path.
#pragma once

#include "routes/vocabulary/function_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kPathFunctions = std::to_array<FunctionSpec>({
    {"add_path", "path", "SS", Plane::kAny, kInRequest,
     "Adds a Path with our address, a user and parameters (RFC 3327)."},
    {"add_path_received", "path", "SS", Plane::kAny, kInRequest,
     "Adds a Path that also tells where the request came from."},
});

}  // namespace weir::routes
