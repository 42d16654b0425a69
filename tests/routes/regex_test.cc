#include "routes/regex.h"
#include "routes/regex_cache.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <regex.h>
#include <random>
#include <string>

namespace weir::routes {
namespace {

// What regcomp and regexec say: -1 the pattern is refused, else 0 or 1.
int posix(const std::string& pattern, const std::string& subject, int flags) {
  regex_t compiled;
  if (regcomp(&compiled, pattern.c_str(), REG_EXTENDED | REG_NOSUB | flags) != 0) return -1;
  const int found = regexec(&compiled, subject.c_str(), 0, nullptr, 0) == 0 ? 1 : 0;
  regfree(&compiled);
  return found;
}

int ours(const std::string& pattern, const std::string& subject, bool ignore_case) {
  RegexSet set;
  std::string error;
  const int id = set.add(pattern, ignore_case, error);
  if (id < 0) return -1;
  RegexScratch scratch = set.make_scratch();
  return set.matches(static_cast<std::uint32_t>(id), subject, scratch) ? 1 : 0;
}

// The same through the cache of computed patterns, which know no case.
int computed(RegexCache& cache, const std::string& pattern, const std::string& subject) {
  switch (cache.match(pattern, subject)) {
    case RegexCache::Outcome::kMatch:
      return 1;
    case RegexCache::Outcome::kNoMatch:
      return 0;
    case RegexCache::Outcome::kBadPattern:
      break;
  }
  return -1;
}

struct Case {
  const char* pattern;
  const char* subject;
  int expected;  // -1: refused
};

constexpr Case kCases[] = {
    {"^(\\+|00)[1-9][0-9]{3,20}$", "+4930123456", 1},
    {"^(\\+|00)[1-9][0-9]{3,20}$", "+0930123456", 0},
    {"friendly-scanner|sipcli", "SIPCLI/v1", 1},
    {"[\\.]x", "\\x", 1},  // a backslash in brackets is one
    {"\\d", "d", 0},       // no class; a small letter escaped never matches without case
    {"\\d", "5", 0},
    {"a$", "a\n", 0},      // only the very end
    {"a{,3}b", "aab", 1},  // {,3} is {0,3}
    {"\\<abc\\>", "x abc y", 1},
    {"\\<abc\\>", "xabc", 0},
    {"a*?", "b", 1},  // repeated repetition, not a lazy one
    {"a**b", "aab", 1},
    {"(a)(b)\\2\\1", "abba", 1},
    {"(a)\\2", "aa", -1},
    {"*a", "a", -1},
    {"^*", "a", -1},
    {"a|*b", "b", -1},
    {"(", "a", -1},
    {")", ")", 1},
    {"a{2,1}", "a", -1},
    {"a{1", "a", -1},
    {"a\\", "a", -1},
    {"[", "a", -1},
    {"[]]", "]", 1},
    {"[^]]", "]", 0},
    {"[[:alpha:]]+", "123x", 1},
    {"[[:nope:]]", "x", -1},
    {"[z-a]", "x", -1},
    {"[a-]", "-", 1},
    {"", "", 1},
    {"()", "x", 1},
    {"a|", "zz", 1},
    {".", "\n", 1},
    {"[^a]", "A", 0},
    {"x\\.y", "x.y", 1},
    {"[[.-.]]", "-", 1},
    {"[[=a=]b]", "A", 1},
};

TEST(Regex, ReadsPosixAsGlibc) {
  RegexCache cache;
  for (const Case& c : kCases) {
    EXPECT_EQ(computed(cache, c.pattern, c.subject), c.expected) << c.pattern;
    EXPECT_EQ(ours(c.pattern, c.subject, true), c.expected) << c.pattern;
    EXPECT_EQ(posix(c.pattern, c.subject, REG_ICASE), c.expected) << c.pattern;
  }
}

// Random patterns over an alphabet full of special characters.
std::string random_text(std::mt19937& random, std::string_view alphabet, unsigned most) {
  std::string text;
  const unsigned size = static_cast<unsigned>(random() % (most + 1));
  for (unsigned i = 0; i < size; ++i) text += alphabet[random() % alphabet.size()];
  return text;
}

// Anchors in the middle can never hold without REG_NEWLINE, but glibc sometimes matches them.
bool has_inner_anchor(const std::string& pattern) {
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] == '^' && i > 0 &&
        std::string("(|[").find(pattern[i - 1]) == std::string::npos) {
      return true;
    }
    if (pattern[i] == '$' && i + 1 < pattern.size() &&
        std::string(")|").find(pattern[i + 1]) == std::string::npos) {
      return true;
    }
  }
  return false;
}

TEST(Regex, AgreesWithRegcompOnRandomPatterns) {
  std::mt19937 random(20260101);
  RegexCache cache;
  unsigned compared = 0;
  for (int round = 0; round < 3000; ++round) {
    const std::string pattern = random_text(random, "aAbB.*+?|()[]^$-{}12,\\<w", 9);
    if (has_inner_anchor(pattern)) continue;
    // glibc is known to be wrong or undefined with these.
    if (pattern.find("\\1") != pattern.npos || pattern.find("\\2") != pattern.npos) continue;
    for (int i = 0; i < 4; ++i) {
      const std::string subject = random_text(random, "aAbB.1-{\n \\", 7);
      const bool ignore_case = random() % 2 == 0;
      ASSERT_EQ(ours(pattern, subject, ignore_case),
                posix(pattern, subject, ignore_case ? REG_ICASE : 0))
          << "pattern \"" << pattern << "\" subject \"" << subject << "\" " << ignore_case;
      ASSERT_EQ(computed(cache, pattern, subject), posix(pattern, subject, REG_ICASE))
          << "computed pattern \"" << pattern << "\" subject \"" << subject << "\"";
      ++compared;
    }
  }
  EXPECT_GT(compared, 2000u);
}

// regcomp takes memory until none is left.
TEST(Regex, RepetitionsOfRepetitionsAreBounded) {
  RegexSet set;
  std::string error;
  for (const char* const pattern : {"(a{1000}){1000}", "((a{200}){200}){200}",
                                    "(a{1000}){1000}{1000}", "((ab){0,300}c){300}"}) {
    EXPECT_EQ(set.add(pattern, true, error), -1) << pattern;
    EXPECT_THAT(error, testing::HasSubstr("too large together at offset")) << pattern;
  }
  EXPECT_EQ(set.add("(a{100}){100}b{1000}", true, error), 0) << error;
}

TEST(Regex, FindsGroups) {
  RegexSet set;
  std::string error;
  const int id = set.add_with_groups("(b+)(c)?", error);
  ASSERT_GE(id, 0) << error;
  RegexScratch scratch = set.make_scratch();
  RegexSet::Groups groups;
  ASSERT_TRUE(set.find(static_cast<std::uint32_t>(id), "aBBd", 0, scratch, groups));
  EXPECT_EQ(groups.begin[0], 1u);
  EXPECT_EQ(groups.end[0], 3u);
  EXPECT_FALSE(set.find(static_cast<std::uint32_t>(id), "aBBd", 3, scratch, groups));
}

TEST(Regex, LineModeOfTextops) {
  RegexSet set;
  std::string error;
  const auto first = static_cast<std::uint32_t>(set.add_with_groups("^b$", error));
  const auto dot = static_cast<std::uint32_t>(set.add_with_groups("a.b", error));
  RegexScratch scratch = set.make_scratch();
  RegexSet::Groups groups;
  EXPECT_TRUE(set.find(first, "a\nb\nc", 0, scratch, groups));
  EXPECT_FALSE(set.find(dot, "a\nb", 0, scratch, groups));
}

TEST(Regex, EqualPatternsShareAnId) {
  RegexSet set;
  std::string error;
  EXPECT_EQ(set.add("abc", true, error), 0);
  EXPECT_EQ(set.add("abc", true, error), 0);
  EXPECT_EQ(set.add("abc", false, error), 1);
  EXPECT_EQ(set.size(), 2u);
  EXPECT_TRUE(set.in_hyperscan(0));
  EXPECT_EQ(set.add("(a)\\1", true, error), 2);
  EXPECT_FALSE(set.in_hyperscan(2));
}

TEST(Regex, BacktrackingIsBounded) {
  RegexSet set;
  std::string error;
  const int id = set.add("(a*)*\\1b", true, error);
  ASSERT_GE(id, 0);
  RegexScratch scratch = set.make_scratch();
  EXPECT_FALSE(set.matches(static_cast<std::uint32_t>(id), std::string(4000, 'a'), scratch));
}

TEST(RegexSet, StatesTheMemoryOfItsPatterns) {
  RegexSet set;
  EXPECT_EQ(set.bytes(), 0u);
  std::string error;
  ASSERT_GE(set.add("friendly|scanner", true, error), 0);
  const std::size_t hyperscan = set.bytes();
  EXPECT_GT(hyperscan, 500u);  // the smallest database is larger
  ASSERT_GE(set.add_with_groups("(a)(b)", error), 0);
  EXPECT_GT(set.bytes(), hyperscan + 50);
}

TEST(RegexSet, UnitesPatternsOfOneCase) {
  RegexSet set;
  std::string error;
  const std::vector<std::uint32_t> ids = {
      static_cast<std::uint32_t>(set.add("^a|b", true, error)),
      static_cast<std::uint32_t>(set.add("c$", true, error)),
  };
  const int all = set.add_union(ids);
  ASSERT_GE(all, 0);
  RegexScratch scratch = set.make_scratch();
  const auto matches = [&](std::string_view text) {
    return set.matches(static_cast<std::uint32_t>(all), text, scratch);
  };
  EXPECT_TRUE(matches("Axx"));
  EXPECT_TRUE(matches("xbx"));
  EXPECT_TRUE(matches("xxC"));
  EXPECT_FALSE(matches("xax"));
  EXPECT_FALSE(matches("cx"));
  const std::vector<std::uint32_t> mixed = {ids[0],
                                            static_cast<std::uint32_t>(set.add("c", false, error))};
  EXPECT_EQ(set.add_union(mixed), -1);
}

}  // namespace
}  // namespace weir::routes
