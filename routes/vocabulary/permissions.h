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
    {"allow_register", "permissions", "i", Plane::kAny, kInRequest | kInFailure,
     "Checks To and Contacts against NAME.allow and NAME.deny, or against the two files given.", 0,
     "cC"},
    {"allow_register_include_port", "permissions", "i", Plane::kAny, kInRequest | kInFailure,
     "As allow_register, with the ports of the Contacts.", 0, "cC"},
    {"allow_routing", "permissions", "i", Plane::kAny, kAnywhere,
     "Checks From, request URI and branches against the default files, NAME.allow and NAME.deny, "
     "or "
     "the two files given.",
     0, "CC"},
    {"allow_uri", "permissions", "iv", Plane::kAny, kInRequest | kInFailure,
     "Checks From and the URI of a variable against NAME.allow and NAME.deny.", 0, "cv"},
});

}  // namespace weir::routes
