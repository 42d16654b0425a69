// sipweir: assembly. What starts, in which order, stands in kSteps; it ends in reverse.

#include "control/bridge_doc.h"
#include "control/bridge_replay.h"
#include "control/command_line.h"
#include "control/completion.h"
#include "control/configuration.h"
#include "control/daemon.h"
#include "control/edge.h"
#include "control/parse_command.h"
#include "control/script_commands.h"
#include "routes/print.h"
#include "sip/version.h"

#include <fmt/format.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include <unistd.h>

namespace {

using weir::control::Action;
using weir::control::CommandLine;
using weir::control::Edge;

struct Step {
  const char* name;
  std::string (Edge::*start)();  // an error that says what to do, or nothing
  void (Edge::*stop)();          // null: nothing to undo
};

constexpr auto kSteps = std::to_array<Step>({
    {"limits", &Edge::raise_limits, nullptr},
    {"configuration", &Edge::read_configuration, nullptr},
    {"sockets", &Edge::choose_sockets, nullptr},
    {"user and group", &Edge::find_identity, nullptr},
    // From here on in the background, unless -D or -DD; the terminal's process waits.
    {"background", &Edge::go_to_background, nullptr},
    {"log", &Edge::open_log, nullptr},
    {"pid file", &Edge::write_pid_files, &Edge::remove_pid_files},
    {"signals", &Edge::take_signals, nullptr},
    {"control socket", &Edge::open_control_socket, &Edge::close_control_socket},
    {"keys", &Edge::load_keys, nullptr},
    {"DPDK environment", &Edge::start_eal, &Edge::close_ports},
    {"ports", &Edge::open_ports, nullptr},
    {"privileges", &Edge::drop_privileges, nullptr},
    {"lcores", &Edge::launch_lcores, nullptr},
    {"ready", &Edge::report_ready, nullptr},
});

int serve(const CommandLine& line) {
  weir::control::block_signals();
  const auto edge = std::make_unique<Edge>(line);
  std::size_t started = 0;
  int status = 0;
  for (; started < kSteps.size(); ++started) {
    const Step& step = kSteps[started];
    const std::string problem = ((*edge).*step.start)();
    if (problem.empty()) continue;
    edge->report_failure(step.name, problem);
    status = 1;
    break;
  }
  if (status == 0) edge->run();
  while (started > 0) {
    const Step& step = kSteps[--started];
    if (step.stop != nullptr) ((*edge).*step.stop)();
  }
  return status;
}

int print_config(const CommandLine& line) {
  weir::control::Configuration configuration;
  weir::control::read_script(line, configuration);
  std::fputs(configuration.report().c_str(), stderr);
  if (configuration.diagnostics.has_errors()) return 1;
  std::fputs(weir::routes::print_script(configuration.script).c_str(), stdout);
  return 0;
}

int print_internals() {
  fmt::print(
      "{}\n"
      "  default configuration: /etc/sipweir/sipweir.cfg\n"
      "  compiler: {} {}\n"
      "  sanitizers or another allocator than jemalloc: {}\n"
      "  DPDK: 22.11, kernel sockets and ethdev ports\n",
      weir::sip::product_version(),
#ifdef __clang__
      "clang", __clang_version__,
#else
      "gcc", __VERSION__,
#endif
#ifdef WEIR_JEMALLOC
      "no"
#else
      "yes"
#endif
  );
  return 0;
}

int act(const CommandLine& line) {
  switch (line.action) {
    case Action::kRun:
      return serve(line);
    case Action::kHelp:
      std::fputs(weir::control::help_text().c_str(), stdout);
      return 0;
    case Action::kVersion:
      fmt::print("version: {}\n", weir::sip::product_version());
      return 0;
    case Action::kInternals:
      return print_internals();
    case Action::kPrintConfig:
      return print_config(line);
    case Action::kParse:
      return weir::control::parse_command(line.message);
    case Action::kExplain:
      return weir::control::explain_command(line);
    case Action::kReport:
      return weir::control::report_command(line);
    case Action::kReplay:
      return weir::control::replay_command(line);
    case Action::kDoc:
      return weir::control::doc_command(line.words);
    case Action::kCompletion:
      std::fputs(weir::control::completion_script("sipweir", line.words[0]).c_str(), stdout);
      return 0;
    case Action::kCheck:
      break;
  }
  if (!weir::control::check_configuration(line)) return 1;
  std::fputs("config file ok, exiting...\n", stdout);
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  weir::control::open_standard_streams();
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  std::string error;
  const CommandLine line = weir::control::parse_command_line(arguments, error);
  if (!error.empty()) {
    fmt::print(stderr, "sipweir: {}\n", error);
    return line.action == Action::kParse ? 2 : 1;
  }
  const int status = act(line);
  std::fflush(stdout);
  // --atexit=no: the callbacks of libraries are not run.
  if (!line.atexit) _exit(status);
  return status;
}
