// Module async: what it is, its parameters, events, commands and figures, and its functions that
// are planned.
#pragma once

#include "routes/vocabulary/module_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kAsyncPlanned = std::to_array<FunctionSpec>({
    {"async_ms_route", "async", "cs", Plane::kControl, kInRequest | kInFailure,
     "As async_route, in milliseconds."},
    {"async_ms_sleep", "async", "s", Plane::kControl, kInRequest | kInFailure,
     "As async_sleep, in milliseconds."},
    {"async_route", "async", "cs", Plane::kControl, kInRequest | kInFailure,
     "Goes on with a route after so many seconds, and frees the worker meanwhile."},
    {"async_sleep", "async", "s", Plane::kControl, kInRequest | kInFailure,
     "Sleeps for seconds without holding a worker, then goes on behind the call."},
    {"async_task_data", "async", "cs", Plane::kControl, kAnywhere,
     "Runs a route in the asynchronous workers, with a text and no message."},
    {"async_task_group_data", "async", "css", Plane::kControl, kAnywhere,
     "As async_task_data, in a named group of workers."},
    {"async_task_group_route", "async", "cs", Plane::kControl, kInRequest | kInFailure,
     "Runs a route in a named group of asynchronous workers."},
    {"async_task_route", "async", "c", Plane::kControl, kInRequest | kInFailure,
     "Runs a route in the asynchronous workers."},
});

inline constexpr auto kAsyncParameters = std::to_array<ParameterRow>({
    {"ms_timer", 'i', Effect::kPlanned, "0", ""},
    {"return", 'i', Effect::kPlanned, "0", ""},
    {"workers", 'i', Effect::kPlanned, "1", ""},
});

inline constexpr ModuleSpec kAsyncModule{
    .name = "async",
    .doc = "Goes on with a message later, in another process.",
    .built = false,
    .planned = kAsyncPlanned,
    .parameters = kAsyncParameters,
};

}  // namespace weir::routes
