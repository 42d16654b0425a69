// Module avpops: what it is, its parameters, events, commands and figures, and its functions that
// are planned.
#pragma once

#include "routes/vocabulary/module_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kAvpopsPlanned = std::to_array<FunctionSpec>({
    {"avp_db_delete", "avpops", "cc", Plane::kAny, kInRequest | kInReply | kInFailure | kInBranch,
     "Deletes attributes from a table."},
    {"avp_db_load", "avpops", "cc", Plane::kAny, kInRequest | kInReply | kInFailure | kInBranch,
     "Loads attributes from a table into AVPs."},
    {"avp_db_query", "avpops", "cC", Plane::kAny, kInRequest | kInReply | kInFailure | kInBranch,
     "Runs a query and puts its first row into AVPs."},
    {"avp_db_store", "avpops", "cc", Plane::kAny, kInRequest | kInReply | kInFailure | kInBranch,
     "Writes AVPs into a table."},
});

inline constexpr auto kAvpopsParameters = std::to_array<ParameterRow>({
    {"attribute_column", 's', Effect::kVoid, "attribute", "Column of the attribute's name."},
    {"avp_table", 's', Effect::kVoid, "", "Table of the attributes."},
    {"db_scheme", 's', Effect::kVoid, "",
     "Defines a scheme: which column of which table goes into which AVP."},
    {"db_url", 's', Effect::kPlanned, "", "Database of the attributes."},
    {"domain_column", 's', Effect::kVoid, "domain", "Column of the domain."},
    {"type_column", 's', Effect::kVoid, "type", "Column of the type."},
    {"use_domain", 'i', Effect::kVoid, "0", "1: the domain is part of the key."},
    {"username_column", 's', Effect::kVoid, "username", "Column of the user."},
    {"uuid_column", 's', Effect::kVoid, "uuid", "Column of the identifier."},
    {"value_column", 's', Effect::kVoid, "value", "Column of the value."},
});

inline constexpr ModuleSpec kAvpopsModule{
    .name = "avpops",
    .doc = "Works on AVPs: copies, compares, calculates, loads and stores them.",
    .built = true,
    .planned = kAvpopsPlanned,
    .parameters = kAvpopsParameters,
};

}  // namespace weir::routes
