// xlog: lines for the log.
#include "routes/log_prefix.h"
#include "routes/natives/functions_core.h"
#include "routes/natives/levels.h"
#include "routes/operators.h"
#include "sip/token.h"

namespace weir::routes::natives {
namespace {

std::int32_t write(Execution& e, int level, int facility, std::string_view text) noexcept {
  if (!e.host->log_enabled(e, level)) return 1;
  e.host->log(e, level, facility, e.arena->concat(xlog_prefix(e), text));
  return 1;
}

// Do methods_filter's bits hold the message's method?
bool is_filtered(Execution& e) noexcept {
  PvRef method;
  method.id = static_cast<std::uint16_t>(PvId::kMethodId);
  const std::int32_t bits = to_int(read_pv(e, method, {}, 0));
  return (e.image->tunables().log_methods_filter & bits) != 0;
}

}  // namespace

std::int32_t xlog(Execution& e, Arguments a) noexcept {
  const int level = a.size() > 1 ? log_level(a[a.size() - 2].text, -1) : -1;
  const int facility = a.size() > 2 ? log_facility(a[0].text, -1) : -1;
  return write(e, level, facility, a.back().text);
}

// xlogm(level, text): says nothing for the methods of methods_filter, and those are all unless the
// script says otherwise.
std::int32_t xlogm(Execution& e, Arguments a) noexcept { return is_filtered(e) ? 1 : xlog(e, a); }

std::int32_t xdbg(Execution& e, Arguments a) noexcept { return write(e, 3, -1, a[0].text); }
std::int32_t xinfo(Execution& e, Arguments a) noexcept { return write(e, 2, -1, a[0].text); }
std::int32_t xnotice(Execution& e, Arguments a) noexcept { return write(e, 1, -1, a[0].text); }
std::int32_t xwarn(Execution& e, Arguments a) noexcept { return write(e, 0, -1, a[0].text); }
std::int32_t xerr(Execution& e, Arguments a) noexcept { return write(e, -1, -1, a[0].text); }
std::int32_t xcrit(Execution& e, Arguments a) noexcept { return write(e, -2, -1, a[0].text); }
std::int32_t xbug(Execution& e, Arguments a) noexcept { return write(e, -4, -1, a[0].text); }
std::int32_t xalert(Execution& e, Arguments a) noexcept { return write(e, -5, -1, a[0].text); }

}  // namespace weir::routes::natives
