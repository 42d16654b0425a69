// Module sst: what it is, its parameters, events, commands and figures, and its functions that are
// planned.
#pragma once

#include "routes/vocabulary/module_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kSstPlanned = std::to_array<FunctionSpec>({
    {"sstCheckMin", "sst", "i", Plane::kControl, kInRequest | kInReply,
     "True when the session timer is too short; answers 422 when asked to."},
});

inline constexpr auto kSstParameters = std::to_array<ParameterRow>({
    {"enable_stats", 'i', Effect::kPlanned, "1", ""},
    {"min_se", 'i', Effect::kPlanned, "90", ""},
    {"reject_to_small", 'i', Effect::kPlanned, "1", ""},
    {"sst_flag", 'i', Effect::kPlanned, "-1", ""},
    {"timeout_avp", 's', Effect::kPlanned, "", ""},
});

inline constexpr ModuleSpec kSstModule{
    .name = "sst",
    .doc = "Session timers (RFC 4028).",
    .built = false,
    .planned = kSstPlanned,
    .parameters = kSstParameters,
};

}  // namespace weir::routes
