// Lists of signatures as text.
#include "dataplane/guard/signature_list.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace weir::dataplane::guard {
namespace {

using testing::HasSubstr;

TEST(SignatureList, Reads) {
  SignatureList list;
  const auto errors = parse_signature_list(
      "# a comment\n\n  date 2026-11-28 \r\n"
      "user-agent,from-user\tsipcli   ^sipcli( |$) # not a comment\r\n"
      "sdp-session  x-lite y",
      list);
  ASSERT_TRUE(errors.empty()) << errors[0].message;
  EXPECT_EQ(list.date, "2026-11-28");
  ASSERT_EQ(list.signatures.size(), 2u);
  EXPECT_EQ(list.signatures[0].name, "sipcli");
  EXPECT_EQ(list.signatures[0].pattern, "^sipcli( |$) # not a comment");
  EXPECT_EQ(list.signatures[0].line, 4u);
  EXPECT_EQ(signature_field_names(list.signatures[0].fields), "user-agent,from-user");
  EXPECT_EQ(list.signatures[1].line, 5u);
  EXPECT_EQ(signature_field_names(list.signatures[1].fields), "sdp-session");
}

TEST(SignatureList, SaysWhatIsWrongAndWhere) {
  struct Case {
    std::string_view line;  // the second one
    std::string_view says;
  };
  constexpr Case kCases[] = {
      {"user-agent", "write FIELD[,FIELD...] NAME PATTERN"},
      {"user-agent name", "write FIELD[,FIELD...] NAME PATTERN"},
      {"agent name x", "'agent' is no field: write one or more of user-agent,from-display,"},
      {"user-agent, name x", "'' is no field"},
      {"date 2026-11-29", "a second date"},
  };
  for (const Case& c : kCases) {
    SignatureList list;
    const auto errors =
        parse_signature_list("date 2026-11-28\n" + std::string(c.line) + "\n", list);
    ASSERT_EQ(errors.size(), 1u) << c.line;
    EXPECT_EQ(errors[0].line, 2u);
    EXPECT_THAT(errors[0].message, HasSubstr(std::string(c.says)));
  }
}

TEST(SignatureList, WantsADate) {
  for (const std::string_view text :
       {"", "# nothing\n", "user-agent a b\n", "date\n", "date today\n", "date 2026-13-01\n",
        "date 2026-00-01\n", "date 2026-01-32\n", "date 2026-1-1\n", "date 20x6-01-01\n"}) {
    SignatureList list;
    const auto errors = parse_signature_list(text, list);
    ASSERT_EQ(errors.size(), 1u) << text;
    EXPECT_THAT(errors[0].message, HasSubstr("date YYYY-MM-DD")) << text;
  }
}

TEST(SignatureList, HasLimits) {
  const auto refused = [](std::string_view lines, std::string_view says) {
    SignatureList list;
    const auto errors = parse_signature_list("date 2026-11-28\n" + std::string(lines), list);
    ASSERT_FALSE(errors.empty());
    EXPECT_THAT(errors[0].message, HasSubstr(std::string(says)));
  };
  refused("user-agent a x\nuser-agent a y\n", "a second signature called 'a'");
  refused("user-agent " + std::string(65, 'a') + " x\n", "longer than 64");
  refused("user-agent a " + std::string(1001, 'x') + "\n", "longer than 1000");
  std::string many;
  for (std::size_t i = 0; i <= kMostSignatures; ++i) {
    many += "user-agent n" + std::to_string(i) + " x\n";
  }
  refused(many, "more than 1000 signatures");
  SignatureList list;
  EXPECT_EQ(parse_signature_list(
                "date 2026-11-28\n" + std::string(5000, 'x') + "\n" +
                    [] {
                      std::string bad;
                      for (int i = 0; i < 50; ++i) bad += "bad\n";
                      return bad;
                    }(),
                list)
                .size(),
            10u);
}

}  // namespace
}  // namespace weir::dataplane::guard
