// The vocabulary of module xlog.
#pragma once

#include "routes/vocabulary/function_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kXlogFunctions = std::to_array<FunctionSpec>({
    {"xlog", "xlog", "sSS", Plane::kAny, kAnywhere,
     "Writes a line to the log: [[facility,] level,] text."},
    {"xdbg", "xlog", "s", Plane::kAny, kAnywhere, "Writes a debug line."},
    {"xinfo", "xlog", "s", Plane::kAny, kAnywhere, "Writes an information line."},
    {"xnotice", "xlog", "s", Plane::kAny, kAnywhere, "Writes a notice."},
    {"xwarn", "xlog", "s", Plane::kAny, kAnywhere, "Writes a warning."},
    {"xerr", "xlog", "s", Plane::kAny, kAnywhere, "Writes an error."},
    {"xbug", "xlog", "s", Plane::kAny, kAnywhere, "Writes a bug line."},
    {"xcrit", "xlog", "s", Plane::kAny, kAnywhere, "Writes a critical line."},
    {"xalert", "xlog", "s", Plane::kAny, kAnywhere, "Writes an alert."},
    {"xlogl", "xlog", "sSS", Plane::kAny, kAnywhere, "As xlog, with the line of the script."},
    {"xdbgl", "xlog", "s", Plane::kAny, kAnywhere, "As xdbg, with the line of the script."},
    {"xlogm", "xlog", "ss", Plane::kAny, kAnywhere,
     "As xlog with a level, but not for the methods of methods_filter."},
});

}  // namespace weir::routes
