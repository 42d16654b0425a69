// Module sdpops: what it is, its parameters, events, commands and figures, and its functions that
// are planned.
#pragma once

#include "routes/vocabulary/module_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kSdpopsPlanned = std::to_array<FunctionSpec>({
    {"sdp_iterator_append", "sdpops", "ss", Plane::kAny, kAnywhere,
     "Adds a text behind the line where the walk stands."},
    {"sdp_iterator_end", "sdpops", "s", Plane::kAny, kAnywhere, "Ends a named walk."},
    {"sdp_iterator_insert", "sdpops", "ss", Plane::kAny, kAnywhere,
     "Adds a text before the line where the walk stands."},
    {"sdp_iterator_next", "sdpops", "s", Plane::kAny, kAnywhere,
     "Goes to the next line; false at the end."},
    {"sdp_iterator_rm", "sdpops", "s", Plane::kAny, kAnywhere,
     "Removes the line where the walk stands."},
    {"sdp_iterator_start", "sdpops", "s", Plane::kAny, kAnywhere,
     "Starts a named walk over the lines."},
});

inline constexpr ModuleSpec kSdpopsModule{
    .name = "sdpops",
    .doc = "Looks into session descriptions, and takes streams, codecs and lines out.",
    .built = true,
    .planned = kSdpopsPlanned,
};

}  // namespace weir::routes
