// The running process: everything that main's list of steps starts and stops.
#pragma once

#include "control/admin/server.h"
#include "control/bridge.h"
#include "control/command_line.h"
#include "control/configuration.h"
#include "control/daemon.h"
#include "control/log.h"
#include "control/loop.h"
#include "control/reload.h"
#include "control/settings.h"
#include "control/signals.h"
#include "control/statistics.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace weir::control {

// Each start method is one step of main's list: it returns an error that says what to do, or
// nothing. The stop methods undo them, in reverse, of those that were started.
class Edge {
 public:
  explicit Edge(const CommandLine& line)
      : line_(line), signals_(loop_), bridge_(log_), reload_(line, bridge_, log_) {}

  std::string raise_limits();
  std::string read_configuration();
  std::string choose_sockets();
  std::string find_identity();
  std::string go_to_background();
  std::string open_log();
  std::string write_pid_files();
  void remove_pid_files();
  std::string take_signals();
  std::string open_control_socket();
  void close_control_socket();
  std::string load_keys();
  std::string start_eal();
  std::string open_ports();
  void close_ports();
  std::string drop_privileges();
  std::string launch_lcores();
  std::string report_ready();

  // Serves until a signal ends it.
  void run();

  // The step called `step` failed. Tells the terminal and whoever waits for the daemon.
  void report_failure(const std::string& step, const std::string& problem);

 private:
  void take_signal(int signal);
  void each_second();

  CommandLine line_;
  std::unique_ptr<Configuration> configuration_ = std::make_unique<Configuration>();
  std::vector<std::string> warnings_;  // of the steps before the log is open
  std::vector<ListenSocket> sockets_;
  BridgeSettings settings_;
  Identity identity_;
  Daemon daemon_;
  Log log_;
  NumberFile pid_file_;
  NumberFile pgid_file_;
  Loop loop_;
  Signals signals_;
  std::optional<admin::Server> server_;
  Bridge bridge_;
  Reload reload_;
  std::optional<Statistics> statistics_;
};

// `-c`: everything of a start that binds and changes nothing. Prints what it finds; true when a
// start with the same arguments would read the same configuration without an error.
bool check_configuration(CommandLine line);

}  // namespace weir::control
