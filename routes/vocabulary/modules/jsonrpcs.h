// Module jsonrpcs: what it is, its parameters, events, commands and figures, and its functions that
// are planned.
#pragma once

#include "routes/vocabulary/module_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kJsonrpcsPlanned = std::to_array<FunctionSpec>({
    {"jsonrpc_dispatch", "jsonrpcs", "", Plane::kControl, kInRequest,
     "Runs the JSON-RPC command that an HTTP request brings, and answers it."},
    {"jsonrpc_exec", "jsonrpcs", "s", Plane::kControl, kAnywhere,
     "Runs a JSON-RPC command; $jsonrpl holds the answer."},
});

inline constexpr auto kJsonrpcsParameters = std::to_array<ParameterRow>({
    {"dgram_group", '*', Effect::kPlanned, "", ""},
    {"dgram_mode", 'i', Effect::kPlanned, "432", ""},
    {"dgram_socket", 's', Effect::kPlanned, "kamailio_rpc.sock", ""},
    {"dgram_timeout", 'i', Effect::kPlanned, "2000", ""},
    {"dgram_user", '*', Effect::kPlanned, "", ""},
    {"dgram_workers", 'i', Effect::kPlanned, "1", ""},
    {"fifo_group", '*', Effect::kPlanned, "", ""},
    {"fifo_mode", 'i', Effect::kPlanned, "432", ""},
    {"fifo_name", 's', Effect::kPlanned, "kamailio_rpc.fifo", ""},
    {"fifo_reply_dir", 's', Effect::kPlanned, "/tmp/", ""},
    {"fifo_user", '*', Effect::kPlanned, "", ""},
    {"pretty_format", 'i', Effect::kPlanned, "1", ""},
    {"tcp_socket", 's', Effect::kPlanned, "", ""},
    {"transport", 'i', Effect::kPlanned, "6", ""},
});

inline constexpr ModuleSpec kJsonrpcsModule{
    .name = "jsonrpcs",
    .doc = "RPC commands as JSON, over HTTP, a pipe or a socket.",
    .built = false,
    .planned = kJsonrpcsPlanned,
    .parameters = kJsonrpcsParameters,
};

}  // namespace weir::routes
