#include "control/reload.h"

#include "control/settings.h"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace weir::control {
namespace {

// A daemon leaves the directory that a relative name counts from.
std::string absolute(const std::string& path) {
  std::error_code error;
  const std::filesystem::path whole = std::filesystem::absolute(path, error);
  return error || path.empty() ? path : whole.lexically_normal().string();
}

// Why a file cannot be read; empty when it can.
std::string unreadable(const std::string& path) {
  struct stat status {};
  const int fd = open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (fd < 0) return fmt::format("cannot read {}: {}", path, std::strerror(errno));
  const bool directory = fstat(fd, &status) == 0 && S_ISDIR(status.st_mode);
  close(fd);
  return directory ? fmt::format("cannot read {}: it is a directory", path) : std::string();
}

// Names the sockets and devices that only a start can open or close; empty without any.
std::string other_sockets(const std::vector<Change>& changes) {
  std::string text;
  for (const Change& change : changes) {
    if (change.effect != Effect::kSockets) continue;
    text += fmt::format("  {} {}\n", change_text(change.kind), change.what);
  }
  if (text.empty()) return {};
  return "the script needs other sockets than this process has; they change with a restart "
         "only:\n" +
         text;
}

}  // namespace

Reload::Reload(const CommandLine& line, Bridge& bridge, Log& log)
    : line_(line), bridge_(bridge), log_(log) {
  if (line_.config != "-") line_.config = absolute(line_.config);
}

void Reload::begin(const Configuration& configuration) {
  std::string warnings;  // the start has told them
  const routes::Settings& settings = configuration.image->settings();
  current_ = {line_.config, Outline(configuration.script, settings),
              log_settings(settings, warnings)};
}

// Where the log goes was decided at the start; what it shows may change.
LogSettings Reload::log_settings(const routes::Settings& settings, std::string& warnings) const {
  CommandLine line = line_;
  apply_globals(settings, line);
  std::vector<std::string> lines;
  LogSettings log = make_log_settings(settings, line, lines);
  for (const std::string& warning : lines) warnings += fmt::format("warning: {}\n", warning);
  return log;
}

std::string Reload::try_reload(const std::string& file, Reloaded& result) {
  CommandLine line = line_;
  if (!file.empty()) line.config = absolute(file);
  result.file = line.config;
  if (line.config == "-") return "the script came from stdin: name a file, as in reload FILE";
  std::string problem = unreadable(line.config);
  if (!problem.empty()) return problem;
  Configuration configuration;
  load_configuration(line, configuration, bridge_.newest_image());
  if (!configuration.image) return configuration.report();
  result.warnings = configuration.report();

  const routes::Settings& settings = configuration.image->settings();
  Version next{line.config, Outline(configuration.script, settings),
               log_settings(settings, result.warnings)};
  next.log.to_stderr = log_.settings().to_stderr;
  next.log.color = log_.settings().color;
  result.changes = compare(current_.outline, next.outline);
  problem = other_sockets(result.changes);
  if (!problem.empty()) return problem;
  problem = bridge_.replace(std::make_unique<const routes::Image>(*std::move(configuration.image)));
  if (!problem.empty()) return problem;
  previous_ = std::exchange(current_, std::move(next));
  log_.configure(current_.log);
  return {};
}

Reloaded Reload::reload(const std::string& file) {
  Reloaded result;
  result.error = try_reload(file, result);
  report("reload", result);
  return result;
}

Reloaded Reload::rollback() {
  Reloaded result;
  result.error = bridge_.rollback();
  if (result.error.empty()) {
    result.changes = compare(current_.outline, previous_.outline);
    std::swap(current_, previous_);
    log_.configure(current_.log);
  }
  result.file = current_.file;
  report("rollback", result);
  return result;
}

void Reload::report(std::string_view what, const Reloaded& result) {
  if (!result.error.empty()) {
    log_.write(Level::kError, fmt::format("{} of {}: nothing was changed:", what, result.file));
    return write_lines(Level::kError, result.error);
  }
  write_lines(Level::kWarning, result.warnings);
  for (const Change& change : result.changes) {
    log_.write(Level::kNotice, fmt::format("{}: {} {}: {}", what, change_text(change.kind),
                                           change.what, effect_text(change.effect)));
  }
  log_.write(Level::kNotice,
             fmt::format("{}: {} runs as generation {}", what, result.file, bridge_.generation()));
}

void Reload::write_lines(Level level, std::string_view text) {
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    if (end != 0) log_.write(level, text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
}

}  // namespace weir::control
