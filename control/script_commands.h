// `sipweir explain FILE` and `sipweir -c --report FILE`: what sipweir makes of a script.
#pragma once

#include "control/command_line.h"

#include <string>

namespace weir::control {

// The script annotated with where each line runs and what it costs, to stdout. The result is the
// exit status: 1 when the script cannot be parsed; the messages are on stderr.
int explain_command(const CommandLine& line);

// What becomes of each line here: text, or with --json one object. The result is the exit status: 0
// when all is supported, without effect or planned; 1 when something is unknown or wrong. What of a
// script with syntax errors is understood is reported, too.
int report_command(const CommandLine& line);

}  // namespace weir::control
