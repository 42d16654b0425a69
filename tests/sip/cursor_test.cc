#include "sip/cursor.h"

#include "tests/sip/values.h"

#include <string_view>

namespace weir::sip {
namespace {

TEST(Cursor, TakesFromTheLeft) {
  std::string_view rest = " \r\n token = \"a\\\"b\";7";
  Cursor cursor(rest);
  EXPECT_TRUE(cursor.skip_space());
  EXPECT_FALSE(cursor.skip_space());
  EXPECT_EQ(cursor.take_token(), "token");
  EXPECT_FALSE(cursor.take_one('='));
  EXPECT_TRUE(cursor.take('='));
  EXPECT_EQ(*cursor.take_quoted(), "\"a\\\"b\"");
  EXPECT_EQ(cursor.peek(), ';');
  EXPECT_TRUE(cursor.take_one(';'));
  EXPECT_EQ(*cursor.take_number(), 7u);
  EXPECT_TRUE(cursor.at_end());
  EXPECT_EQ(cursor.peek(), '\0');
  EXPECT_EQ(cursor.take_token(), "");
}

TEST(Cursor, StaysAtTheFault) {
  std::string_view rest = "\"open";
  EXPECT_EQ(Cursor(rest).take_quoted().error(), Error::kTruncated);
  EXPECT_EQ(rest, "\"open");
  EXPECT_EQ(Cursor(rest).take_number().error(), Error::kSyntax);
  EXPECT_EQ(rest, "\"open");
  rest = "99999999999 x";
  EXPECT_EQ(Cursor(rest).take_number().error(), Error::kRange);
  EXPECT_EQ(rest, "99999999999 x");
  EXPECT_EQ(Cursor(rest).take_quoted().error(), Error::kSyntax);
}

TEST(Cursor, FinishesAtACommaOrTheEnd) {
  std::string_view rest = " , next";
  EXPECT_EQ(Cursor(rest).finish(), Error::kNone);
  EXPECT_EQ(rest, "next");
  EXPECT_EQ(Cursor(rest).finish(), Error::kSyntax);
  EXPECT_EQ(rest, "next");
  rest = " \t";
  EXPECT_EQ(Cursor(rest).finish(), Error::kNone);
  EXPECT_EQ(rest, "");
}

Result<std::uint32_t> next_number(std::string_view& rest) noexcept {
  Cursor cursor(rest);
  const Result<std::uint32_t> number = cursor.take_number();
  if (number && cursor.finish() != Error::kNone) return Error::kSyntax;
  return number;
}

TEST(Cursor, ParsesTheOneValue) {
  EXPECT_EQ(*parse_one("7", next_number), 7u);
  EXPECT_EQ(parse_one("7, 8", next_number).error(), Error::kSyntax);
  EXPECT_EQ(parse_one("7 8", next_number).error(), Error::kSyntax);
  EXPECT_EQ(parse_one("99999999999", next_number).error(), Error::kRange);
}

}  // namespace
}  // namespace weir::sip
