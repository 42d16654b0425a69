// Module sqlops: what it is, its parameters, events, commands and figures, and its functions that
// are planned.
#pragma once

#include "routes/vocabulary/module_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kSqlopsPlanned = std::to_array<FunctionSpec>({
    {"sql_pvquery", "sqlops", "csc", Plane::kControl, kAnywhere,
     "Runs a query and puts its first row into variables."},
    {"sql_query", "sqlops", "csC", Plane::kControl, kAnywhere, "Runs a query and keeps its rows."},
    {"sql_query_async", "sqlops", "cs", Plane::kControl, kAnywhere,
     "Runs a query and waits for nothing."},
    {"sql_result_free", "sqlops", "c", Plane::kControl, kAnywhere, "Frees the rows of a query."},
    {"sql_xquery", "sqlops", "csc", Plane::kControl, kAnywhere,
     "Runs a query and puts its rows into an xavp."},
});

inline constexpr auto kSqlopsParameters = std::to_array<ParameterRow>({
    {"connect_mode", 'i', Effect::kPlanned, "0", ""},
    {"results_maxsize", 'i', Effect::kPlanned, "32", ""},
    {"sqlcon", 's', Effect::kPlanned, "", ""},
    {"sqlres", 's', Effect::kPlanned, "", ""},
    {"tr_buf_size", 'i', Effect::kPlanned, "2048", ""},
});

inline constexpr ModuleSpec kSqlopsModule{
    .name = "sqlops",
    .doc = "Queries of a database.",
    .built = false,
    .planned = kSqlopsPlanned,
    .parameters = kSqlopsParameters,
};

}  // namespace weir::routes
