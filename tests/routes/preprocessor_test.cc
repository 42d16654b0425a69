#include "routes/preprocessor.h"

#include "routes/substitution.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <map>
#include <string>
#include <string_view>

namespace weir::routes {
namespace {

struct Read {
  std::string tokens;  // joined by blanks
  std::size_t errors = 0;
  std::size_t warnings = 0;
  std::string messages;
};

using Files = std::map<std::string, std::string>;

Read read(const std::string& text, ParseOptions options = {}, const Files& files = {}) {
  options.load = [&files](const std::string& path) -> std::optional<std::string> {
    const auto found = files.find(path);
    if (found == files.end()) return std::nullopt;
    return found->second;
  };
  Sources sources;
  Diagnostics diagnostics;
  Preprocessor preprocessor(options, sources, diagnostics);
  preprocessor.open_text(text, "/etc/edge.cfg");
  Read result;
  for (Token token = preprocessor.next(); token.kind != TokenKind::kEnd;
       token = preprocessor.next()) {
    if (!result.tokens.empty()) result.tokens += " ";
    result.tokens += token.text;
  }
  result.errors = diagnostics.errors();
  result.warnings = diagnostics.warnings();
  result.messages = diagnostics.render(sources);
  return result;
}

struct Case {
  const char* name;
  const char* text;
  const char* tokens;
  std::size_t errors = 0;
};

const Case kCases[] = {
    {"Define", "#!define A 1 2\nA b A", "1 2 b 1 2"},
    {"DefineWithoutValue", "#!define A\na A b", "a b"},
    {"DefineIsReadAgain", "#!define A B C\n#!define B 7\nA", "7 C"},
    {"DefineOfItself", "#!define A A b\nA", "A b"},
    {"DefinesOfEachOther", "#!define A B\n#!define B A\nA B", "A B"},
    {"DefineNotInStrings", "#!define A 1\n\"A\" 'A'", "AA"},
    {"DefineNotInLongerWords", "#!define A 1\nAA A_A A", "AA A_A 1"},
    {"DefineTwice", "#!define A 1\n#!define A 2\nA", "1", 1},
    {"Trydef", "#!trydef A 1\n#!trydefine A 2\nA", "1"},
    {"Redef", "#!def A 1\n#!redef A 2\n#!redefine B 3\nA B", "2 3"},
    {"Undef", "#!define A 1\n#!undef A\n#!undef NONE\nA", "A"},
    {"DefineOnSeveralLines", "#!define A 1 \\\n 2\nA", "1 2"},
    {"DefineWithBadName", "#!define 1A 2\n#!define A-B 2\nx", "x", 2},
    {"IfdefTaken", "#!define A\n#!ifdef A\nyes\n#!else\nno\n#!endif\nend", "yes end"},
    {"IfdefNotTaken", "#!ifdef A\nno\n#!else\nyes\n#!endif\nend", "yes end"},
    {"Ifndef", "#!ifndef A\nyes\n#!else\nno\n#!endif", "yes"},
    {"IfdefNested", "#!ifdef A\n#!ifdef B\nx\n#!else\ny\n#!endif\nz\n#!else\nw\n#!endif", "w"},
    {"SkippedTextIsFree", "#!ifdef A\n\" /* $( \x01\n#!endif\nx", "x"},
    {"IfdefNotClosed", "#!ifdef A\nx", "", 1},
    {"TakenIfdefNotClosed", "#!ifndef A\nx", "x", 1},
    {"EndifAlone", "#!endif\nx", "x", 1},
    {"ElseAlone", "#!else\nx", "x", 1},
    {"IfdefWithoutName", "#!ifdef\nx\n#!endif", "", 1},
    {"StringsJoin", "\"a\" 'b'\n\"c\" d", "abc d"},
    {"StringsJoinThroughDefines", "#!define A \"b\"\n\"a\" A \"c\"", "abc"},
    {"Subst", "#!subst \"/a+/X/\"\n\"aa aa\" aa", "X aa aa"},
    {"SubstAll", "#!subst \"/a+/X/g\"\n\"aa aa\"", "X X"},
    {"SubstCaseless", "#!subst \"/a/x/gi\"\n\"Aa\"", "xx"},
    {"SubstGroups", "#!subst \"/(a)(b)/\\2\\1/\"\n\"ab\"", "ba"},
    {"SubstMalformed", "#!subst \"/a/b\"\n#!subst \"x\"\n#!subst a\n\"a\"", "a", 3},
    {"SubstBadPattern", "#!subst \"/(/b/\"\n\"(\"", "(", 1},
    {"Substdef", "#!substdef \"!A!5!g\"\n\"A\" A", "5 5"},
    {"SubstdefQuoted", "#!substdefs \"!A!x y!g\"\nf A", "f x y"},
    {"Defenv", "#!defenv WEIR_T\nWEIR_T", "7 8"},
    {"DefenvNamed", "#!defenv A=WEIR_T\nA", "7 8"},
    {"DefenvQuoted", "#!defenvs A=WEIR_T\nf A", "f 7 8"},
    {"DefenvMissing", "#!defenv WEIR_NONE\nx", "x", 1},
    {"TrydefenvMissing", "#!trydefenv WEIR_NONE\nx", "x"},
    {"Dialect", "#!KAMAILIO\nx", "x"},
    {"LaterDirective", "#!ifexp 1==1\nx", "x", 1},
    {"ModuleIsDefined", "loadmodule \"/usr/lib/tm.so\"\n#!ifdef MOD_tm\nx\n#!endif",
     "loadmodule /usr/lib/tm.so x"},
    {"Version", "#!ifdef KAMAILIO_5\nx\n#!endif", "x"},
    {"Include", "a include_file \"one\" b", "a 1 b"},
    {"IncludeAsDirective", "a\n#!include_file \"one\"\nb", "a 1 b"},
    {"IncludeBesideTheFile", "include_file \"beside\"", "2"},
    {"IncludeNested", "include_file \"outer\" z", "x 1 y z"},
    {"IncludeMissing", "include_file \"none\" b", "b", 1},
    {"IncludeWithoutName", "include_file b", "b", 1},
    {"ImportMissing", "import_file \"none\" b", "b"},
    {"IncludeItself", "include_file \"loop\" b", "b", 1},
    {"IncludeKeepsItsConditions", "include_file \"open\"\n#!endif\nx", "x", 2},
    {"WordsEndWithTheirFile", "a include_file \"one\"\nb", "a 1 b"},
};

class PreprocessorTest : public testing::TestWithParam<Case> {};

TEST_P(PreprocessorTest, Tokens) {
  ::setenv("WEIR_T", "7 8", 1);
  const Files files = {{"one", "1"},
                       {"/etc/beside", "2"},
                       {"outer", "x include_file \"one\" y"},
                       {"loop", "include_file \"loop\""},
                       {"open", "#!ifdef A\n"}};
  const Read result = read(GetParam().text, {}, files);
  EXPECT_EQ(result.tokens, GetParam().tokens);
  EXPECT_EQ(result.errors, GetParam().errors) << result.messages;
}

INSTANTIATE_TEST_SUITE_P(Table, PreprocessorTest, testing::ValuesIn(kCases),
                         [](const auto& row) { return std::string(row.param.name); });

TEST(PreprocessorOptionTest, CommandLineComesFirst) {
  ParseOptions options;
  options.defines = {"A", "B=5 6"};
  options.substitutions = {"/old/new/"};
  options.substdefs = {"!C!7!"};
  options.substdefs_text = {"!D!text!"};
  const Read result = read("#!ifdef A\nB C D \"old C\"\n#!endif", options);
  EXPECT_EQ(result.tokens, "5 6 7 textnew 7");
  EXPECT_EQ(result.errors, 0u);
}

TEST(PreprocessorOptionTest, BadOptionsAreNamed) {
  ParseOptions options;
  options.defines = {"1=2"};
  options.substitutions = {"/old/new"};
  const Read result = read("x", options);
  EXPECT_EQ(result.tokens, "x");
  EXPECT_NE(result.messages.find("(-A):1:1"), std::string::npos) << result.messages;
  EXPECT_NE(result.messages.find("(--subst):1:1"), std::string::npos) << result.messages;
}

TEST(PreprocessorLimitTest, ExpansionIsBounded) {
  std::string text = "#!define A0 x x x x x x x x\n";
  for (int i = 1; i < 30; ++i) {
    const std::string last = " A" + std::to_string(i - 1);
    text += "#!define A" + std::to_string(i);
    for (int n = 0; n < 8; ++n) text += last;
    text += "\n";
  }
  const Read result = read(text + "A29");
  EXPECT_EQ(result.errors, 1u);
  EXPECT_LT(result.tokens.size(), 8u << 20);
}

TEST(PreprocessorLimitTest, IncludesAreBounded) {
  std::string twice;
  for (int n = 0; n < 20; ++n) twice += "include_file \"twice\"\n";
  const Read result = read(twice, {}, {{"twice", twice}});
  EXPECT_GE(result.errors, 1u);
}

TEST(PreprocessorLimitTest, AFileOfErrorsEnds) {
  std::string text;
  for (int n = 0; n < 100000; ++n) text += "\x01 ";
  const Read result = read(text);
  EXPECT_GE(result.errors, 1000u);
  EXPECT_LT(result.errors, 1010u);
}

TEST(SubstitutionTest, EmptyMatchesEnd) {
  std::string problem;
  const auto made = Substitution::parse("/x*/-/g", problem);
  ASSERT_NE(made, nullptr) << problem;
  EXPECT_EQ(made->apply("axb"), "-a--b-");
  EXPECT_EQ(made->apply(""), "-");
}

TEST(SubstitutionTest, ResultIsBounded) {
  std::string problem;
  const auto made = Substitution::parse("/a/" + std::string(4000, 'b') + "/g", problem);
  ASSERT_NE(made, nullptr) << problem;
  const std::string text(1000, 'a');
  EXPECT_EQ(made->apply(text), text);
}

TEST(SubstitutionTest, SeparatorCanBeEscaped) {
  std::string problem;
  const auto made = Substitution::parse(R"(/a\/b/c\/d/)", problem);
  ASSERT_NE(made, nullptr) << problem;
  EXPECT_EQ(made->apply("a/b"), "c/d");
}

}  // namespace
}  // namespace weir::routes
