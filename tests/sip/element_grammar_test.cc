#include "sip/element_grammar.h"

#include <gtest/gtest.h>

#include <string_view>

namespace weir::sip {
namespace {

using Kind = Element::Kind;

struct Case {
  Kind kind;
  HeaderId id;
  std::string_view text;
  bool fits;
};

constexpr Case kCases[] = {
    {Kind::kMethod, HeaderId::kOther, "X-1", true},
    {Kind::kMethod, HeaderId::kOther, "", false},
    {Kind::kMethod, HeaderId::kOther, "A B", false},
    {Kind::kRequestUri, HeaderId::kOther, "tel:1", true},
    {Kind::kRequestUri, HeaderId::kOther, "sip:a@b?c=d", false},
    {Kind::kRequestUri, HeaderId::kOther, "sip:", false},
    {Kind::kStatus, HeaderId::kOther, "100", true},
    {Kind::kStatus, HeaderId::kOther, "699", true},
    {Kind::kStatus, HeaderId::kOther, "099", false},
    {Kind::kStatus, HeaderId::kOther, "700", false},
    {Kind::kStatus, HeaderId::kOther, "20", false},
    {Kind::kStatus, HeaderId::kOther, "2000", false},
    {Kind::kReason, HeaderId::kOther, "", true},
    {Kind::kReason, HeaderId::kOther, "Not \"x\"", true},
    {Kind::kReason, HeaderId::kOther, " x", false},
    {Kind::kReason, HeaderId::kOther, "a\x7f", false},
    {Kind::kFields, HeaderId::kOther, "X: \xc3\xa9\t1", true},
    {Kind::kFields, HeaderId::kOther, "X:", true},
    {Kind::kFields, HeaderId::kOther, "X: a ", false},
    {Kind::kFields, HeaderId::kOther, ": a", false},
    {Kind::kField, HeaderId::kOther, "t: sip:a", true},
    {Kind::kField, HeaderId::kOther, "t: a", false},
    {Kind::kFieldValue, HeaderId::kContact, "*", true},
    {Kind::kFieldValue, HeaderId::kContact, "*, sip:a", false},
    {Kind::kFieldValue, HeaderId::kContact, "sip:a, <sip:b>;q=1", true},
    {Kind::kFieldValue, HeaderId::kContact, "", false},
    {Kind::kFieldValue, HeaderId::kContact, ",", false},
    {Kind::kFieldValue, HeaderId::kSupported, "", true},
    {Kind::kFieldValue, HeaderId::kSupported, "a ", false},
    {Kind::kFieldValue, HeaderId::kWarning, "301 a \"b", false},
    {Kind::kFieldValue, HeaderId::kMaxForwards, "70", true},
    {Kind::kFieldValue, HeaderId::kMaxForwards, "-1", false},
    {Kind::kFieldValue, HeaderId::kCallId, "a@b", true},
    {Kind::kFieldValue, HeaderId::kCallId, "a b", false},
    {Kind::kFieldValue, HeaderId::kCallId, "", false},
    {Kind::kFieldValue, HeaderId::kVia, "SIP/2.0/UDP a, SIP/2.0/TCP b", true},
    {Kind::kFieldValue, HeaderId::kVia, "SIP/2.0/UDP a, b", false},
    {Kind::kValue, HeaderId::kVia, "SIP/2.0/UDP a:5060;rport", true},
    {Kind::kValue, HeaderId::kVia, "SIP/2.0/UDP a, SIP/2.0/TCP b", false},
    {Kind::kValue, HeaderId::kContact, "*", false},
    {Kind::kValue, HeaderId::kContact, "sip:a?b=c", false},
    {Kind::kValue, HeaderId::kContact, "<sip:a?b=c>", true},
    {Kind::kValue, HeaderId::kContact, "<sip: a>", false},
    {Kind::kValue, HeaderId::kRecordRoute, "<sip:a;lr>", true},
    {Kind::kValue, HeaderId::kPath, "sip:a", false},
    {Kind::kValue, HeaderId::kSupported, "", false},
    {Kind::kDisplay, HeaderId::kTo, "A. B-c", true},
    {Kind::kDisplay, HeaderId::kTo, "\"\xc3\xa9 <\\\">\"", true},
    {Kind::kDisplay, HeaderId::kTo, "\"a\" b", false},
    {Kind::kDisplay, HeaderId::kTo, "a,b", false},
    {Kind::kDisplay, HeaderId::kTo, "", false},
    {Kind::kDisplay, HeaderId::kTo, "a ", false},
    {Kind::kUri, HeaderId::kTo, "sip:a;b?c=d", true},
    {Kind::kUri, HeaderId::kTo, "a", false},
    {Kind::kUser, HeaderId::kTo, "a%20;b=c?/", true},
    {Kind::kUser, HeaderId::kTo, "a:b", false},
    {Kind::kUser, HeaderId::kTo, "a%2", false},
    {Kind::kUser, HeaderId::kTo, "a%zz", false},
    {Kind::kUser, HeaderId::kTo, "", false},
    {Kind::kHost, HeaderId::kTo, "a.b", true},
    {Kind::kHost, HeaderId::kTo, "[2001:db8::1]", true},
    {Kind::kHost, HeaderId::kTo, "2001:db8::1", false},
    {Kind::kHost, HeaderId::kTo, "[a.b]", false},
    {Kind::kHost, HeaderId::kTo, "", false},
    {Kind::kPort, HeaderId::kTo, "65535", true},
    {Kind::kPort, HeaderId::kTo, "", false},
    {Kind::kPort, HeaderId::kTo, "+1", false},
    {Kind::kBody, HeaderId::kOther, "a\r\n\r\nb", true},
};

TEST(ElementGrammar, Fits) {
  for (const Case& c : kCases) {
    const Element element{c.kind, true, {}, "sip:a"};
    EXPECT_EQ(fits(element, c.id, c.text), c.fits) << static_cast<int>(c.kind) << ' ' << c.text;
  }
}

TEST(ElementGrammar, NumbersOfTelUris) {
  const Element number{Kind::kUser, true, {}, "TEL:1"};
  EXPECT_TRUE(fits(number, HeaderId::kTo, "+49-(30)*#"));
  EXPECT_FALSE(fits(number, HeaderId::kTo, "1;x"));
}

TEST(ElementGrammar, Params) {
  EXPECT_TRUE(is_param("a", false));
  EXPECT_TRUE(is_param("a=\"b;, c\"", false));
  EXPECT_TRUE(is_param("received=2001:db8::1", false));
  EXPECT_FALSE(is_param("a=\"b\"c", false));
  EXPECT_FALSE(is_param("a=b,c", false));
  EXPECT_FALSE(is_param("a=", false));
  EXPECT_FALSE(is_param("=b", false));
  EXPECT_FALSE(is_param("a b", false));
  EXPECT_TRUE(is_param("maddr=[::1]", true));
  EXPECT_TRUE(is_param("%41", true));
  EXPECT_FALSE(is_param("%4", true));
  EXPECT_FALSE(is_param("a=\"b\"", true));
  EXPECT_FALSE(is_param("a=b?c", true));
  EXPECT_FALSE(is_param("a=%g0", true));
}

}  // namespace
}  // namespace weir::sip
