#include "control/log.h"

#include <fmt/format.h>
#include <poll.h>
#include <sys/socket.h>
#include <syslog.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cerrno>
#include <climits>

namespace weir::control {
namespace {

int syslog_priority(Level level) noexcept {
  switch (level) {
    case Level::kAlert:
      return LOG_ALERT;
    case Level::kBug:
    case Level::kCritical:
      return LOG_CRIT;
    case Level::kError:
      return LOG_ERR;
    case Level::kWarning:
      return LOG_WARNING;
    case Level::kNotice:
      return LOG_NOTICE;
    case Level::kInfo:
      return LOG_INFO;
    case Level::kDebug:
      return LOG_DEBUG;
  }
  return LOG_DEBUG;
}

std::string_view level_color(Level level) noexcept {
  if (level <= Level::kError) return "\x1b[31m";
  if (level == Level::kWarning) return "\x1b[33m";
  if (level == Level::kDebug) return "\x1b[2m";
  return "";
}

struct Facility {
  std::string_view name;
  int number;
};

constexpr auto kFacilities = std::to_array<Facility>({
    {"AUTH", LOG_AUTH},     {"AUTHPRIV", LOG_AUTHPRIV}, {"CRON", LOG_CRON},
    {"DAEMON", LOG_DAEMON}, {"FTP", LOG_FTP},           {"KERN", LOG_KERN},
    {"LOCAL0", LOG_LOCAL0}, {"LOCAL1", LOG_LOCAL1},     {"LOCAL2", LOG_LOCAL2},
    {"LOCAL3", LOG_LOCAL3}, {"LOCAL4", LOG_LOCAL4},     {"LOCAL5", LOG_LOCAL5},
    {"LOCAL6", LOG_LOCAL6}, {"LOCAL7", LOG_LOCAL7},     {"LPR", LOG_LPR},
    {"MAIL", LOG_MAIL},     {"NEWS", LOG_NEWS},         {"SYSLOG", LOG_SYSLOG},
    {"USER", LOG_USER},     {"UUCP", LOG_UUCP},
});

// Writes what the descriptor takes at once. A pipe, socket or terminal that nobody reads any more
// must not hold the control thread up: what it has no room for is lost (false).
bool write_now(int fd, std::string_view text) noexcept {
  while (!text.empty()) {
    pollfd ready{fd, POLLOUT, 0};
    if (poll(&ready, 1, 0) != 1 || (ready.revents & POLLOUT) == 0) return false;
    // A pipe that is ready takes this much without waiting (pipe(7)).
    const std::size_t size = std::min<std::size_t>(text.size(), PIPE_BUF);
    ssize_t put = send(fd, text.data(), size, MSG_DONTWAIT | MSG_NOSIGNAL);
    if (put < 0 && errno == ENOTSOCK) put = ::write(fd, text.data(), size);
    if (put <= 0) return false;
    text.remove_prefix(static_cast<std::size_t>(put));
  }
  return true;
}

}  // namespace

std::string_view level_name(Level level) noexcept {
  switch (level) {
    case Level::kAlert:
      return "ALERT";
    case Level::kBug:
      return "BUG";
    case Level::kCritical:
      return "CRITICAL";
    case Level::kError:
      return "ERROR";
    case Level::kWarning:
      return "WARNING";
    case Level::kNotice:
      return "NOTICE";
    case Level::kInfo:
      return "INFO";
    case Level::kDebug:
      return "DEBUG";
  }
  return "DEBUG";
}

std::optional<int> find_facility(std::string_view name) noexcept {
  std::string upper(name);
  for (char& c : upper) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  std::string_view word = upper;
  if (word.starts_with("LOG_")) word.remove_prefix(4);
  for (const Facility& facility : kFacilities) {
    if (facility.name == word) return facility.number;
  }
  return std::nullopt;
}

std::string format_line(Level level, unsigned process, long pid, std::string_view prefix,
                        std::string_view module, std::string_view text) {
  if (text.ends_with('\n')) text.remove_suffix(1);
  if (text.ends_with('\r')) text.remove_suffix(1);
  std::string line = fmt::format("{:2}({}) {}: {}", process, pid, level_name(level), prefix);
  if (!module.empty()) line += fmt::format("<{}>: ", module);
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '\n') {
      line += "\\n";
    } else if (c == '\r') {
      line += "\\r";
    } else if ((byte < 0x20 && c != '\t') || byte == 0x7f) {
      line += fmt::format("\\x{:02x}", byte);
    } else {
      line += c;
    }
  }
  return line;
}

Log::~Log() {
  if (syslog_open_) closelog();
}

void Log::configure(const LogSettings& settings) {
  settings_ = settings;
  tokens_ = settings.script_burst;
  if (syslog_open_) closelog();
  syslog_open_ = !settings_.to_stderr;
  // openlog() keeps the pointer: settings_ outlives it.
  if (syslog_open_) openlog(settings_.name.c_str(), LOG_PID | LOG_NDELAY, settings_.facility);
}

void Log::write(Level level, std::string_view text) {
  if (wants(level)) emit(level, 0, "core", text);
}

void Log::write_script(Level level, unsigned lcore, std::string_view text, Milliseconds now) {
  if (!admit(now)) {
    ++untold_;
    return;
  }
  emit(level, lcore, {}, text);  // xlog's own prefix, "<script>: ", stands in it
}

void Log::tell_suppressed() {
  if (untold_ == 0) return;
  const std::uint64_t lines = untold_;
  suppressed_ += lines;
  untold_ = 0;
  write(Level::kWarning, fmt::format("{} lines of the script suppressed: over {} a second", lines,
                                     settings_.script_rate));
}

bool Log::admit(Milliseconds now) noexcept {
  if (settings_.script_rate == 0) return true;
  const double burst = settings_.script_burst;
  if (refilled_.count() >= 0) {
    const auto passed = static_cast<double>((now - refilled_).count());
    tokens_ = std::min(burst, tokens_ + passed * settings_.script_rate / 1000.0);
  }
  refilled_ = now;
  if (tokens_ < 1) return false;
  tokens_ -= 1;
  return true;
}

void Log::emit(Level level, unsigned process, std::string_view module, std::string_view text) {
  std::string line = format_line(level, process, getpid(), settings_.prefix, module, text);
  if (syslog_open_) {
    syslog(syslog_priority(level), "%s", line.c_str());
    return;
  }
  const std::string_view color = settings_.color ? level_color(level) : "";
  if (!color.empty()) line = fmt::format("{}{}\x1b[0m", color, line);
  line += '\n';
  if (!write_now(STDERR_FILENO, line)) ++lost_;
}

}  // namespace weir::control
