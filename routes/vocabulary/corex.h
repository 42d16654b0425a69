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
    {"forward_reply", "corex", "", Plane::kAny, kInReply,
     "Forwards the reply at once, as it is now, beside what becomes of it in the end."},
    {"is_incoming", "corex", "", Plane::kAny, kAnywhere, "True for messages from the network."},
    {"is_faked_msg", "corex", "", Plane::kAny, kAnywhere, "True for messages made for an event."},
    {"append_branch", "corex", "SS", Plane::kAny, kInRequest | kInFailure | kInBranch,
     "Adds a branch, the request URI or another one, with a q value."},
    {"setxflag", "corex", "i", Plane::kAny, kAnywhere, "Sets an extended flag, 0 to 63."},
    {"resetxflag", "corex", "i", Plane::kAny, kAnywhere, "Clears an extended flag."},
    {"isxflagset", "corex", "i", Plane::kAny, kAnywhere, "True when an extended flag is set."},
    {"msg_iflag_set", "corex", "s", Plane::kAny, kAnywhere,
     "Sets an internal flag: USE_UAC_FROM or USE_UAC_TO."},
    {"msg_iflag_reset", "corex", "s", Plane::kAny, kAnywhere, "Clears an internal flag."},
    {"msg_iflag_is_set", "corex", "s", Plane::kAny, kAnywhere,
     "True when an internal flag is set."},
    {"msg_vbflag_set", "corex", "i", Plane::kAny, kAnywhere,
     "Sets one of 32 flags that belong to the message's top Via."},
    {"msg_vbflag_reset", "corex", "i", Plane::kAny, kAnywhere, "Clears such a flag."},
    {"msg_vbflag_is_set", "corex", "i", Plane::kAny, kAnywhere, "True when such a flag is set."},
    {"send_udp", "corex", "S", Plane::kAny, kInRequest | kInFailure,
     "Sends the message as received to a host, or to $du."},
    {"send_data", "corex", "ss", Plane::kAny, kAnywhere, "Sends a text to a URI, over UDP."},
    {"sendx", "corex", "sss", Plane::kAny, kAnywhere,
     "Sends a text to a URI, over UDP from that listen socket."},
    {"set_recv_socket", "corex", "s", Plane::kAny, kAnywhere,
     "Makes the message look as if a listen socket at that address had received it."},
    {"set_recv_socket_name", "corex", "s", Plane::kAny, kAnywhere,
     "As set_recv_socket, by the socket's name."},
    {"set_source_address", "corex", "s", Plane::kAny, kAnywhere,
     "Makes the message look as if it came from that address."},
    {"via_add_srvid", "corex", "i", Plane::kAny, kAnywhere,
     "Adds our server_id to our Via, or not."},
    {"via_add_xavp_params", "corex", "i", Plane::kAny, kAnywhere,
     "Adds the values of the xavp of xavp_via_params to our Via, or not."},
    {"via_use_xavp_fields", "corex", "i", Plane::kAny, kAnywhere,
     "Takes address and port of our Via from the xavp of xavp_via_fields, or not."},
});

}  // namespace weir::routes
