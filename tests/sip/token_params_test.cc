#include "sip/token_params.h"

#include "tests/sip/values.h"

#include <string>

namespace weir::sip {
namespace {

const ValueCase kCases[] = {
    // RFC 3261 sections 20.2, 20.3 and 20.11
    {"Disposition", "session;handling=optional", "session|;handling=optional"},
    {"Encodings", "gzip, identity;q=0.5, *;q=0", "gzip| / identity|;q=0.5 / *|;q=0"},
    {"Languages", "da, en-gb;q=0.8, en;q=0.7", "da| / en-gb|;q=0.8 / en|;q=0.7"},
    // RFC 3329 section 2.2, RFC 6809 section 6.2
    {"Security", "ipsec-3gpp; q=0.1;alg=hmac-sha-1-96", "ipsec-3gpp|; q=0.1;alg=hmac-sha-1-96"},
    {"Features", "*;+g.3gpp.srvcc;+a.b=\"<x>, y\"", "*|;+g.3gpp.srvcc;+a.b=\"<x>, y\""},
    {"BracketedValue", "a;uri=<sip:x;y,z>;b", "a|;uri=<sip:x;y,z>;b"},
    {"Folded", "a\r\n ;b\r\n =c", "a|;b\r\n =c"},

    {"NoToken", ";x", "syntax at ';x'"},
    {"OpenQuote", "a;b=\"c", "truncated at '\"c'"},
    {"OpenBracket", "a;b=<c", "truncated at '<c'"},
    {"NoName", "a;=c", "syntax at '=c'"},
    {"BytesAfter", "a b", "syntax at 'b'"},
    {"Empty", "", "syntax at ''"},
};

TEST(TokenParams, Cases) {
  check_values<TokenParams>(kCases, next_token_params, [](const TokenParams& t) {
    return std::string(t.token) + "|" + std::string(t.params.text);
  });
}

}  // namespace
}  // namespace weir::sip
