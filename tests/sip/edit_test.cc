#include "sip/edit.h"

#include "tests/sip/corpus.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

namespace weir::sip {
namespace {

std::string applied(const EditList& edits, std::string_view raw) {
  std::vector<char> out(edits.applied_size(raw));
  const Result<std::size_t> size = edits.apply(ExactCopy(raw).view(), out);
  if (!size) return "!" + std::string(error_name(size.error()));
  EXPECT_EQ(*size, out.size());
  return {out.data(), *size};
}

TEST(EditList, AppliesInOffsetOrder) {
  EditList edits;
  EXPECT_TRUE(edits.replace(8, 10, "XYZ"));
  EXPECT_TRUE(edits.insert(0, "<"));
  EXPECT_TRUE(edits.remove(2, 5));
  EXPECT_TRUE(edits.insert(10, ">"));
  EXPECT_EQ(applied(edits, "0123456789"), "<01567XYZ>");
}

TEST(EditList, EmptyCopies) {
  EXPECT_EQ(applied({}, "abc"), "abc");
  EXPECT_EQ(applied({}, ""), "");
}

TEST(EditList, InsertionsKeepTheirOrder) {
  EditList edits;
  EXPECT_TRUE(edits.insert(1, "a"));
  EXPECT_TRUE(edits.insert(1, "b"));
  EXPECT_TRUE(edits.insert_first(1, "c"));
  EXPECT_TRUE(edits.insert_first(0, "d"));
  EXPECT_EQ(applied(edits, "01"), "d0cab1");
}

TEST(EditList, InsertionsStandAroundARemoval) {
  EditList edits;
  EXPECT_TRUE(edits.remove(1, 3));
  EXPECT_TRUE(edits.insert(1, "a"));
  EXPECT_TRUE(edits.insert(3, "b"));
  EXPECT_TRUE(edits.insert(1, "c"));
  EXPECT_EQ(applied(edits, "0123"), "0acb3");
}

TEST(EditList, TheFirstOfTwoWins) {
  EditList edits;
  EXPECT_TRUE(edits.replace(2, 6, "x"));
  EXPECT_FALSE(edits.remove(0, 3));
  EXPECT_FALSE(edits.remove(5, 7));
  EXPECT_FALSE(edits.remove(3, 4));
  EXPECT_FALSE(edits.remove(2, 6));
  EXPECT_FALSE(edits.insert(3, "y"));
  EXPECT_FALSE(edits.insert_first(5, "y"));
  EXPECT_TRUE(edits.remove(0, 2));
  EXPECT_TRUE(edits.remove(6, 7));
  EXPECT_EQ(applied(edits, "01234567"), "x7");
  EXPECT_TRUE(edits.removed(5, 9));
  EXPECT_FALSE(edits.removed(7, 9));
}

TEST(EditList, ARemovalDoesNotSwallowAnInsertion) {
  EditList edits;
  EXPECT_TRUE(edits.insert(3, "x"));
  EXPECT_FALSE(edits.remove(2, 4));
  EXPECT_TRUE(edits.remove(3, 4));
  EXPECT_TRUE(edits.remove(2, 3));
  EXPECT_EQ(applied(edits, "01234"), "01x4");
}

TEST(EditList, RefusesWhatDoesNotFit) {
  EditList edits;
  for (std::size_t i = 0; i < EditList::kCapacity; ++i) EXPECT_TRUE(edits.insert(i, "x"));
  EXPECT_FALSE(edits.insert(0, "x"));
  EXPECT_FALSE(edits.remove(100, 101));
  EXPECT_EQ(edits.size(), EditList::kCapacity);
  edits.clear();
  EXPECT_TRUE(edits.empty());

  EXPECT_FALSE(edits.remove(3, 2));
  EXPECT_TRUE(edits.insert(4, "x"));
  EXPECT_EQ(applied(edits, "012"), "!range");
  std::vector<char> small(4);
  EXPECT_EQ(edits.apply("01234", small).error(), Error::kNoSpace);
}

// Against the same edits made on a string from the right to the left.
TEST(EditList, AgreesWithAString) {
  std::mt19937 random(4475);
  for (int round = 0; round < 2000; ++round) {
    const std::string raw = "abcdefghijklmnopqrstuvwxyz";
    EditList edits;
    for (int i = 0; i < 12; ++i) {
      const std::size_t begin = random() % (raw.size() + 1);
      const std::size_t end = std::min(raw.size(), begin + random() % 5);
      (void)edits.replace(begin, end, std::string_view("0123456789").substr(random() % 10));
    }
    std::string expected = raw;
    for (std::size_t i = edits.size(); i-- > 0;) {
      const EditList::Edit& edit = edits.edits()[i];
      expected.replace(edit.begin, edit.end - edit.begin, edit.text, edit.size);
    }
    ASSERT_EQ(applied(edits, raw), expected);
  }
}

}  // namespace
}  // namespace weir::sip
