// The vocabulary of module cfgutils.
#pragma once

#include "routes/vocabulary/function_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kCfgutilsFunctions = std::to_array<FunctionSpec>({
    {"check_route_exists", "cfgutils", "s", Plane::kAny, kAnywhere,
     "True when the route is defined."},
    {"route_if_exists", "cfgutils", "s", Plane::kAny, kAnywhere,
     "Runs a route, if there is one of that name."},
    {"set_gflag", "cfgutils", "i", Plane::kAny, kAnywhere, "Sets a flag that all messages share."},
    {"reset_gflag", "cfgutils", "i", Plane::kAny, kAnywhere,
     "Clears a flag that all messages share."},
    {"is_gflag", "cfgutils", "i", Plane::kAny, kAnywhere,
     "True when a flag that all messages share is set."},
    {"rand_set_prob", "cfgutils", "i", Plane::kAny, kAnywhere,
     "Sets the probability of rand_event, in percent."},
    {"rand_reset_prob", "cfgutils", "", Plane::kAny, kAnywhere,
     "Sets the probability of rand_event to initial_probability."},
    {"rand_get_prob", "cfgutils", "", Plane::kAny, kAnywhere,
     "Returns the probability of rand_event."},
    {"rand_event", "cfgutils", "", Plane::kAny, kAnywhere, "True by chance."},
    {"core_hash", "cfgutils", "ssi", Plane::kAny, kAnywhere,
     "Returns a hash of two texts, of that many bits."},
    {"lock", "cfgutils", "sC", Plane::kAny, kAnywhere,
     "Keeps other messages that lock the same text out until it is unlocked, or this one ends."},
    {"trylock", "cfgutils", "sC", Plane::kAny, kAnywhere,
     "As lock, and false at once where another message is in."},
    {"unlock", "cfgutils", "sC", Plane::kAny, kAnywhere, "Lets the others in again."},
    {"pkg_status", "cfgutils", "", Plane::kAny, kAnywhere,
     "Accepted and void: there is no such memory."},
    {"pkg_summary", "cfgutils", "", Plane::kAny, kAnywhere,
     "Accepted and void: there is no such memory."},
    {"shm_status", "cfgutils", "", Plane::kAny, kAnywhere,
     "Accepted and void: there is no such memory."},
    {"shm_summary", "cfgutils", "", Plane::kAny, kAnywhere,
     "Accepted and void: there is no such memory."},
});

}  // namespace weir::routes
