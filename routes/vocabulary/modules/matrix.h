// Module matrix: what it is, its parameters, events, commands and figures, and its functions that
// are planned.
#pragma once

#include "routes/vocabulary/module_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kMatrixParameters = std::to_array<ParameterRow>({
    {"db_url", 's', Effect::kPlanned, "", "Database of the module."},
    {"matrix_first_col", 's', Effect::kPlanned, "first", "Column of the matrix first."},
    {"matrix_res_col", 's', Effect::kPlanned, "res", "Column of the matrix res."},
    {"matrix_second_col", 's', Effect::kPlanned, "second", "Column of the matrix second."},
    {"matrix_table", 's', Effect::kPlanned, "matrix", ""},
});

inline constexpr ModuleSpec kMatrixModule{
    .name = "matrix",
    .doc = "",
    .built = false,
    .parameters = kMatrixParameters,
};

}  // namespace weir::routes
