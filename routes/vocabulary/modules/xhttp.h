// Module xhttp: what it is, its parameters, events, commands and figures, and its functions that
// are planned.
#pragma once

#include "routes/vocabulary/module_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kXhttpPlanned = std::to_array<FunctionSpec>({
    {"xhttp_reply", "xhttp", "ssss", Plane::kControl, kInRequest, "Answers an HTTP request."},
});

inline constexpr auto kXhttpParameters = std::to_array<ParameterRow>({
    {"event_callback", 's', Effect::kPlanned, "", "A KEMI function for the module's events."},
    {"url_match", 's', Effect::kPlanned, "", ""},
    {"url_skip", 's', Effect::kPlanned, "", ""},
});

inline constexpr auto kXhttpEvents = std::to_array<NameRow>({
    {"xhttp:request", Effect::kPlanned, "For every HTTP request."},
});

inline constexpr ModuleSpec kXhttpModule{
    .name = "xhttp",
    .doc = "HTTP requests on SIP sockets.",
    .built = false,
    .planned = kXhttpPlanned,
    .parameters = kXhttpParameters,
    .events = kXhttpEvents,
};

}  // namespace weir::routes
