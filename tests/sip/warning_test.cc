#include "sip/warning.h"

#include "tests/sip/values.h"

#include <string>

namespace weir::sip {
namespace {

const ValueCase kCases[] = {
    // RFC 3261 section 20.43
    {"Rfc1", "307 isi.edu \"Session parameter 'foo' not understood\"",
     "307|isi.edu|Session parameter 'foo' not understood"},
    {"Rfc2", "301 isi.edu \"Incompatible network address type 'E.164'\"",
     "301|isi.edu|Incompatible network address type 'E.164'"},
    {"Port", "399 [2001:db8::1]:5060 \"\"", "399|[2001:db8::1]:5060|"},
    {"Two", "370 a \"b, c\", 399 d \"e\"", "370|a|b, c / 399|d|e"},

    {"TwoDigits", "30 a \"b\"", "syntax at '30 a \"b\"'"},
    {"FourDigits", "3000 a \"b\"", "syntax at '3000 a \"b\"'"},
    {"NoAgent", "307 \"b\"", "syntax at '\"b\"'"},
    {"NoText", "307 a", "syntax at ''"},
    {"TextWithoutQuotes", "307 a b", "syntax at 'b'"},
    {"OpenQuote", "307 a \"b", "truncated at '\"b'"},
    {"BytesAfter", "307 a \"b\" c", "syntax at 'c'"},
};

TEST(Warning, Cases) {
  check_values<Warning>(kCases, next_warning, [](const Warning& w) {
    return std::to_string(w.code) + "|" + std::string(w.agent) + "|" + std::string(w.text);
  });
}

}  // namespace
}  // namespace weir::sip
