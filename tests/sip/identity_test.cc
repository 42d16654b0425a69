#include "sip/identity.h"

#include "tests/sip/values.h"

#include <string>

namespace weir::sip {
namespace {

std::string show(const Identity& i) {
  return std::string(i.header) + "|" + std::string(i.payload) + "|" + std::string(i.signature) +
         "|" + std::string(i.info) + "|" + std::string(i.alg) + "|" + std::string(i.ppt);
}

const ValueCase kCases[] = {
    // RFC 8224 section 4, digests shortened
    {"Full", "eyJhbGci.eyJhdHRlc3Qi._28kAwRW-A;info=<https://biloxi.example.org/biloxi.cer>",
     "eyJhbGci|eyJhdHRlc3Qi|_28kAwRW-A|https://biloxi.example.org/biloxi.cer||"},
    {"Compact",
     "..sv5CTo05KqpSmtHt3dcEiO/1CWTSZtnG3iV+1nmurLXV/HmtyNS7Ltrg9dlxkWzo==\r\n"
     " ;info=<https://a.example.com/c.cer>;alg=ES256;ppt=\"shaken\"",
     "||sv5CTo05KqpSmtHt3dcEiO/1CWTSZtnG3iV+1nmurLXV/HmtyNS7Ltrg9dlxkWzo==|"
     "https://a.example.com/c.cer|ES256|shaken"},
    {"SemicolonInInfo", "..x;info=<https://a/b;c,d>;alg=ES256", "||x|https://a/b;c,d|ES256|"},
    {"Two", "..x;info=<http://a>, a.b.c;ppt=div;info=<http://b>",
     "||x|http://a|| / a|b|c|http://b||div"},

    {"NoInfo", "a.b.c;alg=ES256", "missing at 'a.b.c;alg=ES256'"},
    {"InfoWithoutBrackets", "a.b.c;info=http://a", "syntax at 'http://a'"},
    {"OpenBracket", "a.b.c;info=<http://a", "truncated at '<http://a'"},
    {"InfoIsNoUri", "a.b.c;info=<a b>", "syntax at '<a b>'"},
    {"TwoParts", "a.b;info=<http://a>", "syntax at ';info=<http://a>'"},
    {"FourParts", "a.b.c.d;info=<http://a>", "syntax at '.d;info=<http://a>'"},
    {"NoSignature", "a.b.;info=<http://a>", "syntax at ';info=<http://a>'"},
    {"HeaderAlone", "a..c;info=<http://a>", "syntax at 'c;info=<http://a>'"},
    {"NotBase64", "a.b\\.c;info=<http://a>", "syntax at '\\.c;info=<http://a>'"},
    // RFC 4474, which RFC 8224 replaces
    {"QuotedDigest", "\"ZYNBbHC00VMZ\"", "syntax at '\"ZYNBbHC00VMZ\"'"},
    {"TwoInfos", "..x;info=<http://a>;info=<http://a>", "duplicate at 'info=<http://a>'"},
};

TEST(Identity, Cases) { check_values<Identity>(kCases, next_identity, show); }

}  // namespace
}  // namespace weir::sip
