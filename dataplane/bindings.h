// What the data plane lends to the VM.
#pragma once

#include "routes/host.h"

namespace weir::dataplane {

// Every member is set; host_self is the lcore's Worker.
extern const routes::Host kHost;

}  // namespace weir::dataplane
