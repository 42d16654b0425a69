#include "sip/name_addr.h"

#include "tests/sip/corpus.h"

#include <gtest/gtest.h>

#include <string>

namespace weir::sip {
namespace {

// All values of a list as "display<uri>params|".
std::string spelled(std::string_view text) {
  const ExactCopy copy(text);
  std::string_view rest = copy.view();
  std::string out;
  do {
    const Result<NameAddr> value = next_name_addr(rest);
    if (!value) return out + "!" + std::string(error_name(value.error()));
    out += std::string(value->display) + "<" + std::string(value->uri) + ">" +
           std::string(value->params.text) + "|";
  } while (!rest.empty());
  return out;
}

struct Case {
  const char* text;
  const char* parts;
};

constexpr Case kCases[] = {
    {"<sip:a@b>", "<sip:a@b>|"},
    {"sip:a@b", "<sip:a@b>|"},
    {"sip:a@b;tag=1", "<sip:a@b>;tag=1|"},
    {"A. G. Bell <sip:a@b> ;tag=a48s", "A. G. Bell<sip:a@b>;tag=a48s|"},
    {"\"Bell, \\\"A\\\" <G>\" <sip:a@b;lr>;q=0.5", "\"Bell, \\\"A\\\" <G>\"<sip:a@b;lr>;q=0.5|"},
    {"caller<sip:caller@example.com>;tag=323", "caller<sip:caller@example.com>;tag=323|"},
    {"<sip:a>,\r\n <sip:b;lr>;x=\"1,2\" , \"c\"<sip:c>",
     "<sip:a>|<sip:b;lr>;x=\"1,2\"|\"c\"<sip:c>|"},
    {"*", "<*>|"},
    {"<sip:a@b?Route=%3Csip:c%3E>", "<sip:a@b?Route=%3Csip:c%3E>|"},
    {"", "!empty"},
    {" \r\n ", "!empty"},
    {"<>", "!empty"},
    {"<sip:a@b", "!truncated"},
    {"\"open <sip:a@b>", "!truncated"},
    {"\"x\" sip:a@b", "!syntax"},
    {"\"x\"", "!syntax"},
    {"a@b", "!syntax"},
    {"Bell, Alexander <sip:a@b>", "!syntax"},  // RFC 4475 section 3.1.2.15
    {"<sip:a@b> x", "!syntax"},
    {"<sip:a@b>;tag=\"", "!truncated"},
    {"<sip:a>,,<sip:b>", "<sip:a>|!syntax"},
};

TEST(NameAddr, Parses) {
  for (const Case& c : kCases) EXPECT_EQ(spelled(c.text), c.parts) << c.text;
}

TEST(NameAddr, FindsTheTag) {
  const Result<NameAddr> value = parse_name_addr("\"B\" <sip:b@x;tag=no>;x=1;Tag=yes;tag=late");
  ASSERT_TRUE(value);
  EXPECT_TRUE(value->has_tag);
  EXPECT_EQ(value->tag, "yes");
  EXPECT_EQ(value->display_text(), "B");
  EXPECT_TRUE(value->bracketed);
  EXPECT_FALSE(parse_name_addr("sip:b@x")->has_tag);
}

TEST(NameAddr, FromAndToHoldOneValue) {
  EXPECT_EQ(parse_name_addr("<sip:a>,<sip:b>").error(), Error::kSyntax);
  EXPECT_TRUE(parse_name_addr("*")->star);
}

}  // namespace
}  // namespace weir::sip
