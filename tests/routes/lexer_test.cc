#include "routes/lexer.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

namespace weir::routes {
namespace {

// Tokens as "kind:text" with blanks between, so that a table reads well.
std::string dump(std::string_view text, Diagnostics& diagnostics) {
  Lexer lexer(text, 0, diagnostics);
  std::string out;
  for (Token token = lexer.next(); token.kind != TokenKind::kEnd; token = lexer.next()) {
    constexpr std::string_view kLetters = "?insv@yd";
    if (!out.empty()) out += " ";
    out += kLetters[static_cast<std::size_t>(token.kind)];
    out += ":" + token.text;
    if (token.kind == TokenKind::kNumber) out += "=" + std::to_string(token.number);
  }
  return out;
}

struct Case {
  const char* name;
  std::string_view text;
  std::string_view tokens;
  std::size_t errors = 0;
};

constexpr Case kCases[] = {
    {"Empty", "", ""},
    {"Word", "route_1 _a", "i:route_1 i:_a"},
    {"Decimal", "0 10 2147483647", "n:0=0 n:10=10 n:2147483647=2147483647"},
    {"Hexadecimal", "0x1F 0XfF", "n:0x1F=31 n:0XfF=255"},
    {"Octal", "017", "n:017=15"},
    {"Binary", "101b", "n:101b=5"},
    {"NumberWraps", "4294967295 99999999999", "n:4294967295=-1 n:99999999999=1215752191"},
    {"NoNumber", "1a 0x 08 0b101", "i:1a i:0x i:08 i:0b101"},
    {"SymbolsLongestFirst", "=~ == = => <<= !=", "y:=~ y:== y:= y:= y:> y:<< y:= y:!="},
    {"DoubleNot", "x=!!5", "i:x y:= y:! y:! n:5=5"},
    {"EscapesInDoubleQuotes", R"("a\n\t\"\\\x41\101\q")", "s:a\n\t\"\\AA\\q"},
    {"NoEscapesInSingleQuotes", R"('a\n"b')", R"(s:a\n"b)"},
    {"LineContinuesInString", "\"a\\\nb\"", "s:ab"},
    {"LinesInString", "\"a\nb\"", "s:a\nb"},
    {"UnterminatedString", "\"abc", "s:abc", 1},
    {"CommentToEndOfLine", "a # b\nc // d\ne", "i:a i:c i:e"},
    {"CommentsNest", "a /* b /* c */ d */ e", "i:a i:e"},
    {"UnterminatedComment", "a /* b /* c */", "i:a", 1},
    {"NoCommentInString", "\"a # b /* c // d\"", "s:a # b /* c // d"},
    {"Directive", "#!define A 1 \\\n 2\nb", "d:define A 1 \n 2 i:b"},
    {"DirectiveWithBangs", "!!ifdef A\nb", "d:ifdef A i:b"},
    {"DirectiveBehindCode", "a; #!endif x", "i:a y:; d:endif x"},
    {"Variable", "$ru $var(a) $?", "v:$ru v:$var(a) v:$?"},
    {"VariableInParentheses", "$(hdr(To)[0]{s.select,1,;})", "v:$(hdr(To)[0]{s.select,1,;})"},
    {"VariableEndsAtItsName", "$rU+1 $err.class;", "v:$rU y:+ n:1=1 v:$err.class y:;"},
    {"VariableNotClosed", "$var(a = 1; b", "v:$var(a = 1 y:; i:b"},
    {"Select", "@via[1].branch @msg.header[\"X-A\"]", "@:via[1].branch @:msg.header[\"X-A\"]"},
    {"SelectNotClosed", "@a[1; b", "@:a[1 y:; i:b", 1},
    {"Rubbish", "a \x01\x02\xff b", "i:a i:b", 1},
    {"ByteOrderMark", "\xef\xbb\xbfroute", "i:route"},
};

class LexerTest : public testing::TestWithParam<Case> {};

TEST_P(LexerTest, Tokens) {
  Diagnostics diagnostics;
  EXPECT_EQ(dump(GetParam().text, diagnostics), GetParam().tokens);
  EXPECT_EQ(diagnostics.errors(), GetParam().errors);
}

INSTANTIATE_TEST_SUITE_P(Table, LexerTest, testing::ValuesIn(kCases),
                         [](const auto& row) { return std::string(row.param.name); });

TEST(NumberTest, SaysWhatDoesNotFit) {
  bool too_large = true;
  EXPECT_EQ(parse_number("4294967295", too_large), -1);
  EXPECT_FALSE(too_large);
  EXPECT_EQ(parse_number("4294967296", too_large), 0);
  EXPECT_TRUE(too_large);
  EXPECT_EQ(parse_number("0x1ffffffff", too_large), -1);
  EXPECT_TRUE(too_large);
  EXPECT_FALSE(parse_number("12x", too_large));
}

TEST(LexerPlaceTest, CountsLinesAndColumnsFromOne) {
  Diagnostics diagnostics;
  Lexer lexer("a /* x\ny */ \"b\nc\" $d\n  ee", 7, diagnostics);
  const std::vector<Location> expected = {{7, 1, 1, 1}, {7, 2, 6, 5}, {7, 3, 4, 2}, {7, 4, 3, 2}};
  for (const Location& location : expected) EXPECT_EQ(lexer.next().location, location);
}

TEST(LexerPlaceTest, SaysWhatTouches) {
  Diagnostics diagnostics;
  Lexer lexer("10.0 /**/ b\nc", 0, diagnostics);
  std::vector<bool> spaced;
  std::vector<bool> first;
  for (Token token = lexer.next(); token.kind != TokenKind::kEnd; token = lexer.next()) {
    spaced.push_back(token.spaced);
    first.push_back(token.line_start);
  }
  EXPECT_EQ(spaced, (std::vector<bool>{true, false, false, true, true}));
  EXPECT_EQ(first, (std::vector<bool>{true, false, false, false, true}));
}

TEST(LexerPlaceTest, PinnedTokensStandWhereTheDefineIsUsed) {
  Diagnostics diagnostics;
  const Location use{3, 14, 15, 4};
  Lexer lexer("a\n b", 3, diagnostics, use);
  EXPECT_EQ(lexer.next().location, use);
  EXPECT_EQ(lexer.next().location, use);
}

TEST(LexerSkipTest, FindsTheDirectiveThatEndsTheBranch) {
  Diagnostics diagnostics;
  Lexer lexer("x \"\n#!ifdef A\n#!else\n#!endif\n  #!else\nb\n#!endif\nc", 0, diagnostics);
  EXPECT_EQ(lexer.skip_branch(/*stop_at_else=*/true).text, "else");
  EXPECT_EQ(lexer.next().text, "b");
  EXPECT_EQ(lexer.skip_branch(/*stop_at_else=*/false).text, "endif");
  EXPECT_EQ(lexer.next().text, "c");
  EXPECT_EQ(lexer.skip_branch(/*stop_at_else=*/true).kind, TokenKind::kEnd);
}

}  // namespace
}  // namespace weir::routes
