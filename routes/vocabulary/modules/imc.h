// Module imc: what it is, its parameters, events, commands and figures, and its functions that are
// planned.
#pragma once

#include "routes/vocabulary/module_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kImcParameters = std::to_array<ParameterRow>({
    {"check_on_create", 'i', Effect::kPlanned, "0", ""},
    {"create_on_join", 'i', Effect::kPlanned, "1", ""},
    {"db_url", 's', Effect::kPlanned, "", "Database of the module."},
    {"extra_hdrs", 's', Effect::kPlanned, "", ""},
    {"hash_size", 'i', Effect::kPlanned, "4", ""},
    {"imc_cmd_start_char", 's', Effect::kPlanned, "#", ""},
    {"members_table", 's', Effect::kPlanned, "imc_members", ""},
    {"outbound_proxy", 's', Effect::kPlanned, "", ""},
    {"rooms_table", 's', Effect::kPlanned, "imc_rooms", ""},
});

inline constexpr ModuleSpec kImcModule{
    .name = "imc",
    .doc = "",
    .built = false,
    .parameters = kImcParameters,
};

}  // namespace weir::routes
