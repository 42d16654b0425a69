#include "routes/parser.h"

#include "routes/print.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace weir::routes {
namespace {

struct Parsed {
  Script script;
  Sources sources;
  Diagnostics diagnostics;
};

std::unique_ptr<Parsed> parse(std::string text) {
  auto parsed = std::make_unique<Parsed>();
  ParseOptions options;
  options.load = [](const std::string&) { return std::nullopt; };
  parsed->script =
      parse_script_text(std::move(text), "edge.cfg", options, parsed->sources, parsed->diagnostics);
  return parsed;
}

// The only statement of a request_route.
const Statement& only_statement(const Parsed& parsed) {
  return *parsed.script.blocks.at(0).body.at(0);
}

struct ExpressionCase {
  std::string_view text;
  std::string_view printed;  // empty: refused
};

// Each printed form is what binds to what; each refusal is one of Kamailio's, but for those that
// say so.
constexpr ExpressionCase kExpressions[] = {
    {"1", "1"},
    {"-1", "(- (1))"},
    {"1+2+3", "((1 + 2) + 3)"},
    {"1+2*3", "(1 + (2 * 3))"},
    {"1*2+3", "((1 * 2) + 3)"},
    {"8/4/2", "((8 / 4) / 2)"},
    {"1 mod 2", "(1 mod 2)"},
    {"1<<3|1", "((1 << 3) | 1)"},
    {"1|2&3^4", "(1 | (2 & (3 ^ 4)))"},
    {"1<<2==3", "(1 << (2 == 3))"},
    {"1<2==3>4", "((1 < 2) == (3 > 4))"},
    {"1||2&&3", "(1 || (2 && 3))"},
    {"1 or 2 and 3", "(1 || (2 && 3))"},
    {"!1==2", "((! (1)) == 2)"},
    {"!!5", "(! ((! (5))))"},
    {"not 1", "(! (1))"},
    {"~1", "(~ (1))"},
    {"- - 5", "(- ((- (5))))"},
    {"((5))", "5"},
    {"\"a\"+1", "(\"a\" + 1)"},
    {"$var(x)+\"a\"", "($var(x) + \"a\")"},
    {"(int)\"5\"+1", "(((int) (\"5\")) + 1)"},
    {"(str)5+\"a\"", "(((str) (5)) + \"a\")"},
    {"defined $ru", "(defined ($ru))"},
    {"strlen(\"a\")", "(strlen(\"a\"))"},
    {"strempty($ru)", "(strempty($ru))"},
    {"yes", "1"},
    {"off", "0"},
    {"$ru eq 5", "($ru eq 5)"},
    {"$ru ine 5", "($ru ine 5)"},
    {"$ru =~ \"a\"", "($ru =~ \"a\")"},
    {"method==INVITE", "(method == INVITE)"},
    {"!uri==myself", "(! ((uri == myself)))"},
    {"myself==from_uri", "(myself == from_uri)"},
    {"uri==\"a\"+\"b\"", "(uri == (\"a\" + \"b\"))"},
    {"src_ip==10.0.0.0/255.0.0.0", "(src_ip == 10.0.0.0/255.0.0.0)"},
    {"src_ip==[2001:db8::1]", "(src_ip == [2001:db8::1])"},
    {"src_ip==::1", "(src_ip == ::1)"},
    {"src_ip==$si", "(src_ip == $si)"},
    {"src_port>=1024", "(src_port >= 1024)"},
    {"msg:len>100", "(msg:len > 100)"},
    {"proto==UDP", "(proto == UDP)"},
    {"@via[1].branch", "@via[1].branch"},
    {"f()", "f()"},
    {"f(1, \"a\", g($ru))", "f(1, \"a\", g($ru))"},
    {"route(A)", "route(\"A\")"},
    {"route(\"A\"+$ru)", "route((\"A\" + $ru))"},
    {"", ""},
    {"1+", ""},
    {"1 2", ""},
    {"\"a\" 5", ""},
    {"(1", ""},
    {"1)", ""},
    {"foo", ""},
    {"1.5", ""},
    {"1%2", ""},
    {"=~1", ""},
    {"$ru !~ \"a\"", ""},
    {"f(1,)", ""},
    {"f(a)", ""},
    {"route()", ""},
    {"method", ""},
    {"method>\"a\"", ""},
    {"myself", ""},
    {"src_ip==5", ""},
    {"to_ip==10.0.0.1", ""},
    {"10.0.0.1==src_ip", ""},
    {"proto==FOO", ""},
    {"src_port==FOO", ""},
    {"5+\"a\"", ""},
    {"\"5\"-5", ""},
    {"5==\"5\"", ""},
    {"5 eq \"5\"", ""},
    {"-\"4\"", ""},
    {"strlen(5)", ""},
    {"($ru=\"a\")", ""},  // unlike Kamailio, which assigns
    {"$(ru{s})", ""},
    {"$(", ""},
    {"$", ""},
};

TEST(ExpressionTest, Table) {
  for (const ExpressionCase& one : kExpressions) {
    const auto parsed = parse("request_route { $var(r) = " + std::string(one.text) + "; exit; }");
    const bool good = !parsed->diagnostics.has_errors();
    EXPECT_EQ(good, !one.printed.empty()) << one.text << "\n"
                                          << parsed->diagnostics.render(parsed->sources);
    if (good) {
      EXPECT_EQ(print_expression(*only_statement(*parsed).value), one.printed) << one.text;
    }
  }
}

TEST(ExpressionTest, KnowsTypesBeforeTheRun) {
  const struct {
    std::string_view text;
    StaticType type;
  } cases[] = {
      {"1", StaticType::kInteger},
      {"\"a\"", StaticType::kText},
      {"$ru", StaticType::kUnknown},
      {"@ruri", StaticType::kText},
      {"f()", StaticType::kInteger},
      {"1+$ru", StaticType::kInteger},
      {"\"a\"+1", StaticType::kText},
      {"$ru+1", StaticType::kUnknown},
      {"$ru-1", StaticType::kInteger},
      {"(str)1", StaticType::kText},
      {"selval(1,2,3)", StaticType::kUnknown},
  };
  for (const auto& one : cases) {
    const auto parsed = parse("route { $var(r) = " + std::string(one.text) + "; }");
    ASSERT_FALSE(parsed->diagnostics.has_errors()) << one.text;
    EXPECT_EQ(only_statement(*parsed).value->type, one.type) << one.text;
  }
}

TEST(ExpressionTest, HeightIsBounded) {
  for (const std::string_view part : {"(", "!", "-", "f(", "1+(", "strlen("}) {
    std::string deep;
    for (int i = 0; i < 100000; ++i) deep += part;
    EXPECT_TRUE(parse("route { $var(r) = " + deep + "1; }")->diagnostics.has_errors()) << part;
  }
  std::string wide = "1";
  for (int i = 0; i < 100000; ++i) wide += "+1";
  EXPECT_TRUE(parse("route { $var(r) = " + wide + "; }")->diagnostics.has_errors());
}

TEST(StatementTest, DepthIsBounded) {
  for (const std::string_view part :
       {"if (1) {", "if (1) ; else ", "while (1) ", "switch (1) { case 1: "}) {
    std::string deep;
    for (int i = 0; i < 20000; ++i) deep += part;
    EXPECT_TRUE(parse("route { " + deep)->diagnostics.has_errors()) << part;
  }
}

TEST(StatementTest, ErrorsDoNotMakeOthers) {
  const auto parsed = parse(
      "request_route {\n"
      "  if (1 && ) { a(); } else { b(); }\n"
      "  while ( { c(); }\n"
      "  switch (1) { case $ru: d(); case 2: e(); }\n"
      "  $var(x) = ;\n"
      "  good();\n"
      "}\n"
      "route[A] { also_good(); }\n");
  EXPECT_EQ(parsed->diagnostics.errors(), 4u) << parsed->diagnostics.render(parsed->sources);
  ASSERT_EQ(parsed->script.blocks.size(), 2u);
  EXPECT_EQ(parsed->script.blocks[0].body.back()->value->text, "good");
}

TEST(BlockTest, KindsNamesAndPlaces) {
  const auto parsed = parse(
      "route { exit; }\n"
      "  route[A] { exit; }\n"
      "reply_route { exit; }\n"
      "event_route[tm:local-request] { exit; }\n"
      "route[007] { exit; }\n");
  ASSERT_FALSE(parsed->diagnostics.has_errors());
  const auto& blocks = parsed->script.blocks;
  ASSERT_EQ(blocks.size(), 5u);
  EXPECT_EQ(blocks[0].kind, BlockKind::kMain);
  EXPECT_EQ(blocks[0].name, "");
  EXPECT_EQ(blocks[1].name, "A");
  EXPECT_EQ(blocks[1].location, (Location{0, 2, 3, 5}));
  EXPECT_EQ(blocks[1].name_location, (Location{0, 2, 9, 1}));
  EXPECT_EQ(blocks[2].kind, BlockKind::kReply);
  EXPECT_EQ(blocks[3].kind, BlockKind::kEvent);
  EXPECT_EQ(blocks[3].name, "tm:local-request");
  EXPECT_EQ(blocks[4].name, "7");
}

TEST(ListenTest, Forms) {
  const auto parsed = parse(
      "listen=udp:192.0.2.1:5060 advertise edge.example.org:5070 name \"a\"\n"
      "listen=[2001:db8::1]\n"
      "listen=2001:db8::2\n"
      "listen=TLS:eth0 tcp:192.0.2.2:5061 virtual\n"
      "listen=sctp:(192.0.2.3, [2001:db8::3]):5062\n");
  ASSERT_FALSE(parsed->diagnostics.has_errors()) << parsed->diagnostics.render(parsed->sources);
  const auto& listens = parsed->script.listens;
  ASSERT_EQ(listens.size(), 6u);
  EXPECT_EQ(listens[0].protocol, "udp");
  EXPECT_EQ(listens[0].hosts, std::vector<std::string>{"192.0.2.1"});
  EXPECT_EQ(listens[0].port, 5060);
  EXPECT_EQ(listens[0].advertise_host, "edge.example.org");
  EXPECT_EQ(listens[0].advertise_port, 5070);
  EXPECT_EQ(listens[0].name, "a");
  EXPECT_EQ(listens[1].protocol, "");
  EXPECT_EQ(listens[1].hosts, std::vector<std::string>{"2001:db8::1"});
  EXPECT_EQ(listens[1].port, 0);
  EXPECT_EQ(listens[2].hosts, std::vector<std::string>{"2001:db8::2"});
  EXPECT_EQ(listens[3].protocol, "tls");
  EXPECT_EQ(listens[3].hosts, std::vector<std::string>{"eth0"});
  EXPECT_TRUE(listens[4].is_virtual);
  EXPECT_EQ(listens[5].hosts, (std::vector<std::string>{"192.0.2.3", "2001:db8::3"}));
  EXPECT_EQ(listens[5].port, 5062);
}

TEST(ModuleTest, NamesAndParameters) {
  const auto parsed = parse(
      "loadmodule \"/opt/modules/tm.so\"\n"
      "modparam(\"nathelper|registrar\", \"received_avp\", \"$avp(R)\")\n"
      "modparam(\"acc.*\", \"log_flag\", -3)\n");
  ASSERT_FALSE(parsed->diagnostics.has_errors());
  EXPECT_EQ(parsed->script.modules.at(0).name, "tm");
  const auto& parameters = parsed->script.module_parameters;
  EXPECT_EQ(parameters.at(0).names, (std::vector<std::string>{"nathelper", "registrar"}));
  EXPECT_EQ(parameters.at(0).value->text, "$avp(R)");
  EXPECT_TRUE(parameters.at(1).names.empty());
  EXPECT_EQ(parameters.at(1).value->number, -3);
}

TEST(VariableTest, Parts) {
  Diagnostics diagnostics;
  const auto made = parse_variable("$(hdr(X-$var(n))[-1]{s.substr,1,$var(k)}{s.select,0,,}{s.len})",
                                   Location{}, diagnostics);
  ASSERT_NE(made, nullptr);
  EXPECT_EQ(made->name, "hdr");
  EXPECT_EQ(made->inner, "X-$var(n)");
  ASSERT_EQ(made->inner_format.size(), 2u);
  EXPECT_EQ(made->inner_format[0].literal, "X-");
  EXPECT_EQ(made->inner_format[1].variable->inner, "n");
  EXPECT_EQ(made->index.kind, IndexKind::kNumber);
  EXPECT_EQ(made->index.number, -1);
  ASSERT_EQ(made->transformations.size(), 3u);
  EXPECT_EQ(made->transformations[0].family, "s");
  EXPECT_EQ(made->transformations[0].operation, "substr");
  EXPECT_EQ(made->transformations[0].raw, "1,$var(k)");
  ASSERT_EQ(made->transformations[0].arguments.size(), 2u);
  EXPECT_EQ(made->transformations[0].arguments[1].at(0).variable->inner, "k");
  ASSERT_EQ(made->transformations[1].arguments.size(), 2u);
  EXPECT_EQ(made->transformations[1].arguments[1].at(0).literal, ",");
  EXPECT_TRUE(made->transformations[2].arguments.empty());
}

TEST(VariableTest, Refusals) {
  for (const std::string_view text :
       {"", "ru", "$", "$()", "$(ru", "$var(a", "$(ru )", "$( ru)", "$(hdr(a)[ 1 ])", "$(hdr(a)[1)",
        "$(ru{s})", "$(ru{s.})", "$(ru{s.len)", "$(ru{s.substr,1)", "$ru x", "$var(a)[0]"}) {
    Diagnostics diagnostics;
    EXPECT_EQ(parse_variable(text, Location{}, diagnostics), nullptr) << text;
    EXPECT_EQ(diagnostics.errors(), 1u) << text;
  }
}

TEST(FormatTest, Pieces) {
  Diagnostics diagnostics;
  Format format;
  ASSERT_TRUE(parse_format("a $ru. $$ $(var(b){s.rm,})})", Location{}, diagnostics, format));
  ASSERT_EQ(format.size(), 5u);
  EXPECT_EQ(format[0].literal, "a ");
  EXPECT_EQ(format[1].variable->name, "ru");
  EXPECT_EQ(format[2].literal, ". $ ");
  EXPECT_EQ(format[3].variable->text, "$(var(b){s.rm,})");
  EXPECT_EQ(format[4].literal, "})");
  EXPECT_TRUE(parse_format("", Location{}, diagnostics, format));
  for (const std::string_view bad : {"100$", "$ x", "$(", "$var(a"}) {
    Format ignored;
    EXPECT_FALSE(parse_format(bad, Location{}, diagnostics, ignored)) << bad;
  }
}

TEST(FormatTest, DepthIsBounded) {
  std::string deep;
  for (int i = 0; i < 10000; ++i) deep += "$var(";
  Diagnostics diagnostics;
  Format format;
  EXPECT_FALSE(parse_format(deep + std::string(10000, ')'), Location{}, diagnostics, format));
  std::string long_one = "$(ru";
  for (int i = 0; i < 10000; ++i) long_one += "{s.len}";
  EXPECT_FALSE(parse_format(long_one + ")", Location{}, diagnostics, format));
}

TEST(ParserTest, MissingFile) {
  ParseOptions options;
  Sources sources;
  Diagnostics diagnostics;
  parse_script("/nonexistent/edge.cfg", options, sources, diagnostics);
  EXPECT_TRUE(diagnostics.has_errors());
  EXPECT_EQ(diagnostics.render(sources),
            "/nonexistent/edge.cfg: error: cannot read this file\n"
            "      = check the name and the permissions; it may have 16 MiB\n");
}

TEST(ParserTest, DefinesAreKept) {
  const auto parsed = parse("#!define A \"b\"\nroute { exit; }");
  bool found = false;
  for (const auto& [name, value] : parsed->script.defines) found |= name == "A" && value == "\"b\"";
  EXPECT_TRUE(found);
}

}  // namespace
}  // namespace weir::routes
