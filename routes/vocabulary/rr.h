// The vocabulary of module rr.
#pragma once

#include "routes/vocabulary/function_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kRrFunctions = std::to_array<FunctionSpec>({
    {"record_route", "rr", "S", Plane::kAny, kInRequest | kInFailure | kInBranch,
     "Puts us into the dialog by a Record-Route."},
    {"record_route_preset", "rr", "sS", Plane::kAny, kInRequest | kInFailure | kInBranch,
     "As record_route, with that address."},
    {"loose_route", "rr", "", Plane::kAny, kInRequest,
     "Follows the Route headers; true when they drive the request."},
    {"loose_route_preloaded", "rr", "", Plane::kAny, kInRequest,
     "Follows preloaded Route headers alone."},
    {"loose_route_mode", "rr", "i", Plane::kAny, kInRequest,
     "As loose_route; 1: without the recovery of strict routers."},
    {"add_rr_param", "rr", "s", Plane::kAny, kInRequest | kInFailure | kInBranch,
     "Adds parameters to our Record-Route."},
    {"check_route_param", "rr", "x", Plane::kAny, kInRequest,
     "True when the parameters of our Route match."},
    {"is_direction", "rr", "c", Plane::kAny, kInRequest,
     "True for downstream or upstream, by ftag."},
    {"remove_record_route", "rr", "", Plane::kAny, kInRequest | kInFailure | kInReply,
     "Takes record_route back."},
    {"record_route_advertised_address", "rr", "s", Plane::kAny, kInRequest | kInFailure | kInBranch,
     "As record_route, with that host."},
    {"rr_next_hop_route", "rr", "", Plane::kAny, kAnywhere,
     "True when loose_route has found another hop to send to."},
});

}  // namespace weir::routes
