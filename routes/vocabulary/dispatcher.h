// The vocabulary of module dispatcher.
#pragma once

#include "routes/vocabulary/function_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kDispatcherFunctions = std::to_array<FunctionSpec>({
    {"ds_is_active", "dispatcher", "sS", Plane::kAny, kAnywhere,
     "True when a set, or the destination of it with that URI, is active."},
    {"ds_is_from_list", "dispatcher", "SSS", Plane::kAny, kAnywhere,
     "True when the source, or a URI, is a destination of a set (-1: of any); mode bits: 1 any "
     "port, 2 any transport, 4 active ones alone; 2 without a mode."},
    {"ds_list_exist", "dispatcher", "s", Plane::kAny, kAnywhere, "Another name of ds_list_exists."},
    {"ds_list_exists", "dispatcher", "s", Plane::kAny, kAnywhere,
     "True when a set has destinations."},
    {"ds_next_domain", "dispatcher", "", Plane::kAny, kInRequest | kInFailure,
     "Puts the next destination that was chosen into the request URI."},
    {"ds_next_dst", "dispatcher", "", Plane::kAny, kInRequest | kInFailure,
     "Sends the request to the next destination that was chosen."},
    {"ds_select", "dispatcher", "ssS", Plane::kAny, kAnywhere,
     "Chooses destinations of a set, at most a limit of them, and writes them into an xavp alone."},
    {"ds_select_domain", "dispatcher", "ssS", Plane::kAny, kInRequest | kInFailure,
     "Chooses a destination of a set and puts it into the request URI."},
    {"ds_select_dst", "dispatcher", "ssS", Plane::kAny, kInRequest | kInFailure,
     "Chooses a destination of a set and sends the request there. Algorithms: hash of 0 Call-ID, 1 "
     "From, 2 To, 3 request URI, 5 user of the credentials, 7 hash_pvar; 4 and 6 equal shares, 8 "
     "the first one, 9 and 11 by weights."},
    {"ds_set_domain", "dispatcher", "", Plane::kAny, kInRequest | kInFailure,
     "Puts the chosen destination into the request URI again."},
    {"ds_set_dst", "dispatcher", "", Plane::kAny, kInRequest | kInFailure,
     "Sends the request to the chosen destination again."},
});

}  // namespace weir::routes
