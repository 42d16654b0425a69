// path: what its Record-Route callback does in loose_route().
#pragma once

#include "routes/vm.h"
#include "sip/params.h"

namespace weir::routes {

// With use_received=1 the parameter `received` of our own Route says where the request goes ($du).
void follow_received(Execution& e, const sip::Params& own_route) noexcept;

}  // namespace weir::routes
