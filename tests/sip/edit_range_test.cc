#include "sip/edit_range.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

namespace weir::sip {
namespace {

std::string applied(const EditList& edits, std::string_view raw) {
  std::vector<char> out(edits.applied_size(raw));
  const Result<std::size_t> size = edits.apply(raw, out);
  return size ? std::string(out.data(), *size) : "!" + std::string(error_name(size.error()));
}

TEST(EditRange, Questions) {
  EditList edits;
  ASSERT_TRUE(edits.remove(2, 4));
  ASSERT_TRUE(edits.remove(4, 6));
  ASSERT_TRUE(edits.insert(8, "x"));
  ASSERT_TRUE(edits.replace(10, 12, "y"));

  EXPECT_TRUE(is_gone(edits, 2, 6));
  EXPECT_TRUE(is_gone(edits, 3, 5));
  EXPECT_FALSE(is_gone(edits, 1, 4));
  EXPECT_FALSE(is_gone(edits, 5, 7));
  EXPECT_FALSE(is_gone(edits, 10, 12));  // something stands in its place
  EXPECT_FALSE(is_gone(edits, 7, 7));

  EXPECT_TRUE(has_insertion(edits, 8, 8));
  EXPECT_TRUE(has_insertion(edits, 6, 8));
  EXPECT_TRUE(has_insertion(edits, 8, 9));
  EXPECT_FALSE(has_insertion(edits, 9, 12));

  EXPECT_TRUE(is_untouched(edits, 0, 2));
  EXPECT_TRUE(is_untouched(edits, 6, 7));
  EXPECT_FALSE(is_untouched(edits, 6, 8));
  EXPECT_FALSE(is_untouched(edits, 5, 7));
  EXPECT_FALSE(is_untouched(edits, 11, 13));
}

TEST(EditRange, AnInsertionAtTheGapIsNotGone) {
  EditList edits;
  ASSERT_TRUE(edits.remove(2, 4));
  ASSERT_TRUE(edits.remove(4, 6));
  ASSERT_TRUE(edits.insert(4, "x"));
  EXPECT_FALSE(is_gone(edits, 2, 6));
  EXPECT_EQ(remove_rest(edits, 2, 6), Error::kEditRefused);
  EXPECT_EQ(remove_rest(edits, 4, 7), Error::kNone);
  EXPECT_EQ(applied(edits, "0123456789"), "01x789");
}

TEST(EditRange, RemovesWhatIsLeft) {
  EditList edits;
  ASSERT_TRUE(edits.remove(2, 3));
  ASSERT_TRUE(edits.remove(5, 6));
  ASSERT_TRUE(edits.insert(1, "<"));
  ASSERT_TRUE(edits.insert(8, ">"));
  EXPECT_EQ(remove_rest(edits, 1, 8), Error::kNone);
  EXPECT_EQ(applied(edits, "0123456789"), "0<>89");
  EXPECT_TRUE(is_gone(edits, 1, 8));
  EXPECT_EQ(remove_rest(edits, 1, 8), Error::kNone);  // nothing is left
  EXPECT_EQ(applied(edits, "0123456789"), "0<>89");
}

TEST(EditRange, RefusesWholly) {
  EditList edits;
  ASSERT_TRUE(edits.replace(4, 5, "x"));
  ASSERT_TRUE(edits.remove(7, 9));
  for (const auto& [begin, end] : {std::pair{2, 6}, {2, 5}, {4, 6}}) {
    EXPECT_EQ(remove_rest(edits, static_cast<std::size_t>(begin), static_cast<std::size_t>(end)),
              Error::kEditRefused)
        << begin;
    EXPECT_EQ(applied(edits, "0123456789"), "0123x569");
  }
  EXPECT_EQ(remove_rest(edits, 6, 8), Error::kNone);
  EXPECT_EQ(applied(edits, "0123456789"), "0123x59");
  // A full list: two pieces would be needed, one has room.
  EditList full;
  ASSERT_TRUE(full.remove(10, 11));
  while (full.size() < EditList::kCapacity - 1) ASSERT_TRUE(full.insert(0, "i"));
  EXPECT_EQ(remove_rest(full, 9, 12), Error::kEditRefused);
  EXPECT_EQ(full.size(), EditList::kCapacity - 1);
  EXPECT_EQ(remove_rest(full, 9, 11), Error::kNone);
}

// Against a string in which each byte knows whether it is there.
TEST(EditRange, AgreesWithBytes) {
  std::mt19937 random(5118);
  for (int round = 0; round < 2000; ++round) {
    EditList edits;
    std::string raw = "abcdefghijklmnop";
    std::string left = raw;
    for (int i = 0; i < 8; ++i) {
      const std::size_t begin = random() % raw.size();
      const std::size_t end = begin + 1 + random() % (raw.size() - begin);
      const bool gone = left.substr(begin, end - begin).find_first_not_of('.') == left.npos;
      ASSERT_EQ(is_gone(edits, begin, end), gone);
      ASSERT_EQ(remove_rest(edits, begin, end), Error::kNone);
      left.replace(begin, end - begin, end - begin, '.');
    }
    std::string expected;
    for (const char c : left) expected += c == '.' ? "" : std::string(1, c);
    ASSERT_EQ(applied(edits, raw), expected);
  }
}

}  // namespace
}  // namespace weir::sip
