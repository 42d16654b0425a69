// Module userblocklist: what it is, its parameters, events, commands and figures, and its functions
// that are planned.
#pragma once

#include "routes/vocabulary/module_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kUserblocklistParameters = std::to_array<ParameterRow>({
    {"db_url", 's', Effect::kPlanned, "", "Database of the module."},
    {"globalblocklist_allowlist_col", 's', Effect::kPlanned, "allowlist",
     "Column of the globalblocklist allowlist."},
    {"globalblocklist_description_col", 's', Effect::kPlanned, "description",
     "Column of the globalblocklist description."},
    {"globalblocklist_id_col", 's', Effect::kPlanned, "id", "Column of the globalblocklist id."},
    {"globalblocklist_prefix_col", 's', Effect::kPlanned, "prefix",
     "Column of the globalblocklist prefix."},
    {"globalblocklist_table", 's', Effect::kPlanned, "globalblocklist", ""},
    {"match_mode", 'i', Effect::kPlanned, "10", ""},
    {"use_domain", 'i', Effect::kPlanned, "0", ""},
    {"userblocklist_allowlist_col", 's', Effect::kPlanned, "allowlist",
     "Column of the userblocklist allowlist."},
    {"userblocklist_domain_col", 's', Effect::kPlanned, "domain",
     "Column of the userblocklist domain."},
    {"userblocklist_id_col", 's', Effect::kPlanned, "id", "Column of the userblocklist id."},
    {"userblocklist_prefix_col", 's', Effect::kPlanned, "prefix",
     "Column of the userblocklist prefix."},
    {"userblocklist_table", 's', Effect::kPlanned, "userblocklist", ""},
    {"userblocklist_username_col", 's', Effect::kPlanned, "username",
     "Column of the userblocklist username."},
});

inline constexpr ModuleSpec kUserblocklistModule{
    .name = "userblocklist",
    .doc = "",
    .built = false,
    .parameters = kUserblocklistParameters,
};

}  // namespace weir::routes
