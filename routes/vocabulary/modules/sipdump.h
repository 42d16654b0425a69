// Module sipdump: what it is, its parameters, events, commands and figures, and its functions that
// are planned.
#pragma once

#include "routes/vocabulary/module_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kSipdumpParameters = std::to_array<ParameterRow>({
    {"enable", 'i', Effect::kPlanned, "0", ""},
    {"event_callback", 's', Effect::kPlanned, "", "A KEMI function for the module's events."},
    {"fage", 'i', Effect::kPlanned, "0", ""},
    {"folder", 's', Effect::kPlanned, "/tmp", ""},
    {"fprefix", 's', Effect::kPlanned, "kamailio-sipdump-", ""},
    {"mode", 'i', Effect::kPlanned, "1", ""},
    {"rotate", 'i', Effect::kPlanned, "7200", ""},
    {"wait", 'i', Effect::kPlanned, "100", ""},
});

inline constexpr ModuleSpec kSipdumpModule{
    .name = "sipdump",
    .doc = "",
    .built = false,
    .parameters = kSipdumpParameters,
};

}  // namespace weir::routes
