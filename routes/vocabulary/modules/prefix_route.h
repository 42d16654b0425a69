// Module prefix_route: what it is, its parameters, events, commands and figures, and its functions
// that are planned.
#pragma once

#include "routes/vocabulary/module_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kPrefixRouteParameters = std::to_array<ParameterRow>({
    {"db_table", 's', Effect::kPlanned, "prefix_route", "Name of the table."},
    {"db_url", 's', Effect::kPlanned, "", "Database of the module."},
    {"exit", 'i', Effect::kPlanned, "1", ""},
});

inline constexpr ModuleSpec kPrefixRouteModule{
    .name = "prefix_route",
    .doc = "",
    .built = false,
    .parameters = kPrefixRouteParameters,
};

}  // namespace weir::routes
