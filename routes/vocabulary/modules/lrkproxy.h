// Module lrkproxy: what it is, its parameters, events, commands and figures, and its functions that
// are planned.
#pragma once

#include "routes/vocabulary/module_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kLrkproxyParameters = std::to_array<ParameterRow>({
    {"custom_sdp_ip_avp", 's', Effect::kPlanned, "", ""},
    {"gt", 'i', Effect::kPlanned, "0", ""},
    {"hash_table_size", 'i', Effect::kPlanned, "0", ""},
    {"hash_table_tout", 'i', Effect::kPlanned, "3600", ""},
    {"lrkp_alg", 'i', Effect::kPlanned, "0", ""},
    {"lrkproxy_disable_tout", 'i', Effect::kPlanned, "60", ""},
    {"lrkproxy_retr", 'i', Effect::kPlanned, "5", ""},
    {"lrkproxy_sock", 's', Effect::kPlanned, "", ""},
    {"lrkproxy_tout", 'i', Effect::kPlanned, "1", ""},
});

inline constexpr ModuleSpec kLrkproxyModule{
    .name = "lrkproxy",
    .doc = "",
    .built = false,
    .parameters = kLrkproxyParameters,
};

}  // namespace weir::routes
