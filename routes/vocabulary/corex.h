// The vocabulary of module corex.
#pragma once

#include "routes/vocabulary/function_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kCorexFunctions = std::to_array<FunctionSpec>({
    {"set_send_socket", "corex", "s", Plane::kAny, kAnywhere,
     "Sends from the listen socket at that address."},
    {"set_send_socket_name", "corex", "s", Plane::kAny, kAnywhere,
     "Sends from the listen socket of that name."},
    {"is_socket_name", "corex", "s", Plane::kAny, kAnywhere,
     "True when a listen socket has that name."},
    {"is_incoming", "corex", "", Plane::kAny, kAnywhere, "True for messages from the network."},
    {"is_faked_msg", "corex", "", Plane::kAny, kAnywhere, "True for messages made for an event."},
});

}  // namespace weir::routes
