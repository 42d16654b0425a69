// Module seas: what it is, its parameters, events, commands and figures, and its functions that are
// planned.
#pragma once

#include "routes/vocabulary/module_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kSeasParameters = std::to_array<ParameterRow>({
    {"clusters", 's', Effect::kPlanned, "", ""},
    {"jain_ping", 's', Effect::kPlanned, "", ""},
    {"listen_sockets", 's', Effect::kPlanned, "", ""},
    {"servlet_ping", 's', Effect::kPlanned, "", ""},
    {"stats_socket", 's', Effect::kPlanned, "", ""},
});

inline constexpr ModuleSpec kSeasModule{
    .name = "seas",
    .doc = "",
    .built = false,
    .parameters = kSeasParameters,
};

}  // namespace weir::routes
