// The vocabulary of module cfgutils.
#pragma once

#include "routes/vocabulary/function_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kCfgutilsFunctions = std::to_array<FunctionSpec>({
    {"check_route_exists", "cfgutils", "s", Plane::kAny, kAnywhere,
     "True when the route is defined."},
});

}  // namespace weir::routes
