// Module pike: what it is, its parameters, events, commands and figures, and its functions that are
// planned.
#pragma once

#include "routes/vocabulary/module_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kPikeParameters = std::to_array<ParameterRow>({
    {"pike_log_level", 'i', Effect::kVoid, "0", "Log level of the line about a blocked source."},
    {"remove_latency", 'i', Effect::kWorks, "120",
     "Seconds until a source that is silent is forgotten."},
    {"reqs_density_per_unit", 'i', Effect::kWorks, "30",
     "Requests in that time that are too many."},
    {"sampling_time_unit", 'i', Effect::kWorks, "2", "Seconds that are counted at once."},
});

inline constexpr auto kPikeCommands = std::to_array<NameRow>({
    {"pike.top", Effect::kPlanned, "Shows the busiest sources."},
    {"pike.list", Effect::kPlanned, "Lists the sources."},
});

inline constexpr auto kPikeFigures = std::to_array<NameRow>({
    {"pike:blocked_ips", Effect::kPlanned, "Sources that are blocked."},
});

inline constexpr ModuleSpec kPikeModule{
    .name = "pike",
    .doc = "Counts requests by source, and tells when there are too many.",
    .built = true,
    .parameters = kPikeParameters,
    .commands = kPikeCommands,
    .figures = kPikeFigures,
};

}  // namespace weir::routes
