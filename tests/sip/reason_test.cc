#include "sip/reason.h"

#include "tests/sip/values.h"

#include <string>

namespace weir::sip {
namespace {

std::string show(const Reason& r) {
  return std::string(r.protocol) + "|" + shown(r.cause) + "|" + std::string(r.text);
}

const ValueCase kCases[] = {
    // RFC 3326 section 2
    {"Sip", "SIP ;cause=200 ;text=\"Call completed elsewhere\"",
     "SIP|200|Call completed elsewhere"},
    {"Q850", "Q.850 ;cause=16 ;text=\"Terminated\"", "Q.850|16|Terminated"},
    {"Two", "SIP ;cause=600 ;text=\"Busy Everywhere\", Q.850;cause=17",
     "SIP|600|Busy Everywhere / Q.850|17|"},
    {"ProtocolAlone", "Preemption", "Preemption|-|"},
    {"EscapedQuote", "SIP;text=\"a \\\"b\\\", c\"", "SIP|-|a \\\"b\\\", c"},
    {"Extension", "Q.850;cause=16;location=LN", "Q.850|16|"},

    {"CauseIsNoNumber", "SIP;cause=x1", "syntax at 'x1'"},
    {"CauseTooLarge", "SIP;cause=4294967296", "range at '4294967296'"},
    {"TwoCauses", "SIP;cause=1;CAUSE=1", "duplicate at 'CAUSE=1'"},
    {"OpenQuote", "SIP;text=\"a", "truncated at '\"a'"},
    {"NoProtocol", ";cause=1", "syntax at ';cause=1'"},
    {"SecondIsMissing", "SIP, ;cause=1", "SIP|-| / syntax at ';cause=1'"},
    {"BytesAfter", "SIP x", "syntax at 'x'"},
};

TEST(Reason, Cases) { check_values<Reason>(kCases, next_reason, show); }

}  // namespace
}  // namespace weir::sip
