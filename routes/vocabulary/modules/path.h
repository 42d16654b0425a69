// Module path: what it is, its parameters, events, commands and figures, and its functions that are
// planned.
#pragma once

#include "routes/vocabulary/module_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kPathParameters = std::to_array<ParameterRow>({
    {"enable_r2", 'i', Effect::kWorks, "0", "1: two Path headers where the socket changes."},
    {"received_format", 'i', Effect::kWorks, "0",
     "How the received parameter is written: 0 a URI, 1 with tildes."},
    {"received_name", 's', Effect::kWorks, "received", "Name of the received parameter."},
    {"sockname_mode", 'i', Effect::kWorks, "0", "1: name the socket in a parameter."},
    {"use_received", 'i', Effect::kWorks, "0",
     "1: the received parameter of a Route sets the destination."},
});

inline constexpr ModuleSpec kPathModule{
    .name = "path",
    .doc = "Path headers of REGISTER (RFC 3327).",
    .built = true,
    .parameters = kPathParameters,
};

}  // namespace weir::routes
