// `capture` as the daemon serves it: start, read and stop. sipweirctl writes the file.
//
//   start [address=ADDRESS[/LENGTH]] [verdict=NAME] [reason=NAME]   -> {"capture": ID}
//   read ID    -> {"packets": [{..., "bytes": HEX}], "lost": N}: what came since the last read
//   stop ID
#pragma once

#include "control/admin/server.h"
#include "control/bridge.h"

namespace weir::control {

void bind_capture(admin::Server& server, Bridge& bridge);

}  // namespace weir::control
