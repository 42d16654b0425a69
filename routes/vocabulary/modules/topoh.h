// Module topoh: what it is, its parameters, events, commands and figures, and its functions that
// are planned.
#pragma once

#include "routes/vocabulary/module_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kTopohParameters = std::to_array<ParameterRow>({
    {"callid_prefix", 's', Effect::kPlanned, "!!:", ""},
    {"event_callback", 's', Effect::kPlanned, "", "A KEMI function for the module's events."},
    {"event_mode", 'i', Effect::kPlanned, "3", ""},
    {"mask_callid", 'i', Effect::kPlanned, "0", "1: encode the Call-ID, too."},
    {"mask_ip", 's', Effect::kPlanned, "127.0.0.8", "Address that hidden URIs show."},
    {"mask_key", 's', Effect::kPlanned, "aL9.n8~Hm]Z",
     "Key of the encoding; share it between siblings."},
    {"mask_mode", 'i', Effect::kPlanned, "0", ""},
    {"sanity_checks", 'i', Effect::kPlanned, "0", ""},
    {"uparam_name", 's', Effect::kPlanned, "line", ""},
    {"uparam_prefix", 's', Effect::kPlanned, "sr-", ""},
    {"uri_prefix_checks", 'i', Effect::kPlanned, "0", ""},
    {"use_mode", 'i', Effect::kPlanned, "0", ""},
    {"vparam_name", 's', Effect::kPlanned, "branch", ""},
    {"vparam_prefix", 's', Effect::kPlanned, "z9hG4bKsr-", ""},
});

inline constexpr auto kTopohEvents = std::to_array<NameRow>({
    {"topoh:msg-outgoing", Effect::kPlanned,
     "Before a message is hidden; drop leaves it as it is."},
    {"topoh:msg-sending", Effect::kPlanned, "The same, with the message parsed."},
});

inline constexpr ModuleSpec kTopohModule{
    .name = "topoh",
    .doc = "Hides the topology by encoding what shows it.",
    .built = false,
    .parameters = kTopohParameters,
    .events = kTopohEvents,
};

}  // namespace weir::routes
