// Module uid_avp_db: what it is, its parameters, events, commands and figures, and its functions
// that are planned.
#pragma once

#include "routes/vocabulary/module_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kUidAvpDbParameters = std::to_array<ParameterRow>({
    {"attr_group", 's', Effect::kPlanned, "", ""},
    {"auto_unlock_extra_attrs", 'i', Effect::kPlanned, "0", ""},
    {"db_url", 's', Effect::kPlanned, "", "Database of the module."},
    {"did_column", 's', Effect::kPlanned, "did", "Column of the did."},
    {"flags_column", 's', Effect::kPlanned, "flags", "Column of the flags."},
    {"name_column", 's', Effect::kPlanned, "name", "Column of the name."},
    {"scheme_column", 's', Effect::kPlanned, "scheme", "Column of the scheme."},
    {"type_column", 's', Effect::kPlanned, "type", "Column of the type."},
    {"uid_column", 's', Effect::kPlanned, "uid", "Column of the uid."},
    {"uri_attrs_table", 's', Effect::kPlanned, "uid_uri_attrs", ""},
    {"user_attrs_table", 's', Effect::kPlanned, "uid_user_attrs", ""},
    {"username_column", 's', Effect::kPlanned, "username", "Column of the username."},
    {"value_column", 's', Effect::kPlanned, "value", "Column of the value."},
});

inline constexpr ModuleSpec kUidAvpDbModule{
    .name = "uid_avp_db",
    .doc = "",
    .built = false,
    .parameters = kUidAvpDbParameters,
};

}  // namespace weir::routes
