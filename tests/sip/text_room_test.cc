#include "sip/text_room.h"

#include <gtest/gtest.h>

#include <vector>

namespace weir::sip {
namespace {

TEST(TextRoom, JoinsFromTheLeft) {
  std::vector<char> bytes(10);
  TextRoom room(bytes);
  EXPECT_EQ(*room.join({"ab", "", "cd"}), "abcd");
  EXPECT_EQ(*room.join({}), "");
  const Result<std::string_view> second = room.join({"efghij"});
  ASSERT_TRUE(second);
  EXPECT_EQ(second->data(), bytes.data() + 4);
  EXPECT_EQ(std::string_view(bytes.data(), 10), "abcdefghij");
  EXPECT_EQ(room.used(), 10u);
}

TEST(TextRoom, WritesAllOrNothing) {
  std::vector<char> bytes(3, 'x');
  TextRoom room(bytes);
  EXPECT_EQ(room.join({"ab", "cd"}).error(), Error::kNoSpace);
  EXPECT_EQ(std::string_view(bytes.data(), 3), "xxx");
  EXPECT_EQ(*room.join({"abc"}), "abc");
  EXPECT_EQ(room.join({"d"}).error(), Error::kNoSpace);
  EXPECT_EQ(*room.join({""}), "");
}

}  // namespace
}  // namespace weir::sip
