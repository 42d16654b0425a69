// Module textops: what it is, its parameters, events, commands and figures, and its functions that
// are planned.
#pragma once

#include "routes/vocabulary/module_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kTextopsPlanned = std::to_array<FunctionSpec>({
    {"subst_v", "textops", "scv", Plane::kAny, kAnywhere,
     "Writes a text with a substitution into a variable."},
    {"via_param_rm", "textops", "ci", Plane::kAny, kAnywhere,
     "Removes a parameter of the Via at an index."},
});

inline constexpr ModuleSpec kTextopsModule{
    .name = "textops",
    .doc = "Looks for texts in a message, and changes headers and body.",
    .built = true,
    .planned = kTextopsPlanned,
};

}  // namespace weir::routes
