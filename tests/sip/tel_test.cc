#include "sip/tel.h"

#include <gtest/gtest.h>

namespace weir::sip {
namespace {

struct Case {
  const char* name;
  const char* a;
  const char* b;
  bool equal;
};

// RFC 3966 section 4
const Case kCases[] = {
    {"Same", "tel:+1-201-555-0123", "tel:+1-201-555-0123", true},
    {"VisualSeparators", "tel:+1-201-555-0123", "tel:+1(201)555.0123", true},
    {"AnyCase", "TEL:+1201;EXT=7", "tel:+1201;ext=7", true},
    {"HexDigits", "tel:863-A;phone-context=x.com", "tel:863a;phone-context=X.COM", true},
    {"AnyOrder", "tel:1;ext=2;isub=3;phone-context=+1", "tel:1;phone-context=+1;isub=3;ext=2",
     true},
    {"SeparatorsInContext", "tel:7042;phone-context=+1-201", "tel:7042;phone-context=+1(201)",
     true},
    {"SeparatorsInExtension", "tel:+1;ext=1-2", "tel:+1;ext=12", true},
    {"EscapedParameter", "tel:+1;isub=%41", "tel:+1;isub=a", true},
    {"FirstOfTwo", "tel:1;isub=1;isub=2", "tel:1;isub=1", true},
    {"BrokenButTheSame", "tel:1;a;b@c", "TEL:1;A;b@c", true},

    {"BrokenInAnotherWay", "tel:1;a;b@c", "tel:1;a;b@d", false},
    {"OtherDigits", "tel:+1-201-555-0123", "tel:+1-201-555-0124", false},
    {"Prefix", "tel:+1201", "tel:+12015", false},
    {"GlobalAndLocal", "tel:+1201", "tel:1201;phone-context=x.com", false},
    {"OtherContext", "tel:7042;phone-context=example.com", "tel:7042;phone-context=example.org",
     false},
    // A domain has no visual separators.
    {"DotsOfADomain", "tel:1;phone-context=a.b", "tel:1;phone-context=ab", false},
    {"ParameterOfOne", "tel:+1201", "tel:+1201;ext=5", false},
    {"ParameterOfTheOther", "tel:+1201;ext=5", "tel:+1201", false},
};

TEST(Tel, Compares) {
  for (const Case& c : kCases) {
    SCOPED_TRACE(c.name);
    const Result<Uri> a = parse_uri(c.a);
    const Result<Uri> b = parse_uri(c.b);
    ASSERT_TRUE(a && b);
    EXPECT_EQ(equal_tel(*a, *b), c.equal);
    EXPECT_EQ(equal_tel(*b, *a), c.equal);
    EXPECT_EQ(equal(*a, *b), c.equal);
  }
}

}  // namespace
}  // namespace weir::sip
