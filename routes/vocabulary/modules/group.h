// Module group: what it is, its parameters, events, commands and figures, and its functions that
// are planned.
#pragma once

#include "routes/vocabulary/module_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kGroupPlanned = std::to_array<FunctionSpec>({
    {"get_user_group", "group", "cv", Plane::kControl, kInRequest | kInFailure | kInBranch,
     "Writes the number of a user's group into a variable."},
    {"is_user_in", "group", "cc", Plane::kControl, kInRequest | kInFailure | kInBranch,
     "True when a user is a member of a group."},
});

inline constexpr auto kGroupParameters = std::to_array<ParameterRow>({
    {"db_url", 's', Effect::kPlanned, "", "Database of the module."},
    {"domain_column", 's', Effect::kPlanned, "domain", "Column of the domain."},
    {"group_column", 's', Effect::kPlanned, "grp", "Column of the group."},
    {"multiple_gid", 'i', Effect::kPlanned, "1", ""},
    {"re_exp_column", 's', Effect::kPlanned, "reg_exp", "Column of the re exp."},
    {"re_gid_column", 's', Effect::kPlanned, "group_id", "Column of the re gid."},
    {"re_table", 's', Effect::kPlanned, "", ""},
    {"table", 's', Effect::kPlanned, "grp", "Name of the table."},
    {"use_domain", 'i', Effect::kPlanned, "0", ""},
    {"user_column", 's', Effect::kPlanned, "username", "Column of the user."},
});

inline constexpr ModuleSpec kGroupModule{
    .name = "group",
    .doc = "Groups of users.",
    .built = false,
    .planned = kGroupPlanned,
    .parameters = kGroupParameters,
};

}  // namespace weir::routes
