// The vocabulary of module debugger.
#pragma once

#include "routes/vocabulary/function_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kDebuggerFunctions = std::to_array<FunctionSpec>({
    {"dbg_breakpoint", "debugger", "i", Plane::kAny, kAnywhere,
     "Goes on: breakpoints need the parameter breakpoint, which is planned."},
    {"dbg_pv_dump", "debugger", "IS", Plane::kAny, kAnywhere,
     "Logs AVPs and script variables as JSON; a mask chooses (2 AVPs, 4 variables), then a level."},
    {"dbg_sip_msg", "debugger", "SS", Plane::kAny, kAnywhere,
     "Logs the message with the edits so far, at a level and to a facility."},
});

}  // namespace weir::routes
