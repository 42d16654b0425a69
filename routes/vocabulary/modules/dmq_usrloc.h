// Module dmq_usrloc: what it is, its parameters, events, commands and figures, and its functions
// that are planned.
#pragma once

#include "routes/vocabulary/module_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kDmqUsrlocParameters = std::to_array<ParameterRow>({
    {"batch_msg_contacts", 'i', Effect::kPlanned, "1", ""},
    {"batch_msg_size", 'i', Effect::kPlanned, "60000", ""},
    {"batch_size", 'i', Effect::kPlanned, "0", ""},
    {"batch_usleep", 'i', Effect::kPlanned, "0", ""},
    {"enable", 'i', Effect::kPlanned, "0", ""},
    {"replicate_socket_info", 'i', Effect::kPlanned, "0", ""},
    {"sync", 'i', Effect::kPlanned, "1", ""},
    {"usrloc_delete", 'i', Effect::kPlanned, "1", ""},
    {"usrloc_domain", 's', Effect::kPlanned, "location", ""},
});

inline constexpr ModuleSpec kDmqUsrlocModule{
    .name = "dmq_usrloc",
    .doc = "Replicates registrations to the other nodes.",
    .built = false,
    .parameters = kDmqUsrlocParameters,
};

}  // namespace weir::routes
