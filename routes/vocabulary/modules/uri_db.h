// Module uri_db: what it is, its parameters, events, commands and figures, and its functions that
// are planned.
#pragma once

#include "routes/vocabulary/module_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kUriDbParameters = std::to_array<ParameterRow>({
    {"db_table", 's', Effect::kPlanned, "subscriber", "Name of the table."},
    {"db_url", 's', Effect::kPlanned, "", "Database of the module."},
    {"domain_column", 's', Effect::kPlanned, "domain", "Column of the domain."},
    {"uriuser_column", 's', Effect::kPlanned, "uri_user", "Column of the uriuser."},
    {"use_domain", 'i', Effect::kPlanned, "0", ""},
    {"use_uri_table", 'i', Effect::kPlanned, "0", ""},
    {"user_column", 's', Effect::kPlanned, "username", "Column of the user."},
});

inline constexpr ModuleSpec kUriDbModule{
    .name = "uri_db",
    .doc = "",
    .built = false,
    .parameters = kUriDbParameters,
};

}  // namespace weir::routes
