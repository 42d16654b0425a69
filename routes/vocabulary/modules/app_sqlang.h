// Module app_sqlang: what it is, its parameters, events, commands and figures, and its functions
// that are planned.
#pragma once

#include "routes/vocabulary/module_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kAppSqlangParameters = std::to_array<ParameterRow>({
    {"load", 's', Effect::kPlanned, "", ""},
});

inline constexpr ModuleSpec kAppSqlangModule{
    .name = "app_sqlang",
    .doc = "",
    .built = false,
    .parameters = kAppSqlangParameters,
};

}  // namespace weir::routes
