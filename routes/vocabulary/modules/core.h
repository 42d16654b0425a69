// The core: what it is, its parameters, events, commands and figures, and its functions that are
// planned.
#pragma once

#include "routes/vocabulary/module_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kCorePlanned = std::to_array<FunctionSpec>({
    {"exec", "core", "c", Plane::kCore, kAnywhere, "Runs a program."},
    {"forward_sctp", "core", "CI", Plane::kCore, kInRequest | kInFailure,
     "Forwards statelessly over SCTP."},
    {"forward_tcp", "core", "CI", Plane::kCore, kInRequest | kInFailure,
     "Forwards statelessly over TCP."},
    {"forward_tls", "core", "CI", Plane::kCore, kInRequest | kInFailure,
     "Forwards statelessly over TLS."},
    {"send_tcp", "core", "CI", Plane::kCore, kInRequest | kInFailure, "As send, over TCP."},
});

inline constexpr auto kCoreEvents = std::to_array<NameRow>({
    {"core:worker-one-init", Effect::kPlanned,
     "Once, before the first message; drop refuses to start."},
    {"core:modinit-before", Effect::kPlanned, "Before the modules start."},
    {"core:msg-received", Effect::kPlanned,
     "For every datagram, before it is parsed; needs received_route_mode."},
    {"core:receive-parse-error", Effect::kPlanned, "For what does not parse."},
    {"core:pre-routing", Effect::kPlanned, "For every message, before its route."},
    {"core:tkv", Effect::kPlanned, "For notices of the core that carry a type, a key and a value."},
});

inline constexpr ModuleSpec kCoreModule{
    .name = "core",
    .doc = "What is always there: flags, the request URI, stateless forwarding, the log.",
    .built = true,
    .planned = kCorePlanned,
    .events = kCoreEvents,
};

}  // namespace weir::routes
