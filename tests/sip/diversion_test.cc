#include "sip/diversion.h"

#include "tests/sip/values.h"

#include <string>

namespace weir::sip {
namespace {

std::string show(const Diversion& d) {
  return std::string(d.address.uri) + "|" + std::string(d.reason) + "|" + std::string(d.privacy) +
         "|" + std::string(d.screen) + "|" + shown(d.counter) + "|" + shown(d.limit);
}

const ValueCase kCases[] = {
    // RFC 5806 section 7
    {"TwoDiversions",
     "<sip:bob@example.com>\r\n ;reason=user-busy, <sip:alice@example.com>;reason=no-answer"
     ";counter=3;limit=10;privacy=off;screen=yes",
     "sip:bob@example.com|user-busy|||-|- / sip:alice@example.com|no-answer|off|yes|3|10"},
    {"QuotedReason", "\"A\" <tel:+1>;reason=\"my, reason\"", "tel:+1|my, reason|||-|-"},
    {"NoParameters", "<sip:a@b>", "sip:a@b||||-|-"},
    {"TwoDigits", "<sip:a@b>;counter=99", "sip:a@b||||99|-"},

    {"ThreeDigits", "<sip:a@b>;counter=100", "range at '100'"},
    {"CounterIsNoNumber", "<sip:a@b>;limit=few", "syntax at 'few'"},
    {"TwoReasons", "<sip:a@b>;reason=away;Reason=away", "duplicate at 'Reason=away'"},
    {"OpenQuote", "<sip:a@b>;reason=\"x", "truncated at '\"x'"},
    {"Empty", "", "empty at ''"},
};

TEST(Diversion, Cases) { check_values<Diversion>(kCases, next_diversion, show); }

}  // namespace
}  // namespace weir::sip
