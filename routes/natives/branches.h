// The branches of a request as replies name them.
#pragma once

#include "routes/vm.h"

#include <string_view>

namespace weir::routes {

// "<uri>;q=0.5, uri, ..." of the branches; empty when there is none.
std::string_view branch_contacts(Execution& e) noexcept;

// "Contact: <uri>, ...\r\n" of a 3xx: the R-URI where the script has changed it, and the branches;
// empty when there is nowhere to go.
std::string_view redirect_contact(Execution& e) noexcept;

}  // namespace weir::routes
