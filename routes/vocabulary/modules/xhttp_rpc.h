// Module xhttp_rpc: what it is, its parameters, events, commands and figures, and its functions
// that are planned.
#pragma once

#include "routes/vocabulary/module_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kXhttpRpcParameters = std::to_array<ParameterRow>({
    {"xhttp_rpc_buf_size", 'i', Effect::kPlanned, "0", ""},
    {"xhttp_rpc_root", 's', Effect::kPlanned, "rpc", ""},
});

inline constexpr ModuleSpec kXhttpRpcModule{
    .name = "xhttp_rpc",
    .doc = "",
    .built = false,
    .parameters = kXhttpRpcParameters,
};

}  // namespace weir::routes
