// Module db_text: what it is, its parameters, events, commands and figures, and its functions that
// are planned.
#pragma once

#include "routes/vocabulary/module_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kDbTextParameters = std::to_array<ParameterRow>({
    {"db_delim", 's', Effect::kPlanned, ":", "Character between the columns."},
    {"db_mode", 'i', Effect::kPlanned, "0", ""},
    {"default_connection", 's', Effect::kPlanned, "", ""},
    {"emptystring", 'i', Effect::kPlanned, "0", ""},
    {"file_buffer_size", 'i', Effect::kPlanned, "16384", "Bytes of a line read at once."},
    {"max_result_rows", 'i', Effect::kPlanned, "100000", ""},
});

inline constexpr ModuleSpec kDbTextModule{
    .name = "db_text",
    .doc = "Tables in files: those that dialplan and mtree read.",
    .built = true,
    .parameters = kDbTextParameters,
};

}  // namespace weir::routes
