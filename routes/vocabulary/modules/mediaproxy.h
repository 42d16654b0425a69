// Module mediaproxy: what it is, its parameters, events, commands and figures, and its functions
// that are planned.
#pragma once

#include "routes/vocabulary/module_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kMediaproxyParameters = std::to_array<ParameterRow>({
    {"disable", 'i', Effect::kPlanned, "0", ""},
    {"ice_candidate", 's', Effect::kPlanned, "none", ""},
    {"ice_candidate_avp", 's', Effect::kPlanned, "$avp(s:ice_candidate)", ""},
    {"media_relay_avp", 's', Effect::kPlanned, "$avp(s:media_relay)", ""},
    {"mediaproxy_socket", 's', Effect::kPlanned, "/run/mediaproxy/dispatcher.sock", ""},
    {"mediaproxy_timeout", 'i', Effect::kPlanned, "500", ""},
    {"signaling_ip_avp", 's', Effect::kPlanned, "$avp(s:signaling_ip)", ""},
});

inline constexpr ModuleSpec kMediaproxyModule{
    .name = "mediaproxy",
    .doc = "",
    .built = false,
    .parameters = kMediaproxyParameters,
};

}  // namespace weir::routes
