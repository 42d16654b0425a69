// The command of sipweirctl that shows the dispatcher's destinations and sets their states.
#pragma once

#include "control/admin/server.h"
#include "control/bridge.h"

namespace weir::control {

void bind_dispatcher(admin::Server& server, Bridge& bridge);

}  // namespace weir::control
