// The vocabulary of module htable.
#pragma once

#include "routes/vocabulary/function_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kHtableFunctions = std::to_array<FunctionSpec>({
    {"sht_rm", "htable", "cs", Plane::kAny, kAnywhere, "Removes a key of a table."},
    {"sht_setxs", "htable", "cssi", Plane::kAny, kAnywhere,
     "Sets a text with an expiry in seconds."},
    {"sht_setxi", "htable", "csii", Plane::kAny, kAnywhere,
     "Sets an integer with an expiry in seconds."},
    {"sht_is_null", "htable", "cs", Plane::kAny, kAnywhere, "True when a table has no such key."},
    {"sht_inc", "htable", "cs", Plane::kAny, kAnywhere, "Adds one, and gives the sum."},
    {"sht_dec", "htable", "cs", Plane::kAny, kAnywhere,
     "Takes one away, and gives the difference."},
});

}  // namespace weir::routes
