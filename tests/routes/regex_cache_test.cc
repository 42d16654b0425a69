#include "routes/regex_cache.h"

#include <gtest/gtest.h>

#include <chrono>
#include <string>

namespace weir::routes {
namespace {

using Outcome = RegexCache::Outcome;

TEST(RegexCache, CompilesAPatternOnce) {
  RegexCache cache;
  EXPECT_EQ(cache.match("^sip:[0-9]+@", "sip:49@example.org"), Outcome::kMatch);
  EXPECT_EQ(cache.match("^sip:[0-9]+@", "SIP:4@"), Outcome::kMatch);
  EXPECT_EQ(cache.match("^sip:[0-9]+@", "sip:a@"), Outcome::kNoMatch);
  EXPECT_EQ(cache.compiled(), 1u);
}

TEST(RegexCache, TellsWhatGroupsMatched) {
  RegexCache cache;
  RegexSet::Groups groups;
  EXPECT_EQ(cache.find("(b+)(x)?c", {}, "abbcbc", 0, groups), Outcome::kMatch);
  EXPECT_EQ(groups.begin[0], 1u);
  EXPECT_EQ(groups.end[0], 4u);
  EXPECT_EQ(groups.end[1], 3u);
  EXPECT_EQ(cache.find("(b+)(x)?c", {}, "abbcbc", 4, groups), Outcome::kMatch);
  EXPECT_EQ(groups.begin[0], 4u);
  EXPECT_EQ(cache.find("(b+)(x)?c", {}, "abbcbc", 6, groups), Outcome::kNoMatch);
  EXPECT_EQ(cache.compiled(), 1u);
}

TEST(RegexCache, ReadsAPatternAsItIsTold) {
  RegexCache cache;
  RegexSet::Groups groups;
  const RegexCache::Reading with_case{.ignore_case = false};
  const RegexCache::Reading lines{.newline = true};
  const RegexCache::Reading perl{.perl = true};
  EXPECT_EQ(cache.find("B", {}, "abc", 0, groups), Outcome::kMatch);
  EXPECT_EQ(cache.find("B", with_case, "abc", 0, groups), Outcome::kNoMatch);
  EXPECT_EQ(cache.find("^b", {}, "a\nb", 0, groups), Outcome::kNoMatch);
  EXPECT_EQ(cache.find("^b", lines, "a\nb", 0, groups), Outcome::kMatch);
  EXPECT_EQ(cache.find("a(?=b)", perl, "ab", 0, groups), Outcome::kMatch);
  EXPECT_EQ(cache.find("a(?=b)", perl, "ac", 0, groups), Outcome::kNoMatch);
  EXPECT_EQ(cache.find("(?x", perl, "ac", 0, groups), Outcome::kBadPattern);
  EXPECT_EQ(cache.compiled(), 6u);
}

TEST(RegexCache, RemembersBadPatternsToo) {
  RegexCache cache;
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(cache.match("a(", "a("), Outcome::kBadPattern);
    EXPECT_STREQ(cache.error(), "an open (");
    EXPECT_EQ(cache.error_offset(), 2u);
  }
  EXPECT_EQ(cache.compiled(), 1u);
}

TEST(RegexCache, AnswersRightWhileItForgets) {
  RegexCache cache;
  const auto pattern = [](int i) { return "^" + std::to_string(i) + "$"; };
  for (int round = 0; round < 3; ++round) {
    for (int i = 0; i < 1000; ++i) {
      ASSERT_EQ(cache.match(pattern(i), std::to_string(i)), Outcome::kMatch) << i;
      ASSERT_EQ(cache.match(pattern(i), std::to_string(i + 1)), Outcome::kNoMatch) << i;
    }
  }
  EXPECT_GE(cache.compiled(), 1000u);
  EXPECT_LE(cache.compiled(), 3000u);
}

TEST(RegexCache, TheOneUsedLongestAgoGoes) {
  RegexCache cache;
  const std::string often = "^often$";
  for (int i = 0; i < 1000; ++i) {
    ASSERT_EQ(cache.match(often, "often"), Outcome::kMatch);
    cache.match(std::to_string(i), "");
  }
  EXPECT_EQ(cache.compiled(), 1001u);
}

TEST(RegexCache, RefusesWhatIsTooLarge) {
  RegexCache cache;
  EXPECT_EQ(cache.match(std::string(RegexCache::kPatternBytes, 'a'), "a"), Outcome::kNoMatch);
  EXPECT_EQ(cache.match(std::string(RegexCache::kPatternBytes + 1, 'a'), "a"),
            Outcome::kBadPattern);
  EXPECT_EQ(cache.match("((a{255}){255}){255}", "a"), Outcome::kBadPattern);
  EXPECT_STREQ(cache.error(), "repetitions of repetitions, too large together");
  EXPECT_EQ(cache.match("((ab{9}){50}c){50}", "a"), Outcome::kBadPattern);
  EXPECT_STREQ(cache.error(), "too much of a pattern");
  std::string wide;
  for (int i = 0; i < 200; ++i) wide += "[^a]";
  EXPECT_EQ(cache.match(wide.substr(0, RegexCache::kPatternBytes), "b"), Outcome::kNoMatch);
  EXPECT_EQ(cache.match("fine", "it is fine"), Outcome::kMatch);
}

TEST(RegexCache, BacktrackingIsBounded) {
  RegexCache cache;
  const std::string subject(60000, 'a');
  const auto start = std::chrono::steady_clock::now();
  EXPECT_EQ(cache.match("(a*)*\\1b", subject), Outcome::kNoMatch);
  EXPECT_EQ(cache.match("(a|aa)+$b", subject), Outcome::kNoMatch);
  EXPECT_EQ(cache.match("(((a+)+)+)+b", subject), Outcome::kNoMatch);
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(5));
  EXPECT_EQ(cache.match("a", subject), Outcome::kMatch);
}

TEST(RegexCache, SubjectsOfAnyBytes) {
  RegexCache cache;
  EXPECT_EQ(cache.match("a.b", std::string_view("a\0b", 3)), Outcome::kMatch);
  EXPECT_EQ(cache.match("\xff", "\xff\xfe"), Outcome::kMatch);
  EXPECT_EQ(cache.match("", {}), Outcome::kMatch);
  EXPECT_EQ(cache.match("^$", {}), Outcome::kMatch);
}

}  // namespace
}  // namespace weir::routes
