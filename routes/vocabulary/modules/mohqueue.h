// Module mohqueue: what it is, its parameters, events, commands and figures, and its functions that
// are planned.
#pragma once

#include "routes/vocabulary/module_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kMohqueueParameters = std::to_array<ParameterRow>({
    {"db_ctable", 's', Effect::kPlanned, "mohqcalls", ""},
    {"db_qtable", 's', Effect::kPlanned, "mohqueues", ""},
    {"db_url", 's', Effect::kPlanned, "", "Database of the module."},
    {"moh_maxcalls", 'i', Effect::kPlanned, "50", ""},
    {"mohdir", 's', Effect::kPlanned, "", ""},
});

inline constexpr ModuleSpec kMohqueueModule{
    .name = "mohqueue",
    .doc = "",
    .built = false,
    .parameters = kMohqueueParameters,
};

}  // namespace weir::routes
