// The commands of sipweirctl that look at the guard or tell it something.
#pragma once

#include "control/admin/server.h"
#include "control/bridge.h"
#include "control/statistics.h"

namespace weir::control {

// Binds guard, why, lists, signatures, drops, sources, ban and unban.
void bind_guard_operations(admin::Server& server, Bridge& bridge, const Statistics& statistics);

}  // namespace weir::control
