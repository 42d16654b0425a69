// What the data plane lends to the VM.
#pragma once

#include "dataplane/drops.h"
#include "routes/host.h"
#include "routes/vm.h"

namespace weir::dataplane {

// Every member is set; host_self is the lcore's Worker.
extern const routes::Host kHost;

// The script's word for what kept a forward from leaving. What the kernel or the device says later,
// when the burst is sent, comes too late for a script.
routes::ScriptError script_error(DropReason failure, const routes::Target& target) noexcept;

}  // namespace weir::dataplane
