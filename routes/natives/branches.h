// The branches of a request as replies name them.
#pragma once

#include "routes/vm.h"

#include <string_view>

namespace weir::routes {

// "Contact: <uri>, ...\r\n" of a 3xx: the R-URI where the script has changed it, and the branches;
// empty when there is nowhere to go.
std::string_view redirect_contact(Execution& e) noexcept;

}  // namespace weir::routes
