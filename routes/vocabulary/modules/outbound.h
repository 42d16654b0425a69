// Module outbound: what it is, its parameters, events, commands and figures, and its functions that
// are planned.
#pragma once

#include "routes/vocabulary/module_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kOutboundPlanned = std::to_array<FunctionSpec>({
    {"check_flow_token", "outbound", "", Plane::kControl, kInRequest,
     "True when the flow token of the Route is ours and has not been changed."},
});

inline constexpr auto kOutboundParameters = std::to_array<ParameterRow>({
    {"flow_token_secret", 's', Effect::kPlanned, "", ""},
    {"force_no_outbound_flag", 'i', Effect::kPlanned, "", ""},
    {"force_outbound_flag", 'i', Effect::kPlanned, "", ""},
});

inline constexpr ModuleSpec kOutboundModule{
    .name = "outbound",
    .doc = "Flows of RFC 5626.",
    .built = false,
    .planned = kOutboundPlanned,
    .parameters = kOutboundParameters,
};

}  // namespace weir::routes
