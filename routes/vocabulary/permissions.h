// The vocabulary of module permissions.
#pragma once

#include "routes/vocabulary/function_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kPermissionsFunctions = std::to_array<FunctionSpec>({
    {"allow_source_address", "permissions", "I", Plane::kAny, kAnywhere,
     "True when group holds the source address and port."},
    {"allow_source_address_group", "permissions", "", Plane::kAny, kAnywhere,
     "The group that holds the source address and port."},
    {"allow_address", "permissions", "isi", Plane::kAny, kAnywhere,
     "True when group holds that address and port."},
    {"allow_address_group", "permissions", "si", Plane::kAny, kAnywhere,
     "The group that holds that address and port."},
});

}  // namespace weir::routes
