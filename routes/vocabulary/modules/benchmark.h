// Module benchmark: what it is, its parameters, events, commands and figures, and its functions
// that are planned.
#pragma once

#include "routes/vocabulary/module_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kBenchmarkPlanned = std::to_array<FunctionSpec>({
    {"bm_log_timer", "benchmark", "c", Plane::kControl,
     kInRequest | kInReply | kInFailure | kInBranch,
     "Stops a named stop watch and writes what it shows."},
    {"bm_start_timer", "benchmark", "c", Plane::kControl,
     kInRequest | kInReply | kInFailure | kInBranch, "Starts a named stop watch."},
});

inline constexpr auto kBenchmarkParameters = std::to_array<ParameterRow>({
    {"enable", 'i', Effect::kPlanned, "0", ""},
    {"granularity", 'i', Effect::kPlanned, "1", ""},
    {"loglevel", 'i', Effect::kPlanned, "2", ""},
    {"register", 's', Effect::kPlanned, "", ""},
});

inline constexpr ModuleSpec kBenchmarkModule{
    .name = "benchmark",
    .doc = "Stop watches for scripts.",
    .built = false,
    .planned = kBenchmarkPlanned,
    .parameters = kBenchmarkParameters,
};

}  // namespace weir::routes
