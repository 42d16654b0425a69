// The table definitions of modparam("htable", "htable", ...).
#pragma once

#include "routes/settings.h"

#include <string>
#include <string_view>

namespace weir::routes {

// Reads NAME=>attribute=value;...; False with `error` when it is not one. Attributes of the
// database and of replication are read over.
bool parse_table(std::string_view text, TableSetting& table, std::string& error);

// Reads NAME=i:NUMBER or NAME=s:TEXT. False when it is none.
bool parse_preset(std::string_view text, SharedSetting& setting);

}  // namespace weir::routes
