// Module pdt: what it is, its parameters, events, commands and figures, and its functions that are
// planned.
#pragma once

#include "routes/vocabulary/module_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kPdtPlanned = std::to_array<FunctionSpec>({
    {"pd_translate", "pdt", "ss", Plane::kControl, kInRequest | kInFailure | kInBranch,
     "As prefix2domain, for a source domain."},
    {"prefix2domain", "pdt", "SS", Plane::kControl, kInRequest | kInFailure,
     "Replaces a dialled prefix by the domain that it belongs to."},
});

inline constexpr auto kPdtParameters = std::to_array<ParameterRow>({
    {"char_list", 's', Effect::kPlanned, "0123456789", ""},
    {"check_domain", 'i', Effect::kPlanned, "1", ""},
    {"db_table", 's', Effect::kPlanned, "pdt", "Name of the table."},
    {"db_url", 's', Effect::kPlanned, "", "Database of the module."},
    {"domain_column", 's', Effect::kPlanned, "domain", "Column of the domain."},
    {"fetch_rows", 'i', Effect::kPlanned, "1000", ""},
    {"prefix", 's', Effect::kPlanned, "", ""},
    {"prefix_column", 's', Effect::kPlanned, "prefix", "Column of the prefix."},
    {"sdomain_column", 's', Effect::kPlanned, "sdomain", "Column of the sdomain."},
});

inline constexpr ModuleSpec kPdtModule{
    .name = "pdt",
    .doc = "Replaces prefixes by domains.",
    .built = false,
    .planned = kPdtPlanned,
    .parameters = kPdtParameters,
};

}  // namespace weir::routes
