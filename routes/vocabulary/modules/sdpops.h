// Module sdpops: what it is, its parameters, events, commands and figures, and its functions that
// are planned.
#pragma once

#include "routes/vocabulary/module_spec.h"

#include <array>

namespace weir::routes {

inline constexpr ModuleSpec kSdpopsModule{
    .name = "sdpops",
    .doc = "Looks into session descriptions, and takes streams, codecs and lines out.",
    .built = true,
};

}  // namespace weir::routes
