// The other end of the control socket, for sipweirctl.
#pragma once

#include "control/admin/protocol.h"

#include <string>

namespace weir::control::admin {

// Asks the daemon at `path`; blocks, at most `timeout_ms` without progress. False with an `error`
// that says what to do.
bool call(const std::string& path, const Request& request, int timeout_ms, Json& result,
          std::string& error);

}  // namespace weir::control::admin
