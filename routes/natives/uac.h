// uac: what its Record-Route callback does in loose_route().
#pragma once

#include "routes/vm.h"

namespace weir::routes {

// With restore_mode "auto" From and To of a request of the dialog get the names that its receiver
// knows.
void restore_parties(Execution& e) noexcept;

}  // namespace weir::routes
