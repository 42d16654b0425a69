// Module uid_gflags: what it is, its parameters, events, commands and figures, and its functions
// that are planned.
#pragma once

#include "routes/vocabulary/module_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kUidGflagsParameters = std::to_array<ParameterRow>({
    {"db_url", 's', Effect::kPlanned, "", "Database of the module."},
    {"global_attrs_flags", 's', Effect::kPlanned, "flags", ""},
    {"global_attrs_name", 's', Effect::kPlanned, "name", ""},
    {"global_attrs_table", 's', Effect::kPlanned, "uid_global_attrs", ""},
    {"global_attrs_type", 's', Effect::kPlanned, "type", ""},
    {"global_attrs_value", 's', Effect::kPlanned, "value", ""},
    {"initial", 'i', Effect::kPlanned, "0", ""},
    {"load_global_attrs", 'i', Effect::kPlanned, "0", ""},
});

inline constexpr ModuleSpec kUidGflagsModule{
    .name = "uid_gflags",
    .doc = "",
    .built = false,
    .parameters = kUidGflagsParameters,
};

}  // namespace weir::routes
