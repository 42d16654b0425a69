// Module textopsx: what it is, its parameters, events, commands and figures, and its functions that
// are planned.
#pragma once

#include "routes/vocabulary/module_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kTextopsxPlanned = std::to_array<FunctionSpec>({
    {"msg_changed_route", "textopsx", "c", Plane::kAny, kAnywhere,
     "Runs a route on the message as the changes make it."},
});

inline constexpr ModuleSpec kTextopsxModule{
    .name = "textopsx",
    .doc = "Applies changes at once, walks over headers, edits values of lists.",
    .built = true,
    .planned = kTextopsxPlanned,
};

}  // namespace weir::routes
