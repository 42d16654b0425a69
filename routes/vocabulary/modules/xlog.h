// Module xlog: what it is, its parameters, events, commands and figures, and its functions that are
// planned.
#pragma once

#include "routes/vocabulary/module_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kXlogParameters = std::to_array<ParameterRow>({
    {"auto_newline", 'i', Effect::kVoid, "0", "1: end each line; every line is ended here."},
    {"buf_size", 'i', Effect::kVoid, "4096", "The longest line."},
    {"force_color", 'i', Effect::kVoid, "0", "1: colours also without a terminal."},
    {"log_colors", 's', Effect::kVoid, "", "Colours of a level."},
    {"log_facility", 's', Effect::kWorks, "", "Facility of syslog for these lines."},
    {"long_format", 'i', Effect::kVoid, "0", "1: names of files in full."},
    {"methods_filter", 'i', Effect::kWorks, "-1",
     "Methods, as bits of $rmid, for which xlogm writes nothing."},
    {"prefix", 's', Effect::kWorks, "<script>:", "What stands before each line."},
    {"prefix_mode", 'i', Effect::kWorks, "0", "1: the prefix may hold pseudo-variables."},
});

inline constexpr ModuleSpec kXlogModule{
    .name = "xlog",
    .doc = "Writes lines with pseudo-variables to the log.",
    .built = true,
    .parameters = kXlogParameters,
};

}  // namespace weir::routes
