#include "routes/wildcard.h"

#include <gtest/gtest.h>

#include <fnmatch.h>

#include <random>
#include <string>

namespace weir::routes {
namespace {

TEST(Wildcard, StarsAndQuestionMarks) {
  EXPECT_TRUE(matches_wildcards("abc.def", "*.def"));
  EXPECT_FALSE(matches_wildcards("abc.def", "*.DEF"));
  EXPECT_TRUE(matches_wildcards("abc", "a?c"));
  EXPECT_TRUE(matches_wildcards("", "*"));
  EXPECT_TRUE(matches_wildcards("", ""));
  EXPECT_FALSE(matches_wildcards("abc", "ab"));
  EXPECT_TRUE(matches_wildcards("a*c", "a\\*c"));
}

TEST(Wildcard, Sets) {
  EXPECT_TRUE(matches_wildcards("abc", "[a-c][[:alpha:]]c"));
  EXPECT_FALSE(matches_wildcards("abc", "a[!xb]c"));
  EXPECT_TRUE(matches_wildcards("a]c", "a[]]c"));
  EXPECT_TRUE(matches_wildcards("[x", "[x"));
}

// A pattern that would send a backtracking matcher around for ever.
TEST(Wildcard, ManyStarsTakeNoLongTime) {
  std::string pattern;
  for (int i = 0; i < 40; ++i) pattern += "a*";
  EXPECT_FALSE(matches_wildcards(std::string(2000, 'a') + "b", pattern + "c"));
}

// The C library's own, on random texts and patterns.
TEST(Wildcard, AgreesWithFnmatch) {
  std::mt19937 random(7);
  constexpr std::string_view kText = "abAB1 -].";
  constexpr const char* kPieces[] = {"*",    "?",     "a",      "b",           "[ab]",
                                     "[!a]", "[a-z]", "[^b-d]", "[[:digit:]]", "[[:upper:]a]",
                                     "\\a",  ".",     "-"};
  for (int round = 0; round < 20000; ++round) {
    std::string text;
    for (auto n = random() % 7; n > 0; --n) text += kText[random() % kText.size()];
    std::string pattern;
    for (auto n = random() % 6; n > 0; --n) pattern += kPieces[random() % std::size(kPieces)];
    EXPECT_EQ(matches_wildcards(text, pattern), ::fnmatch(pattern.c_str(), text.c_str(), 0) == 0)
        << '"' << text << "\" by \"" << pattern << '"';
    EXPECT_EQ(matches_wildcards(text, pattern, true),
              ::fnmatch(pattern.c_str(), text.c_str(), FNM_CASEFOLD) == 0)
        << '"' << text << "\" by \"" << pattern << "\", in any case";
  }
}

}  // namespace
}  // namespace weir::routes
