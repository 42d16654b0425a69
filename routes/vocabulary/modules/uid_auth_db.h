// Module uid_auth_db: what it is, its parameters, events, commands and figures, and its functions
// that are planned.
#pragma once

#include "routes/vocabulary/module_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kUidAuthDbParameters = std::to_array<ParameterRow>({
    {"calculate_ha1", 'i', Effect::kPlanned, "0", ""},
    {"check_all_ha1", 'i', Effect::kPlanned, "0", ""},
    {"db_url", 's', Effect::kPlanned, "", "Database of the module."},
    {"did_column", 's', Effect::kPlanned, "did", "Column of the did."},
    {"flags_column", 's', Effect::kPlanned, "flags", "Column of the flags."},
    {"load_credentials", 's', Effect::kPlanned, "uid", ""},
    {"password_column", 's', Effect::kPlanned, "ha1", "Column of the password."},
    {"password_column_2", 's', Effect::kPlanned, "ha1b", ""},
    {"plain_password_column", 's', Effect::kPlanned, "password", "Column of the plain password."},
    {"realm_column", 's', Effect::kPlanned, "realm", "Column of the realm."},
    {"use_did", 'i', Effect::kPlanned, "0", ""},
    {"username_column", 's', Effect::kPlanned, "auth_username", "Column of the username."},
});

inline constexpr ModuleSpec kUidAuthDbModule{
    .name = "uid_auth_db",
    .doc = "",
    .built = false,
    .parameters = kUidAuthDbParameters,
};

}  // namespace weir::routes
