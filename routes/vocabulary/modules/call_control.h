// Module call_control: what it is, its parameters, events, commands and figures, and its functions
// that are planned.
#pragma once

#include "routes/vocabulary/module_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kCallControlParameters = std::to_array<ParameterRow>({
    {"canonical_uri_avp", 's', Effect::kPlanned, "$avp(s:can_uri)", ""},
    {"disable", 'i', Effect::kPlanned, "0", ""},
    {"diverter_avp_id", 'i', Effect::kPlanned, "805", ""},
    {"init", 's', Effect::kPlanned, "", ""},
    {"signaling_ip_avp", 's', Effect::kPlanned, "$avp(s:signaling_ip)", ""},
    {"sip_application_avp", 's', Effect::kPlanned, "$avp(s:sip_application)", ""},
    {"socket_name", 's', Effect::kPlanned, "/run/callcontrol/socket", ""},
    {"socket_timeout", 'i', Effect::kPlanned, "500", ""},
    {"start", 's', Effect::kPlanned, "", ""},
    {"stop", 's', Effect::kPlanned, "", ""},
});

inline constexpr ModuleSpec kCallControlModule{
    .name = "call_control",
    .doc = "",
    .built = false,
    .parameters = kCallControlParameters,
};

}  // namespace weir::routes
