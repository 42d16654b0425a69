// Module tcpops: what it is, its parameters, events, commands and figures, and its functions that
// are planned.
#pragma once

#include "routes/vocabulary/module_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kTcpopsPlanned = std::to_array<FunctionSpec>({
    {"tcp_close_connection", "tcpops", "S", Plane::kControl, kAnywhere, "Closes a connection."},
    {"tcp_conid_alive", "tcpops", "s", Plane::kControl, kAnywhere,
     "True when a connection is there."},
    {"tcp_conid_state", "tcpops", "s", Plane::kControl, kAnywhere,
     "Gives the state of a connection."},
    {"tcp_enable_closed_event", "tcpops", "S", Plane::kControl, kAnywhere,
     "Raises an event when the connection closes."},
    {"tcp_get_conid", "tcpops", "sv", Plane::kControl, kAnywhere,
     "Writes the number of the connection to an address into a variable."},
    {"tcp_keepalive_disable", "tcpops", "S", Plane::kControl, kAnywhere,
     "Turns keepalive of a connection off."},
    {"tcp_keepalive_enable", "tcpops", "sssS", Plane::kControl, kAnywhere,
     "Turns keepalive of a connection on."},
    {"tcp_set_connection_lifetime", "tcpops", "sS", Plane::kControl, kAnywhere,
     "Sets how long a connection stays."},
    {"tcp_set_otcpid", "tcpops", "s", Plane::kControl, kAnywhere,
     "Sends over the connection of that number."},
    {"tcp_set_otcpid_flag", "tcpops", "s", Plane::kControl, kAnywhere,
     "Keeps the connection's number for the branches."},
});

inline constexpr auto kTcpopsParameters = std::to_array<ParameterRow>({
    {"closed_event", 'i', Effect::kPlanned, "1", ""},
    {"event_callback", 's', Effect::kPlanned, "", "A KEMI function for the module's events."},
});

inline constexpr auto kTcpopsEvents = std::to_array<NameRow>({
    {"tcp:closed", Effect::kPlanned, "When a connection was closed by the other side."},
    {"tcp:timeout", Effect::kPlanned, "When a connection was idle for too long."},
    {"tcp:reset", Effect::kPlanned, "When a connection was reset."},
});

inline constexpr ModuleSpec kTcpopsModule{
    .name = "tcpops",
    .doc = "TCP connections.",
    .built = false,
    .planned = kTcpopsPlanned,
    .parameters = kTcpopsParameters,
    .events = kTcpopsEvents,
};

}  // namespace weir::routes
