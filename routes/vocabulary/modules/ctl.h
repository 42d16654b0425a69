// Module ctl: what it is, its parameters, events, commands and figures, and its functions that are
// planned.
#pragma once

#include "routes/vocabulary/module_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kCtlParameters = std::to_array<ParameterRow>({
    {"autoconversion", 'i', Effect::kPlanned, "0", ""},
    {"binrpc", 's', Effect::kPlanned, "", ""},
    {"binrpc_buffer_size", 'i', Effect::kPlanned, "1024", ""},
    {"binrpc_max_body_size", 'i', Effect::kPlanned, "32", ""},
    {"binrpc_struct_max_body_size", 'i', Effect::kPlanned, "8", ""},
    {"fifo", 's', Effect::kPlanned, "", ""},
    {"group", 's', Effect::kPlanned, "", ""},
    {"mode", 'i', Effect::kPlanned, "384", ""},
    {"user", 's', Effect::kPlanned, "", ""},
});

inline constexpr ModuleSpec kCtlModule{
    .name = "ctl",
    .doc = "RPC over sockets and pipes.",
    .built = false,
    .parameters = kCtlParameters,
};

}  // namespace weir::routes
