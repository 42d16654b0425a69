// Module domain: what it is, its parameters, events, commands and figures, and its functions that
// are planned.
#pragma once

#include "routes/vocabulary/module_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kDomainPlanned = std::to_array<FunctionSpec>({
    {"is_domain_local", "domain", "s", Plane::kControl, kInRequest | kInFailure | kInBranch,
     "True when a host is one of ours."},
    {"is_from_local", "domain", "", Plane::kControl, kInRequest | kInFailure | kInBranch,
     "True when the host of the From is one of ours."},
    {"is_uri_host_local", "domain", "", Plane::kControl, kInRequest | kInFailure | kInBranch,
     "True when the host of the request URI is one of ours."},
    {"lookup_domain", "domain", "sS", Plane::kControl, kInRequest | kInFailure | kInBranch,
     "Loads the attributes of a domain into AVPs."},
});

inline constexpr auto kDomainParameters = std::to_array<ParameterRow>({
    {"db_url", 's', Effect::kPlanned, "", "Database of the module."},
    {"did_col", 's', Effect::kPlanned, "did", "Column of the did."},
    {"domain_attrs_table", 's', Effect::kPlanned, "domain_attrs", ""},
    {"domain_col", 's', Effect::kPlanned, "domain", "Column of the domain."},
    {"domain_table", 's', Effect::kPlanned, "domain", ""},
    {"name_col", 's', Effect::kPlanned, "name", "Column of the name."},
    {"register_myself", 'i', Effect::kPlanned, "0", ""},
    {"type_col", 's', Effect::kPlanned, "type", "Column of the type."},
    {"value_col", 's', Effect::kPlanned, "value", "Column of the value."},
});

inline constexpr ModuleSpec kDomainModule{
    .name = "domain",
    .doc = "Which domains are ours.",
    .built = false,
    .planned = kDomainPlanned,
    .parameters = kDomainParameters,
};

}  // namespace weir::routes
