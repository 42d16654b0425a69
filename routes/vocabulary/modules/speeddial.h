// Module speeddial: what it is, its parameters, events, commands and figures, and its functions
// that are planned.
#pragma once

#include "routes/vocabulary/module_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kSpeeddialPlanned = std::to_array<FunctionSpec>({
    {"sd_lookup", "speeddial", "sS", Plane::kControl, kInRequest,
     "Replaces a short number by the one that a table gives."},
});

inline constexpr auto kSpeeddialParameters = std::to_array<ParameterRow>({
    {"db_url", 's', Effect::kPlanned, "", "Database of the module."},
    {"domain_column", 's', Effect::kPlanned, "domain", "Column of the domain."},
    {"domain_prefix", 's', Effect::kPlanned, "", ""},
    {"new_uri_column", 's', Effect::kPlanned, "new_uri", "Column of the new uri."},
    {"sd_domain_column", 's', Effect::kPlanned, "sd_domain", "Column of the sd domain."},
    {"sd_user_column", 's', Effect::kPlanned, "sd_username", "Column of the sd user."},
    {"use_domain", 'i', Effect::kPlanned, "0", ""},
    {"user_column", 's', Effect::kPlanned, "username", "Column of the user."},
});

inline constexpr ModuleSpec kSpeeddialModule{
    .name = "speeddial",
    .doc = "Short numbers, in a database.",
    .built = false,
    .planned = kSpeeddialPlanned,
    .parameters = kSpeeddialParameters,
};

}  // namespace weir::routes
