#include "control/edge.h"

#include "control/admin/socket_path.h"
#include "control/key_file.h"
#include "control/operations.h"
#include "sip/version.h"

#include <fmt/format.h>
#include <sys/epoll.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>

namespace weir::control {
namespace {

constexpr Milliseconds kSecond{1000};
constexpr Milliseconds kProbing{100};
// DPDK and libnl abort where they run out of descriptors; one socket and one lcore need 26.
constexpr unsigned long kLeastOpenFiles = 64;

std::string describe_planned(const routes::Diagnostics& told) {
  return fmt::format(
      " uses {} that {} planned, not built yet: it checks, and does not start before",
      told.planned() == 1 ? "something" : fmt::format("{} things", told.planned()),
      told.planned() == 1 ? "is" : "are");
}

}  // namespace

std::string Edge::raise_limits() { return raise_open_files(kLeastOpenFiles); }

std::string Edge::read_configuration() {
  if (!loop_.ready()) return "the kernel gives no epoll descriptor: raise the limit of open files";
  load_configuration(line_, *configuration_);
  std::fputs(configuration_->report().c_str(), stderr);
  if (!configuration_->image) {
    const routes::Diagnostics& told = configuration_->diagnostics;
    if (!told.has_errors()) return fmt::format("{}{}", line_.config, describe_planned(told));
    return fmt::format("{} has errors: mend them, `sipweir -c -f {}` checks again", line_.config,
                       line_.config);
  }
  reload_.begin(*configuration_);
  apply_globals(configuration_->image->settings(), line_);
  return bridge_.configure(*configuration_->image);
}

std::string Edge::choose_sockets() {
  std::string error;
  make_listens(configuration_->image->settings(), line_, sockets_, warnings_, error);
  return error;
}

std::string Edge::find_identity() {
  return control::find_identity(line_.user, line_.group, identity_);
}

std::string Edge::go_to_background() {
  if (line_.stay == Stay::kForeground) return {};
  return daemon_.detach();
}

std::string Edge::open_log() {
  log_.configure(make_log_settings(configuration_->image->settings(), line_, warnings_));
  for (const std::string& warning : warnings_) log_.write(Level::kWarning, warning);
  const std::string ignored = describe_void_options(line_);
  if (!ignored.empty()) log_.write(Level::kDebug, ignored);
  return {};
}

std::string Edge::write_pid_files() {
  std::string error;
  if (!line_.pid_file.empty()) error = pid_file_.write(line_.pid_file, getpid());
  if (error.empty() && !line_.pgid_file.empty()) {
    error = pgid_file_.write(line_.pgid_file, getpgrp());
  }
  return error;
}

void Edge::remove_pid_files() {
  pgid_file_.remove();
  pid_file_.remove();
}

std::string Edge::take_signals() {
  return signals_.open([this](int signal) { take_signal(signal); });
}

std::string Edge::open_control_socket() {
  const std::string path = admin::default_socket_path(line_.instance, line_.runtime_dir);
  const std::string directory = path.substr(0, path.find_last_of('/'));
  bool made = false;
  std::string error = admin::prepare_directory(directory, made);
  if (!error.empty()) return error;
  if (made && identity_.set && chown(directory.c_str(), identity_.user, identity_.group) != 0) {
    return fmt::format("cannot give {} to {}; make it beforehand", directory, line_.user);
  }
  server_.emplace(loop_);
  return server_->open(path, identity_.user, identity_.group);
}

void Edge::close_control_socket() {
  if (server_) server_->close();
}

std::string Edge::load_keys() {
  const routes::Settings& settings = configuration_->image->settings();
  std::string path(settings.text("guard", "key_file", ""));
  const bool named = !path.empty();
  if (!named) path = default_key_path(line_.instance);
  Keys keys;
  std::string error = control::load_keys(path, named, keys);
  if (!keys.warning.empty()) log_.write(Level::kWarning, keys.warning);
  settings_.keys = keys.ring;
  settings_.trust_path = settings.text("guard", "trust_file", default_trust_path(line_.instance));
  settings_.scan_path = settings.text("guard", "scan_file", default_scan_path(line_.instance));
  return error;
}

std::string Edge::start_eal() {
  settings_.eal = line_.eal;
  settings_.force_port = line_.force_port;
  settings_.receive_buffer = line_.receive_buffer.value_or(0);
  settings_.listens = sockets_;
  return bridge_.start_eal(settings_);
}

std::string Edge::open_ports() {
  auto image = std::make_unique<const routes::Image>(std::move(*configuration_->image));
  std::string error = bridge_.open(settings_, std::move(image));
  configuration_.reset();
  return error;
}

void Edge::close_ports() { bridge_.close(); }

std::string Edge::drop_privileges() {
  const bool away = line_.work_dir.empty() && line_.stay == Stay::kDaemon;
  std::string error = change_directories(line_.chroot, away ? "/" : line_.work_dir);
  return error.empty() ? become(identity_) : error;
}

std::string Edge::launch_lcores() {
  std::string error = bridge_.launch(loop_.timers());
  if (!error.empty()) return error;
  // Its only use is to end the wait: run() looks at the rings after every turn.
  loop_.watch(bridge_.event_fd(), EPOLLIN, [](std::uint32_t) {});
  statistics_.emplace(bridge_.cycles_per_second());
  bind_operations(*server_, bridge_, reload_, *statistics_, log_);
  loop_.timers().start_every(kSecond, [this] { each_second(); });
  loop_.timers().start_every(kProbing, [this] { bridge_.probe(); });
  return {};
}

std::string Edge::report_ready() {
  for (const std::string& socket : bridge_.sockets()) {
    log_.write(Level::kNotice, fmt::format("listening on {}", socket));
  }
  log_.write(Level::kNotice,
             fmt::format("{} runs, process {}; control socket {}; {} peers", sip::product_version(),
                         getpid(), server_->path(), bridge_.peers()));
  daemon_.report_ready(log_.settings().to_stderr);
  return {};
}

void Edge::run() {
  const auto work = [this] {
    bridge_.woken();
    bridge_.turn();
  };
  loop_.run_with(work, [this] { return bridge_.prepare_sleep(); });
}

void Edge::report_failure(const std::string& step, const std::string& problem) {
  std::fputs(fmt::format("sipweir: {}: {}\n", step, problem).c_str(), stderr);
  daemon_.report_failure();
}

void Edge::take_signal(int signal) {
  if (signal == SIGTERM || signal == SIGINT) {
    log_.write(Level::kNotice, fmt::format("signal {}: ending", signal));
    loop_.stop();
  } else if (signal == SIGHUP) {
    reload_.reload({});
  } else if (signal == SIGUSR1) {
    log_.write(Level::kNotice, Statistics::summary(bridge_.counts()));
  }
}

void Edge::each_second() {
  statistics_->sample(Loop::now(), bridge_.counts());
  log_.tell_suppressed();
  bridge_.each_second();
  bridge_.end_stale_capture();
  bridge_.end_stale_lists();
}

bool check_configuration(CommandLine line) {
  Configuration configuration;
  load_configuration(line, configuration);
  std::fputs(configuration.report().c_str(), stderr);
  const routes::Diagnostics& told = configuration.diagnostics;
  if (!told.has_errors() && told.planned() != 0) {
    std::fputs(fmt::format("{}{}\n", line.config, describe_planned(told)).c_str(), stdout);
    return true;
  }
  if (!configuration.image) return false;
  apply_globals(configuration.image->settings(), line);

  Log log;
  Bridge bridge(log);
  std::vector<ListenSocket> sockets;
  std::vector<std::string> warnings;
  Identity identity;
  std::string error = bridge.configure(*configuration.image);
  if (error.empty()) error = find_identity(line.user, line.group, identity);
  if (error.empty()) {
    make_listens(configuration.image->settings(), line, sockets, warnings, error);
  }
  make_log_settings(configuration.image->settings(), line, warnings);
  for (const std::string& warning : warnings) {
    std::fputs(fmt::format("warning: {}\n", warning).c_str(), stderr);
  }
  if (!error.empty()) {
    std::fputs(fmt::format("sipweir: {}\n", error).c_str(), stderr);
    return false;
  }
  std::string text = "Listening on\n";
  for (const ListenSocket& socket : sockets) text += fmt::format("    {}\n", to_text(socket));
  std::fputs(text.c_str(), stdout);
  return true;
}

}  // namespace weir::control
