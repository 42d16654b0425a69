#include "sip/cseq.h"

#include <gtest/gtest.h>

namespace weir::sip {
namespace {

struct Case {
  const char* name;
  const char* text;
  Error error;
  std::uint32_t number = 0;
  const char* method = "";
};

constexpr Case kCases[] = {
    {"Plain", "4711 INVITE", Error::kNone, 4711, "INVITE"},
    {"LeadingZeros", "0009 INVITE", Error::kNone, 9, "INVITE"},  // RFC 4475 section 3.1.1.1
    {"Folded", "9\r\n  INVITE", Error::kNone, 9, "INVITE"},      // RFC 4475 section 3.1.1.1
    {"LargestNumber", "2147483647 ACK", Error::kNone, 2147483647, "ACK"},
    {"OwnMethod", "1 !interesting-Method0123456789_*+`.%indeed'~", Error::kNone, 1,
     "!interesting-Method0123456789_*+`.%indeed'~"},  // RFC 4475 section 3.1.1.2
    {"NumberTooLarge", "2147483648 ACK", Error::kRange},
    {"NumberOverflows", "36893488147419103232 REGISTER", Error::kRange},  // ... 3.1.2.4
    {"NoMethod", "1 ", Error::kSyntax},
    {"NoSpace", "1INVITE", Error::kSyntax},
    {"NoNumber", "INVITE", Error::kSyntax},
    {"Negative", "-1 INVITE", Error::kSyntax},
    {"Empty", "", Error::kSyntax},
    {"TwoWords", "1 INVITE x", Error::kSyntax},
};

TEST(CSeq, Parses) {
  for (const Case& c : kCases) {
    const Result<CSeq> cseq = parse_cseq(c.text);
    EXPECT_EQ(cseq.error(), c.error) << c.name;
    if (!cseq) continue;
    EXPECT_EQ(cseq->number, c.number) << c.name;
    EXPECT_EQ(cseq->method_text, c.method) << c.name;
    EXPECT_EQ(cseq->method, find_method(c.method)) << c.name;
  }
}

TEST(Number, Parses) {
  EXPECT_EQ(*parse_number("0070"), 70u);
  EXPECT_EQ(*parse_number("4294967295"), 4294967295u);
  EXPECT_EQ(parse_number("4294967296").error(), Error::kRange);
  EXPECT_EQ(parse_number("-999").error(), Error::kSyntax);
  EXPECT_EQ(parse_number("70 x").error(), Error::kSyntax);
  EXPECT_EQ(parse_number("").error(), Error::kEmpty);
}

}  // namespace
}  // namespace weir::sip
