// Module alias_db: what it is, its parameters, events, commands and figures, and its functions that
// are planned.
#pragma once

#include "routes/vocabulary/module_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kAliasDbPlanned = std::to_array<FunctionSpec>({
    {"alias_db_find", "alias_db", "sssS", Plane::kControl,
     kInRequest | kInReply | kInFailure | kInBranch,
     "Looks an alias up and writes the URI it stands for into a variable."},
    {"alias_db_lookup", "alias_db", "sS", Plane::kControl, kInRequest | kInFailure,
     "Replaces the request URI by the one that a table of aliases gives."},
});

inline constexpr auto kAliasDbParameters = std::to_array<ParameterRow>({
    {"alias_domain_column", 's', Effect::kPlanned, "alias_domain", "Column of the alias domain."},
    {"alias_user_column", 's', Effect::kPlanned, "alias_username", "Column of the alias user."},
    {"append_branches", 'i', Effect::kPlanned, "0", ""},
    {"db_url", 's', Effect::kPlanned, "", "Database of the module."},
    {"domain_column", 's', Effect::kPlanned, "domain", "Column of the domain."},
    {"domain_prefix", 's', Effect::kPlanned, "", ""},
    {"use_domain", 'i', Effect::kPlanned, "0", ""},
    {"user_column", 's', Effect::kPlanned, "username", "Column of the user."},
});

inline constexpr ModuleSpec kAliasDbModule{
    .name = "alias_db",
    .doc = "Aliases of users, in a database.",
    .built = false,
    .planned = kAliasDbPlanned,
    .parameters = kAliasDbParameters,
};

}  // namespace weir::routes
