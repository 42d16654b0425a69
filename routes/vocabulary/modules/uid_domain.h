// Module uid_domain: what it is, its parameters, events, commands and figures, and its functions
// that are planned.
#pragma once

#include "routes/vocabulary/module_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kUidDomainParameters = std::to_array<ParameterRow>({
    {"db_mode", 'i', Effect::kPlanned, "1", ""},
    {"db_url", 's', Effect::kPlanned, "", "Database of the module."},
    {"did_col", 's', Effect::kPlanned, "did", "Column of the did."},
    {"domain_col", 's', Effect::kPlanned, "domain", "Column of the domain."},
    {"domain_table", 's', Effect::kPlanned, "uid_domain", ""},
    {"domattr_did", 's', Effect::kPlanned, "did", ""},
    {"domattr_flags", 's', Effect::kPlanned, "flags", ""},
    {"domattr_name", 's', Effect::kPlanned, "name", ""},
    {"domattr_table", 's', Effect::kPlanned, "uid_domain_attrs", ""},
    {"domattr_type", 's', Effect::kPlanned, "type", ""},
    {"domattr_value", 's', Effect::kPlanned, "value", ""},
    {"flags_col", 's', Effect::kPlanned, "flags", "Column of the flags."},
    {"load_domain_attrs", 'i', Effect::kPlanned, "0", ""},
});

inline constexpr ModuleSpec kUidDomainModule{
    .name = "uid_domain",
    .doc = "",
    .built = false,
    .parameters = kUidDomainParameters,
};

}  // namespace weir::routes
