// Module auth_db: what it is, its parameters, events, commands and figures, and its functions that
// are planned.
#pragma once

#include "routes/vocabulary/module_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kAuthDbPlanned = std::to_array<FunctionSpec>({
    {"auth_check", "auth_db", "ssi", Plane::kControl, kInRequest,
     "Checks the credentials that the method calls for, and that From or To is theirs."},
    {"is_subscriber", "auth_db", "ssi", Plane::kControl, kAnywhere,
     "True when a URI's user stands in a table, whose columns are loaded."},
    {"proxy_authenticate", "auth_db", "ss", Plane::kControl, kInRequest,
     "Checks the Proxy-Authorization header against a table of subscribers."},
    {"proxy_authorize", "auth_db", "ss", Plane::kControl, kInRequest,
     "Checks the Proxy-Authorization header against a table of subscribers."},
    {"www_authenticate", "auth_db", "ssS", Plane::kControl, kInRequest,
     "As www_authorize, with the method to hash with."},
    {"www_authorize", "auth_db", "ss", Plane::kControl, kInRequest,
     "Checks the Authorization header against a table of subscribers."},
});

inline constexpr auto kAuthDbParameters = std::to_array<ParameterRow>({
    {"calculate_ha1", 'i', Effect::kPlanned, "0",
     "1: the column holds passwords; 0: it holds HA1."},
    {"db_url", 's', Effect::kPlanned, "", "Database of the module."},
    {"domain_column", 's', Effect::kPlanned, "domain", "Column of the domain."},
    {"force_generate_avps", 'i', Effect::kPlanned, "0", ""},
    {"load_credentials", 's', Effect::kPlanned, "", "Columns that are loaded into AVPs."},
    {"password_column", 's', Effect::kPlanned, "ha1", "Column of the password or HA1."},
    {"password_column_2", 's', Effect::kPlanned, "ha1b",
     "Column of the HA1 of user names with a domain."},
    {"use_domain", 'i', Effect::kPlanned, "0", "1: the domain is part of the key."},
    {"user_column", 's', Effect::kPlanned, "username", "Column of the user."},
    {"version_table", 'i', Effect::kPlanned, "1", ""},
});

inline constexpr ModuleSpec kAuthDbModule{
    .name = "auth_db",
    .doc = "Digest authentication against a table of subscribers.",
    .built = false,
    .planned = kAuthDbPlanned,
    .parameters = kAuthDbParameters,
};

}  // namespace weir::routes
