// Module uid_uri_db: what it is, its parameters, events, commands and figures, and its functions
// that are planned.
#pragma once

#include "routes/vocabulary/module_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kUidUriDbParameters = std::to_array<ParameterRow>({
    {"db_url", 's', Effect::kPlanned, "", "Database of the module."},
    {"did_column", 's', Effect::kPlanned, "did", "Column of the did."},
    {"flags_column", 's', Effect::kPlanned, "flags", "Column of the flags."},
    {"scheme_column", 's', Effect::kPlanned, "scheme", "Column of the scheme."},
    {"uid_column", 's', Effect::kPlanned, "uid", "Column of the uid."},
    {"uri_table", 's', Effect::kPlanned, "uid_uri", ""},
    {"username_column", 's', Effect::kPlanned, "username", "Column of the username."},
});

inline constexpr ModuleSpec kUidUriDbModule{
    .name = "uid_uri_db",
    .doc = "",
    .built = false,
    .parameters = kUidUriDbParameters,
};

}  // namespace weir::routes
