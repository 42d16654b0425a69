#include "sip/item_list.h"

#include "tests/sip/values.h"

#include <random>
#include <string>
#include <string_view>

namespace weir::sip {
namespace {

// What take_tokens() makes of a list: "good", or the byte at fault and the rest.
std::string checked(std::string_view list) {
  const ExactCopy copy(list);
  std::string_view rest = copy.view();
  const Error error = take_tokens(rest);
  if (error == Error::kNone) return rest.empty() ? "good" : "good, and more";
  return std::string(error_name(error)) + " at '" + std::string(rest) + "'";
}

TEST(ItemList, TakesItemByItem) {
  std::string_view rest = " INVITE ,ACK,, \r\n BYE,";
  EXPECT_EQ(next_item(rest), "INVITE");
  EXPECT_EQ(next_item(rest), "ACK");
  EXPECT_EQ(next_item(rest), "BYE");
  EXPECT_EQ(next_item(rest), "");
}

TEST(ItemList, LooksIntoAllFields) {
  MessageView message;
  ASSERT_EQ(message.parse("OPTIONS sip:b@d SIP/2.0\r\nk: timer, 100rel\r\nRequire: x\r\n"
                          "Supported: path\r\n\r\n"),
            Error::kNone);
  EXPECT_TRUE(has_item(message, HeaderId::kSupported, "100REL"));
  EXPECT_TRUE(has_item(message, HeaderId::kSupported, "path"));
  EXPECT_FALSE(has_item(message, HeaderId::kSupported, "x"));
  EXPECT_FALSE(has_item(message, HeaderId::kProxyRequire, "x"));
}

TEST(ItemList, ChecksTokens) {
  EXPECT_EQ(checked("INVITE, ACK, OPTIONS, CANCEL, BYE"), "good");  // RFC 3261 section 20.5
  EXPECT_EQ(checked("100rel"), "good");
  EXPECT_EQ(checked(""), "good");
  EXPECT_EQ(checked(" a\t,\r\n b , c "), "good");
  EXPECT_EQ(checked(",, a,,"), "good");
  EXPECT_EQ(checked("-.!%*_+`'~"), "good");

  EXPECT_EQ(checked("a b"), "syntax at 'b'");
  EXPECT_EQ(checked("a, b \r\n c, d"), "syntax at 'c, d'");
  EXPECT_EQ(checked("a;b"), "syntax at ';b'");
  EXPECT_EQ(checked("\"a\""), "syntax at '\"a\"'");
  EXPECT_EQ(checked("a, \xc3\xa4"), "syntax at '\xc3\xa4'");
  EXPECT_EQ(checked(std::string_view("a\0", 2)), "syntax at '" + std::string(1, '\0') + "'");
}

// Across the borders of the blocks that are looked at.
TEST(ItemList, ChecksLongLists) {
  for (std::size_t size = 55; size < 75; ++size) {
    SCOPED_TRACE(size);
    const std::string word(size, 'x');
    const std::string space(size, ' ');
    EXPECT_EQ(checked(word + ", b"), "good");
    EXPECT_EQ(checked(word + " b"), "syntax at 'b'");
    EXPECT_EQ(checked(word + space + "b"), "syntax at 'b'");
    EXPECT_EQ(checked(word + space + ",b"), "good");
    EXPECT_EQ(checked("a," + space + "b," + space + "c"), "good");
    EXPECT_EQ(checked("a," + space + "b" + space + space + "c"), "syntax at 'c'");
    EXPECT_EQ(checked(word + ";"), "syntax at ';'");
  }
}

// The same said one byte after the other.
std::string checked_in_steps(std::string_view list) {
  bool open = false;
  for (std::size_t i = 0; i < list.size(); ++i) {
    const bool token = has_class(list[i], kTokenChar);
    const bool begins = token && (i == 0 || !has_class(list[i - 1], kTokenChar));
    const bool stranger = !token && !is_space(list[i]) && list[i] != ',';
    if (stranger || (begins && open)) return "syntax at '" + std::string(list.substr(i)) + "'";
    open = (open || token) && list[i] != ',';
  }
  return "good";
}

TEST(ItemList, AgreesWithStepsOnAnyList) {
  std::mt19937 random(20261127);
  constexpr std::string_view kBytes = "ab,,,  \t;";
  for (int round = 0; round < 20'000; ++round) {
    std::string list;
    // Mostly good, so that a fault is found far from the start.
    while (list.size() < 150) {
      list += std::string(random() % 40, 'x') + std::string(random() % 3 * 20, ' ') + ",";
      if (random() % 8 == 0) list += kBytes[random() % kBytes.size()];
    }
    list.resize(random() % (list.size() + 1));
    ASSERT_EQ(checked(list), checked_in_steps(list)) << list;
  }
}

}  // namespace
}  // namespace weir::sip
