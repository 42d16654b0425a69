// Module rtjson: what it is, its parameters, events, commands and figures, and its functions that
// are planned.
#pragma once

#include "routes/vocabulary/module_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kRtjsonParameters = std::to_array<ParameterRow>({
    {"xavp_cfg", 's', Effect::kPlanned, "rtjson", ""},
});

inline constexpr ModuleSpec kRtjsonModule{
    .name = "rtjson",
    .doc = "",
    .built = false,
    .parameters = kRtjsonParameters,
};

}  // namespace weir::routes
