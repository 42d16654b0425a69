// The log: Kamailio's levels and line shape, to stderr or syslog, with a limit on script lines.
#pragma once

#include "control/timers.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace weir::control {

// Kamailio's levels. A line is written when its level is at most the debug level.
enum class Level : int {
  kAlert = -5,
  kBug = -4,
  kCritical = -2,
  kError = -1,
  kWarning = 0,
  kNotice = 1,
  kInfo = 2,
  kDebug = 3,
};

std::string_view level_name(Level level) noexcept;

// syslog's number of "LOG_LOCAL0", "local0", "daemon" ...; empty when there is none of that name.
std::optional<int> find_facility(std::string_view name) noexcept;

struct LogSettings {
  int debug = 2;  // Kamailio's default
  bool to_stderr = true;
  bool color = false;
  int facility = 3 << 3;  // LOG_DAEMON
  std::string name = "sipweir";
  std::string prefix;
  unsigned script_rate = 1000;   // script lines a second; 0: no limit
  unsigned script_burst = 2000;  // script lines at once
};

// One process-wide log on the control thread. Lcores never call it: their lines come by rings.
class Log {
 public:
  Log() = default;
  ~Log();
  Log(const Log&) = delete;
  Log& operator=(const Log&) = delete;

  void configure(const LogSettings& settings);
  const LogSettings& settings() const noexcept { return settings_; }

  bool wants(Level level) const noexcept { return static_cast<int>(level) <= settings_.debug; }
  void set_debug(int debug) noexcept { settings_.debug = debug; }

  // A line of sipweir itself.
  void write(Level level, std::string_view text);

  // A line that a script wrote on `lcore` at `now`; the lcore has asked for its level, which
  // setdebug() may have raised there. Over the rate it is counted, and the count is
  // written with the next line let through or by tell_suppressed().
  void write_script(Level level, unsigned lcore, std::string_view text, Milliseconds now);

  // Says how many script lines were suppressed since it was said last. Call once a second.
  void tell_suppressed();

  // Lines that a full ring swallowed before they came here; told like the suppressed ones.
  void add_suppressed(std::uint64_t lines) noexcept { untold_ += lines; }

  // Those, and lines that stderr had no room for: nobody read it.
  std::uint64_t suppressed() const noexcept { return suppressed_ + untold_ + lost_; }

 private:
  void emit(Level level, unsigned process, std::string_view module, std::string_view text);
  bool admit(Milliseconds now) noexcept;

  LogSettings settings_;
  bool syslog_open_ = false;
  double tokens_ = 0;
  Milliseconds refilled_{-1};
  std::uint64_t untold_ = 0;      // suppressed, not told yet
  std::uint64_t suppressed_ = 0;  // told
  std::uint64_t lost_ = 0;        // by a full or closed stderr
};

// One line of the log without its end: " 0(PID) LEVEL: prefix<module>: text". What came from the
// network cannot forge a line: control characters come out as \n, \r or \xHH; one end of line at
// the end of `text`, as scripts write it, is dropped.
std::string format_line(Level level, unsigned process, long pid, std::string_view prefix,
                        std::string_view module, std::string_view text);

}  // namespace weir::control
