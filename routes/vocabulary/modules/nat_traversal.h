// Module nat_traversal: what it is, its parameters, events, commands and figures, and its functions
// that are planned.
#pragma once

#include "routes/vocabulary/module_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kNatTraversalParameters = std::to_array<ParameterRow>({
    {"contact_match", 'i', Effect::kPlanned, "0", ""},
    {"keepalive_extra_headers", 's', Effect::kPlanned, "", ""},
    {"keepalive_from", 's', Effect::kPlanned, "", ""},
    {"keepalive_interval", 'i', Effect::kPlanned, "60", ""},
    {"keepalive_method", 's', Effect::kPlanned, "NOTIFY", ""},
    {"keepalive_state_file", 's', Effect::kPlanned, "keepalive_state", ""},
});

inline constexpr ModuleSpec kNatTraversalModule{
    .name = "nat_traversal",
    .doc = "",
    .built = false,
    .parameters = kNatTraversalParameters,
};

}  // namespace weir::routes
