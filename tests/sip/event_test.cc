#include "sip/event.h"

#include "tests/sip/values.h"

#include <string>

namespace weir::sip {
namespace {

const ValueCase kEvents[] = {
    {"Package", "presence", "presence||"},
    {"Template", "presence.winfo", "presence|winfo|"},
    {"TwoTemplates", "presence.winfo.winfo", "presence|winfo.winfo|"},
    {"Id", "refer; id=93809823", "refer||93809823"},
    {"Unknown", "dialog;call-id=\"a\";include-session-description", "dialog||"},
    {"AllowEvents", "spirits-INDPs, presence", "spirits-INDPs|| / presence||"},

    {"NoPackage", ".winfo", "syntax at '.winfo'"},
    {"NoTemplate", "presence.", "syntax at 'presence.'"},
    {"EmptyTemplate", "presence..winfo", "syntax at 'presence..winfo'"},
    {"IdIsNoToken", "refer;id=\"x\"", "syntax at '\"x\"'"},
    {"IdWithoutValue", "refer;id", "syntax at 'id'"},
    {"TwoIds", "refer;id=1;id=1", "duplicate at 'id=1'"},
    {"Empty", "", "syntax at ''"},
    {"TwoTokens", "a b", "syntax at 'b'"},
};

TEST(Event, Cases) {
  check_values<Event>(kEvents, next_event, [](const Event& e) {
    return std::string(e.package) + "|" + std::string(e.templates) + "|" + std::string(e.id);
  });
}

const ValueCase kStates[] = {
    // RFC 6665 section 4.1.3
    {"Active", "active;expires=3600", "1|active||3600|-"},
    {"AnyCase", "PENDING", "2|PENDING||-|-"},
    {"Terminated", "terminated;reason=timeout", "3|terminated|timeout|-|-"},
    {"Probation", "terminated;reason=probation;retry-after=30", "3|terminated|probation|-|30"},
    {"Extension", "waiting;reason=x;y", "0|waiting|x|-|-"},

    {"ExpiresIsNoNumber", "active;expires=x", "syntax at 'x'"},
    {"ExpiresTooLarge", "active;expires=4294967296", "range at '4294967296'"},
    {"ReasonIsNoToken", "terminated;reason=\"x\"", "syntax at '\"x\"'"},
    {"TwoReasons", "terminated;reason=a;reason=b", "duplicate at 'reason=b'"},
    {"NoState", ";expires=1", "syntax at ';expires=1'"},
};

TEST(SubscriptionState, Cases) {
  check_values<SubscriptionState>(kStates, next_subscription_state, [](const auto& s) {
    return std::to_string(static_cast<int>(s.state)) + "|" + std::string(s.state_text) + "|" +
           std::string(s.reason) + "|" + shown(s.expires) + "|" + shown(s.retry_after);
  });
}

}  // namespace
}  // namespace weir::sip
