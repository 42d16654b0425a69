#include "routes/natives/levels.h"

#include "routes/value.h"

#include <syslog.h>
#include <cstddef>
#include <cstdint>

namespace weir::routes {
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

}  // namespace

int log_level(std::string_view word, int otherwise) noexcept {
  return number_of(kLevels, word, otherwise);
}

int log_facility(std::string_view word, int otherwise) noexcept {
  return number_of(kFacilities, word, otherwise);
}

}  // namespace weir::routes
