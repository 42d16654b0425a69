// Module dpdk: what it is, its parameters, events, commands and figures, and its functions that are
// planned.
#pragma once

#include "routes/vocabulary/module_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kDpdkParameters = std::to_array<ParameterRow>({
    {"lcores", '*', Effect::kWorks, "1", "How many lcores serve the sockets, 1 to 127."},
    {"port", 's', Effect::kWorks, "",
     "A port: device, interface, twin, addresses, gateways. See docs/ports.md."},
});

inline constexpr ModuleSpec kDpdkModule{
    .name = "dpdk",
    .doc = "Lcores and DPDK ports. It has no functions; its parameters are sipweir's own.",
    .built = true,
    .parameters = kDpdkParameters,
};

}  // namespace weir::routes
