// Module textops: what it is.
#pragma once

#include "routes/vocabulary/module_spec.h"

namespace weir::routes {

inline constexpr ModuleSpec kTextopsModule{
    .name = "textops",
    .doc = "Looks for texts in a message, and changes headers and body.",
    .built = true,
};

}  // namespace weir::routes
