// The vocabulary of the modules statistics and counters: numbers that a script counts.
#pragma once

#include "routes/vocabulary/function_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kStatisticsFunctions = std::to_array<FunctionSpec>({
    {"reset_stat", "statistics", "s", Plane::kAny, kInRequest | kInReply | kInFailure | kInBranch,
     "Sets a statistic to 0."},
    {"update_stat", "statistics", "si", Plane::kAny, kAnywhere,
     "Adds a number, which may be negative, to a statistic."},
});

inline constexpr auto kCountersFunctions = std::to_array<FunctionSpec>({
    {"cnt_add", "counters", "ci", Plane::kAny, kInRequest | kInReply | kInFailure | kInOnsend,
     "Adds a number to a counter, NAME or GROUP.NAME."},
    {"cnt_inc", "counters", "c", Plane::kAny, kInRequest | kInReply | kInFailure | kInOnsend,
     "Adds one to a counter."},
    {"cnt_reset", "counters", "c", Plane::kAny, kInRequest | kInReply | kInFailure | kInOnsend,
     "Sets a counter to 0."},
});

}  // namespace weir::routes
