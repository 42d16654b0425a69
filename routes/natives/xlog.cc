// xlog: lines for the log.
#include "routes/natives/functions.h"
#include "routes/operators.h"
#include "sip/token.h"

#include <syslog.h>

namespace weir::routes::natives {
namespace {

struct Word {
  std::string_view name;
  int number;
};

constexpr Word kLevels[] = {{"L_ALERT", -5}, {"L_BUG", -4}, {"L_CRIT2", -3},
                            {"L_CRIT", -2},  {"L_ERR", -1}, {"L_WARN", 0},
                            {"L_NOTICE", 1}, {"L_INFO", 2}, {"L_DBG", 3}};

constexpr Word kFacilities[] = {
    {"LOG_AUTH", LOG_AUTH},     {"LOG_CRON", LOG_CRON},     {"LOG_DAEMON", LOG_DAEMON},
    {"LOG_KERN", LOG_KERN},     {"LOG_LOCAL0", LOG_LOCAL0}, {"LOG_LOCAL1", LOG_LOCAL1},
    {"LOG_LOCAL2", LOG_LOCAL2}, {"LOG_LOCAL3", LOG_LOCAL3}, {"LOG_LOCAL4", LOG_LOCAL4},
    {"LOG_LOCAL5", LOG_LOCAL5}, {"LOG_LOCAL6", LOG_LOCAL6}, {"LOG_LOCAL7", LOG_LOCAL7},
    {"LOG_MAIL", LOG_MAIL},     {"LOG_NEWS", LOG_NEWS},     {"LOG_USER", LOG_USER},
    {"LOG_UUCP", LOG_UUCP}};

template <std::size_t N>
int number_of(const Word (&words)[N], std::string_view name, int otherwise) noexcept {
  for (const Word& word : words) {
    if (word.name == name) return word.number;
  }
  std::int32_t number = 0;
  return text_to_int(name, number) ? number : otherwise;
}

std::int32_t write(Execution& e, int level, int facility, std::string_view text) noexcept {
  if (!e.host->log_enabled(e, level)) return 1;
  e.host->log(e, level, facility, e.arena->concat(e.image->tunables().log_prefix, text));
  return 1;
}

}  // namespace

std::int32_t xlog(Execution& e, Arguments a) noexcept {
  const int level = a.size() > 1 ? number_of(kLevels, a[a.size() - 2].text, -1) : -1;
  const int facility = a.size() > 2 ? number_of(kFacilities, a[0].text, -1) : -1;
  return write(e, level, facility, a.back().text);
}

std::int32_t xdbg(Execution& e, Arguments a) noexcept { return write(e, 3, -1, a[0].text); }
std::int32_t xinfo(Execution& e, Arguments a) noexcept { return write(e, 2, -1, a[0].text); }
std::int32_t xnotice(Execution& e, Arguments a) noexcept { return write(e, 1, -1, a[0].text); }
std::int32_t xwarn(Execution& e, Arguments a) noexcept { return write(e, 0, -1, a[0].text); }
std::int32_t xerr(Execution& e, Arguments a) noexcept { return write(e, -1, -1, a[0].text); }
std::int32_t xcrit(Execution& e, Arguments a) noexcept { return write(e, -2, -1, a[0].text); }
std::int32_t xbug(Execution& e, Arguments a) noexcept { return write(e, -4, -1, a[0].text); }
std::int32_t xalert(Execution& e, Arguments a) noexcept { return write(e, -5, -1, a[0].text); }

}  // namespace weir::routes::natives
