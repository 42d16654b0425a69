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
    {"add_path_advertised_address", "path", "sSS", Plane::kAny, kInRequest,
     "As add_path, with that address of ours."},
    {"add_path_received_advertised_address", "path", "sSS", Plane::kAny, kInRequest,
     "As add_path_received, with that address of ours."},
});

}  // namespace weir::routes
