#include "sip/delta_seconds.h"

#include "tests/sip/values.h"

#include <string>

namespace weir::sip {
namespace {

std::string show(const DeltaSeconds& d) {
  constexpr std::string_view kRefreshers[] = {"", "|uac", "|uas"};
  std::string out = std::to_string(d.seconds);
  out += kRefreshers[static_cast<std::size_t>(d.refresher)];
  if (!d.comment.empty()) out += "|" + std::string(d.comment);
  if (d.duration) out += "|duration=" + shown(d.duration);
  return out;
}

const ValueCase kSessionExpires[] = {
    {"Rfc4028", "4000;refresher=uac", "4000|uac"},
    {"AnyCase", "1800 ; Refresher = UAS", "1800|uas"},
    {"Alone", "90", "90"},
    {"Unknown", "90;x=y", "90"},
    {"RefresherOfNobody", "90;refresher=me", "syntax at 'me'"},
    {"RefresherWithoutValue", "90;refresher", "syntax at 'refresher'"},
    {"TwoRefreshers", "90;refresher=uac;refresher=uac", "duplicate at 'refresher=uac'"},
    {"TooLarge", "4294967296", "range at '4294967296'"},
    {"IsNoNumber", "soon", "syntax at 'soon'"},
    {"Negative", "-1", "syntax at '-1'"},
    {"Empty", "", "syntax at ''"},
    {"TwoNumbers", "90 91", "syntax at '91'"},
    {"Comment", "90 (s)", "syntax at '(s)'"},
};

TEST(DeltaSeconds, SessionExpires) {
  check_values<DeltaSeconds>(kSessionExpires, next_session_expires, show);
}

const ValueCase kMinSe[] = {
    {"Rfc4028", "3600", "3600"},
    {"Parameter", "60;lr", "60"},
    {"BrokenParameter", "60;=x", "syntax at '=x'"},
};

TEST(DeltaSeconds, MinSe) { check_values<DeltaSeconds>(kMinSe, next_min_se, show); }

// RFC 3261 section 20.33
const ValueCase kRetryAfter[] = {
    {"Duration", "18000;duration=3600", "18000|duration=3600"},
    {"Comment", "120 (I'm in a meeting)", "120|(I'm in a meeting)"},
    {"CommentInComment", "120 (a (b\\) c) d);duration=1", "120|(a (b\\) c) d)|duration=1"},
    {"OpenComment", "120 (a (b)", "truncated at '(a (b)'"},
    {"DurationIsNoNumber", "1;duration=x", "syntax at 'x'"},
};

TEST(DeltaSeconds, RetryAfter) { check_values<DeltaSeconds>(kRetryAfter, next_retry_after, show); }

}  // namespace
}  // namespace weir::sip
