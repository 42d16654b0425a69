// Reload and rollback: another script takes the place of the one that runs, between two packets.
#pragma once

#include "control/bridge.h"
#include "control/changes.h"
#include "control/command_line.h"
#include "control/configuration.h"
#include "control/log.h"

#include <string>
#include <vector>

namespace weir::control {

// What became of a reload or rollback. With an `error` (diagnostics as of `-c`, ending in what to
// do) everything is as it was.
struct Reloaded {
  std::string error;
  std::string file;      // of the script that runs now
  std::string warnings;  // of the script, as of `-c`
  std::vector<Change> changes;
};

// Reads the configuration again as the process was started: with the command line's defines,
// parameters and sockets. All of it is for the control thread, so two reloads never meet.
class Reload {
 public:
  // `line` as it was given, before the script's parameters were applied to it.
  Reload(const CommandLine& line, Bridge& bridge, Log& log);

  // At the start: `configuration` is what will run.
  void begin(const Configuration& configuration);

  // Reads `file`, or with an empty one the command line's, and publishes it. Refused: scripts with
  // errors, and those that need other sockets or devices. The next reload without a file reads
  // the command line's again, as a restart does.
  Reloaded reload(const std::string& file);

  // Back to what ran before the last reload; once more, and the newer runs again.
  Reloaded rollback();

 private:
  // A script that was published.
  struct Version {
    std::string file;
    Outline outline;
    LogSettings log;
  };

  std::string try_reload(const std::string& file, Reloaded& result);
  LogSettings log_settings(const routes::Settings& settings, std::string& warnings) const;
  void report(std::string_view what, const Reloaded& result);
  void write_lines(Level level, std::string_view text);

  CommandLine line_;
  Bridge& bridge_;
  Log& log_;
  Version current_;
  Version previous_;
};

}  // namespace weir::control
