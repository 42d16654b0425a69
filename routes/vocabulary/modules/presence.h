// Module presence: what it is, its parameters, events, commands and figures, and its functions that
// are planned.
#pragma once

#include "routes/vocabulary/module_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kPresencePlanned = std::to_array<FunctionSpec>({
    {"handle_publish", "presence", "S", Plane::kControl, kInRequest,
     "Takes a PUBLISH in, and answers it."},
    {"handle_subscribe", "presence", "S", Plane::kControl, kInRequest,
     "Takes a SUBSCRIBE in, and answers it."},
    {"pres_auth_status", "presence", "ss", Plane::kControl, kInRequest,
     "Gives what a watcher may see."},
    {"pres_refresh_watchers", "presence", "ssiSS", Plane::kControl, kAnywhere,
     "Sends a NOTIFY to all watchers.", 16},
});

inline constexpr auto kPresenceEvents = std::to_array<NameRow>({
    {"presence:notify-reply", Effect::kPlanned, "When a NOTIFY is answered."},
});

inline constexpr ModuleSpec kPresenceModule{
    .name = "presence",
    .doc = "A presence server.",
    .built = false,
    .planned = kPresencePlanned,
    .events = kPresenceEvents,
};

}  // namespace weir::routes
