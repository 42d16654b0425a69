// What the process does, from the script's global parameters and the command line over them.
#pragma once

#include "control/command_line.h"
#include "control/listen.h"
#include "control/log.h"
#include "routes/settings.h"

#include <string>
#include <vector>

namespace weir::control {

// What the script says for options that the command line leaves open: user, group, chroot, workdir,
// rundir, fork, log_color, maxbuffer.
void apply_globals(const routes::Settings& settings, CommandLine& line);

// debug, log_stderror, log_facility, log_name, log_prefix, and -d, -E, -e.
// Wrong values are left at their defaults, each with a line in `warnings`.
LogSettings make_log_settings(const routes::Settings& settings, const CommandLine& line,
                              std::vector<std::string>& warnings);

// The sockets to bind: those of the script and of -l together; without any, every address of this
// machine, as Kamailio has it. TCP and TLS are planned: a socket that names them is an error,
// unless TCP is off (-T, disable_tcp), when it is passed over with a line in `warnings`.
bool make_listens(const routes::Settings& settings, const CommandLine& line,
                  std::vector<ListenSocket>& sockets, std::vector<std::string>& warnings,
                  std::string& error);

// One line: what the void options of the command line would have done; empty without any.
std::string describe_void_options(const CommandLine& line);

}  // namespace weir::control
