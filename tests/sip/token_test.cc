#include "sip/token.h"

#include <gtest/gtest.h>

namespace weir::sip {
namespace {

TEST(Token, HasTheCharactersOfTheRfcAndNoOthers) {
  constexpr std::string_view kOthers = "-.!%*_+`'~";
  for (int c = 0; c < 256; ++c) {
    const auto byte = static_cast<char>(c);
    const bool alphanumeric =
        (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    EXPECT_EQ(has_class(byte, kTokenChar), alphanumeric || kOthers.find(byte) != kOthers.npos) << c;
  }
}

TEST(Token, LowersOnlyLetters) {
  for (int c = 0; c < 256; ++c) {
    const auto byte = static_cast<char>(c);
    const bool upper = c >= 'A' && c <= 'Z';
    EXPECT_EQ(to_lower(byte), upper ? static_cast<char>(c + 32) : byte) << c;
  }
}

TEST(Token, ComparesWithoutCaseOfLettersAlone) {
  EXPECT_TRUE(equal_ignoring_case("Via", "vIA"));
  EXPECT_FALSE(equal_ignoring_case("a[", "a{"));
  EXPECT_FALSE(equal_ignoring_case("Call\rID", "Call-ID"));
}

TEST(Token, TrimsFolds) {
  EXPECT_EQ(trim("\r\n a \r\n\t"), "a");
  EXPECT_EQ(trim(""), "");
}

}  // namespace
}  // namespace weir::sip
