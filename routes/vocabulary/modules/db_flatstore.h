// Module db_flatstore: what it is, its parameters, events, commands and figures, and its functions
// that are planned.
#pragma once

#include "routes/vocabulary/module_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kDbFlatstoreParameters = std::to_array<ParameterRow>({
    {"encode_delimiter", 'i', Effect::kPlanned, "1", ""},
    {"escape_char", 's', Effect::kPlanned, "\\", ""},
    {"field_delimiter", 's', Effect::kPlanned, "|", ""},
    {"file_suffix", 's', Effect::kPlanned, ".log", ""},
    {"flush", 'i', Effect::kPlanned, "1", ""},
    {"record_delimiter", 's', Effect::kPlanned, "", ""},
});

inline constexpr ModuleSpec kDbFlatstoreModule{
    .name = "db_flatstore",
    .doc = "",
    .built = false,
    .parameters = kDbFlatstoreParameters,
};

}  // namespace weir::routes
