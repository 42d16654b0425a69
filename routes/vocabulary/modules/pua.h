// Module pua: what it is, its parameters, events, commands and figures, and its functions that are
// planned.
#pragma once

#include "routes/vocabulary/module_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kPuaPlanned = std::to_array<FunctionSpec>({
    {"pua_set_publish", "pua", "", Plane::kControl, kInRequest,
     "Publishes the state of the user who is registered next."},
});

inline constexpr ModuleSpec kPuaModule{
    .name = "pua",
    .doc = "Publishes presence.",
    .built = false,
    .planned = kPuaPlanned,
};

}  // namespace weir::routes
