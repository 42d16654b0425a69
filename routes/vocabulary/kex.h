// The vocabulary of module kex.
#pragma once

#include "routes/vocabulary/function_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kKexFunctions = std::to_array<FunctionSpec>({
    {"setsflag", "kex", "i", Plane::kAny, kAnywhere, "Sets a script flag."},
    {"resetsflag", "kex", "i", Plane::kAny, kAnywhere, "Clears a script flag."},
    {"issflagset", "kex", "i", Plane::kAny, kAnywhere, "True when a script flag is set."},
    {"setbflag", "kex", "iI", Plane::kAny, kAnywhere, "Sets a flag of branch 0."},
    {"resetbflag", "kex", "iI", Plane::kAny, kAnywhere, "Clears a flag of branch 0."},
    {"isbflagset", "kex", "iI", Plane::kAny, kAnywhere, "True when a flag of branch 0 is set."},
    {"setdsturi", "kex", "s", Plane::kAny, kAnywhere, "Sets $du."},
    {"resetdsturi", "kex", "", Plane::kAny, kAnywhere, "Unsets $du."},
    {"isdsturiset", "kex", "", Plane::kAny, kAnywhere, "True when $du is set."},
    {"pv_printf", "kex", "vs", Plane::kAny, kAnywhere, "Assigns a formatted text."},
    {"avp_printf", "kex", "vs", Plane::kAny, kAnywhere, "Assigns a formatted text."},
    {"is_myself", "kex", "s", Plane::kAny, kAnywhere, "True when the URI or host is ours."},
    {"is_myhost", "kex", "s", Plane::kAny, kAnywhere, "True when the host is ours."},
    {"resetdebug", "kex", "", Plane::kAny, kAnywhere, "Puts the log level of this lcore back."},
    {"setdebug", "kex", "i", Plane::kAny, kAnywhere, "Sets the log level of this lcore."},
});

}  // namespace weir::routes
