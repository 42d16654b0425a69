// Results as a person reads them.
#pragma once

#include "control/admin/protocol.h"

#include <string>

namespace weir::control::admin {

// A flat object becomes "name  value" lines; a list of flat objects a table with a heading, numbers
// to the right; an object's nested members follow it under their names. Numbers get thousands
// separators.
std::string render(const Json& result);

}  // namespace weir::control::admin
