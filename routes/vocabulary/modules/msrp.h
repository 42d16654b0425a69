// Module msrp: what it is, its parameters, events, commands and figures, and its functions that are
// planned.
#pragma once

#include "routes/vocabulary/module_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kMsrpParameters = std::to_array<ParameterRow>({
    {"auth_max_expires", 'i', Effect::kPlanned, "3600", ""},
    {"auth_min_expires", 'i', Effect::kPlanned, "60", ""},
    {"cmap_size", 'i', Effect::kPlanned, "0", ""},
    {"event_callback", 's', Effect::kPlanned, "", "A KEMI function for the module's events."},
    {"sipmsg", 'i', Effect::kPlanned, "1", ""},
    {"timer_interval", 'i', Effect::kPlanned, "60", ""},
    {"use_path_addr", 's', Effect::kPlanned, "", ""},
});

inline constexpr ModuleSpec kMsrpModule{
    .name = "msrp",
    .doc = "",
    .built = false,
    .parameters = kMsrpParameters,
};

}  // namespace weir::routes
