// Module cfg_db: what it is, its parameters, events, commands and figures, and its functions that
// are planned.
#pragma once

#include "routes/vocabulary/module_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kCfgDbParameters = std::to_array<ParameterRow>({
    {"custom_tbl", 's', Effect::kPlanned, "cfg_custom", ""},
    {"db_url", 's', Effect::kPlanned, "", "Database of the module."},
    {"transl_tbl", 's', Effect::kPlanned, "cfg_transl", ""},
});

inline constexpr ModuleSpec kCfgDbModule{
    .name = "cfg_db",
    .doc = "",
    .built = false,
    .parameters = kCfgDbParameters,
};

}  // namespace weir::routes
