// From the command line to a compiled script: reading, checking, printing.
#pragma once

#include "control/command_line.h"
#include "routes/ast.h"
#include "routes/diagnostic.h"
#include "routes/image.h"
#include "routes/source.h"

#include <optional>
#include <string>

namespace weir::control {

struct Configuration {
  routes::Sources sources;
  routes::Script script;
  routes::Diagnostics diagnostics;
  std::optional<routes::Image> image;  // empty when there was an error, when something is
                                       // planned, or on read_script() alone

  // All errors and warnings with their lines; empty when there are none.
  std::string report() const;
};

// Reads the script that the command line names, with its defines and substitutions, and adds what
// the command line sets (--loadmodule, --modparam, --alias, --debug, --server-id).
void read_script(const CommandLine& line, Configuration& configuration);

// read_script(), then compiles, over the slots of an `older` image if there is one.
// `configuration.image` says whether it worked.
void load_configuration(const CommandLine& line, Configuration& configuration,
                        const routes::Image* older = nullptr);

}  // namespace weir::control
