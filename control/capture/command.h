// `sipweirctl capture`: asks a running sipweir for packets and writes them down.
#pragma once

#include <span>
#include <string>

namespace weir::control::capture {

// Runs until a limit is reached or SIGINT or SIGTERM comes; `arguments` stand behind "capture".
// Returns the exit status: 0, 1 for what the daemon or the disk refuses, 2 for wrong arguments.
int run_capture(const std::string& socket, std::span<const std::string> arguments);

}  // namespace weir::control::capture
