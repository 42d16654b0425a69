// Module pv_headers: what it is, its parameters, events, commands and figures, and its functions
// that are planned.
#pragma once

#include "routes/vocabulary/module_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kPvHeadersParameters = std::to_array<ParameterRow>({
    {"auto_msg", 'i', Effect::kPlanned, "1", ""},
    {"header_apply_flag", 'i', Effect::kPlanned, "28", ""},
    {"header_collect_flag", 'i', Effect::kPlanned, "27", ""},
    {"header_value_size", 'i', Effect::kPlanned, "1024", ""},
    {"skip_headers", 's', Effect::kPlanned,
     "Record-Route,Via,Route,Content-Length,Max-Forwards,CSeq", ""},
    {"split_headers", 's', Effect::kPlanned, "", ""},
    {"xavi_name", 's', Effect::kPlanned, "headers", ""},
});

inline constexpr ModuleSpec kPvHeadersModule{
    .name = "pv_headers",
    .doc = "",
    .built = false,
    .parameters = kPvHeadersParameters,
};

}  // namespace weir::routes
