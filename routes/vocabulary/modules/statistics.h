// Module statistics: what it is, its parameters, events, commands and figures, and its functions
// that are planned.
#pragma once

#include "routes/vocabulary/module_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kStatisticsParameters = std::to_array<ParameterRow>({
    {"variable", 's', Effect::kWorks, "", "Defines a statistic."},
});

inline constexpr ModuleSpec kStatisticsModule{
    .name = "statistics",
    .doc = "Statistics of the script.",
    .built = true,
    .parameters = kStatisticsParameters,
};

}  // namespace weir::routes
