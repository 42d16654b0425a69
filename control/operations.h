// What the commands of sipweirctl do.
#pragma once

#include "control/admin/server.h"
#include "control/bridge.h"
#include "control/log.h"
#include "control/reload.h"
#include "control/statistics.h"

namespace weir::control {

// Binds every command to the server. All others outlive it.
void bind_operations(admin::Server& server, Bridge& bridge, Reload& reload,
                     const Statistics& statistics, const Log& log);

// jemalloc's counters, in bytes; an empty object where jemalloc is not the allocator.
admin::Json allocator_memory();

}  // namespace weir::control
