// Module keepalive: what it is, its parameters, events, commands and figures, and its functions
// that are planned.
#pragma once

#include "routes/vocabulary/module_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kKeepalivePlanned = std::to_array<FunctionSpec>({
    {"ka_add_destination", "keepalive", "ss", Plane::kControl, kInRequest | kInReply | kInBranch,
     "Pings a destination, for an owner."},
    {"ka_del_destination", "keepalive", "ss", Plane::kControl, kAnywhere,
     "Pings a destination no longer."},
    {"ka_is_alive", "keepalive", "s", Plane::kControl, kAnywhere,
     "True when a pinged destination answers."},
});

inline constexpr auto kKeepaliveParameters = std::to_array<ParameterRow>({
    {"delete_counter", 'i', Effect::kPlanned, "5", ""},
    {"destination", 's', Effect::kPlanned, "", ""},
    {"ping_from", 's', Effect::kPlanned, "sip:keepalive@kamailio.org", ""},
    {"ping_interval", 'i', Effect::kPlanned, "30", ""},
});

inline constexpr auto kKeepaliveEvents = std::to_array<NameRow>({
    {"keepalive:dst-up", Effect::kPlanned, "When a destination answers again."},
    {"keepalive:dst-down", Effect::kPlanned, "When a destination does not answer any more."},
});

inline constexpr ModuleSpec kKeepaliveModule{
    .name = "keepalive",
    .doc = "Asks destinations whether they live.",
    .built = false,
    .planned = kKeepalivePlanned,
    .parameters = kKeepaliveParameters,
    .events = kKeepaliveEvents,
};

}  // namespace weir::routes
