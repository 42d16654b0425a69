// `sipweir replay`: what the guard and the script would do with the packets of a capture.
#pragma once

#include "control/command_line.h"

namespace weir::control {

// Prints verdicts, bans, and what sources of --good would lose. Returns the exit status: 0, 1 when
// one of those loses a packet, 2 when the capture or the configuration cannot be judged.
int replay_command(const CommandLine& line);

}  // namespace weir::control
