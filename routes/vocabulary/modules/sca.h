// Module sca: what it is, its parameters, events, commands and figures, and its functions that are
// planned.
#pragma once

#include "routes/vocabulary/module_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kScaParameters = std::to_array<ParameterRow>({
    {"call_info_max_expires", 'i', Effect::kPlanned, "3600", ""},
    {"db_update_interval", 'i', Effect::kPlanned, "300", ""},
    {"db_url", 's', Effect::kPlanned, "", "Database of the module."},
    {"hash_table_size", 'i', Effect::kPlanned, "-1", ""},
    {"line_seize_max_expires", 'i', Effect::kPlanned, "15", ""},
    {"onhold_bflag", 'i', Effect::kPlanned, "-1", ""},
    {"outbound_proxy", 's', Effect::kPlanned, "", ""},
    {"purge_expired_interval", 'i', Effect::kPlanned, "120", ""},
    {"server_address", 's', Effect::kPlanned, "", ""},
    {"state_table", 's', Effect::kPlanned, "sca_state", ""},
    {"subs_table", 's', Effect::kPlanned, "sca_subscriptions", ""},
});

inline constexpr ModuleSpec kScaModule{
    .name = "sca",
    .doc = "",
    .built = false,
    .parameters = kScaParameters,
};

}  // namespace weir::routes
