// Where a URI leads.
#pragma once

#include "routes/host.h"
#include "routes/vm.h"

#include <string_view>

namespace weir::routes {

// The address, port and transport of a URI without DNS; host names by the host's snapshot. False
// with e.error set: kBadUri or kBadAddress.
bool next_hop(Execution& e, std::string_view uri, Target& target) noexcept;

}  // namespace weir::routes
