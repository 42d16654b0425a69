// Module websocket: what it is, its parameters, events, commands and figures, and its functions
// that are planned.
#pragma once

#include "routes/vocabulary/module_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kWebsocketPlanned = std::to_array<FunctionSpec>({
    {"ws_close", "websocket", "SSS", Plane::kControl, kAnywhere, "Closes the WebSocket.", 2},
    {"ws_connect", "websocket", "sssss", Plane::kControl, kAnywhere,
     "Opens a WebSocket to an address."},
    {"ws_connect_url", "websocket", "ss", Plane::kControl, kAnywhere,
     "Opens a WebSocket to a URL."},
    {"ws_handle_handshake", "websocket", "", Plane::kControl, kAnywhere,
     "Answers the HTTP request that opens a WebSocket."},
    {"ws_send", "websocket", "sssss", Plane::kControl, kAnywhere, "Sends a frame."},
});

inline constexpr auto kWebsocketParameters = std::to_array<ParameterRow>({
    {"cors_mode", 'i', Effect::kPlanned, "", ""},
    {"event_callback", 's', Effect::kPlanned, "", "A KEMI function for the module's events."},
    {"keepalive_interval", 'i', Effect::kPlanned, "", ""},
    {"keepalive_mechanism", 'i', Effect::kPlanned, "", ""},
    {"keepalive_processes", 'i', Effect::kPlanned, "", ""},
    {"keepalive_timeout", 'i', Effect::kPlanned, "", ""},
    {"ping_application_data", 's', Effect::kPlanned, "", ""},
    {"rm_delay_interval", 'i', Effect::kPlanned, "", ""},
    {"sub_protocols", 'i', Effect::kPlanned, "", ""},
    {"timer_interval", 'i', Effect::kPlanned, "", ""},
    {"verbose_list", 'i', Effect::kPlanned, "0", ""},
});

inline constexpr auto kWebsocketEvents = std::to_array<NameRow>({
    {"websocket:closed", Effect::kPlanned, "When a WebSocket was closed."},
});

inline constexpr ModuleSpec kWebsocketModule{
    .name = "websocket",
    .doc = "SIP over WebSocket (RFC 7118).",
    .built = false,
    .planned = kWebsocketPlanned,
    .parameters = kWebsocketParameters,
    .events = kWebsocketEvents,
};

}  // namespace weir::routes
