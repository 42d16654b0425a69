// Module domainpolicy: what it is, its parameters, events, commands and figures, and its functions
// that are planned.
#pragma once

#include "routes/vocabulary/module_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kDomainpolicyParameters = std::to_array<ParameterRow>({
    {"db_url", 's', Effect::kPlanned, "", "Database of the module."},
    {"domain_prefix_avp", 's', Effect::kPlanned, "domainprefix", ""},
    {"domain_replacement_avp", 's', Effect::kPlanned, "domainreplacement", ""},
    {"domain_suffix_avp", 's', Effect::kPlanned, "domainsuffix", ""},
    {"dp_col_att", 's', Effect::kPlanned, "att", ""},
    {"dp_col_rule", 's', Effect::kPlanned, "rule", ""},
    {"dp_col_type", 's', Effect::kPlanned, "type", ""},
    {"dp_col_val", 's', Effect::kPlanned, "val", ""},
    {"dp_table", 's', Effect::kPlanned, "domainpolicy", ""},
    {"port_override_avp", 's', Effect::kPlanned, "portoverride", ""},
    {"send_socket_avp", 's', Effect::kPlanned, "sendsocket", ""},
    {"transport_override_avp", 's', Effect::kPlanned, "transportoverride", ""},
});

inline constexpr ModuleSpec kDomainpolicyModule{
    .name = "domainpolicy",
    .doc = "",
    .built = false,
    .parameters = kDomainpolicyParameters,
};

}  // namespace weir::routes
