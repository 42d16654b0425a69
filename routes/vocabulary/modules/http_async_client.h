// Module http_async_client: what it is, its parameters, events, commands and figures, and its
// functions that are planned.
#pragma once

#include "routes/vocabulary/module_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kHttpAsyncClientPlanned = std::to_array<FunctionSpec>({
    {"http_async_query", "http_async_client", "cc", Plane::kControl, kAnywhere,
     "Asks a web server, and goes on with a route when it has answered."},
});

inline constexpr ModuleSpec kHttpAsyncClientModule{
    .name = "http_async_client",
    .doc = "Asks web servers without waiting.",
    .built = false,
    .planned = kHttpAsyncClientPlanned,
};

}  // namespace weir::routes
