#include "routes/fuse.h"

#include "tests/routes/test_host.h"

#include <gtest/gtest.h>

#include <string>

namespace weir::routes::testing {
namespace {

constexpr const char* kHead = "loadmodule \"textops.so\"\nloadmodule \"pv.so\"\n";

// INVITE with that user and that User-Agent.
std::string invite(const std::string& user, const std::string& agent) {
  return "INVITE sip:" + user +
         "@example.com SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.9;branch=z9hG4bK1\r\n"
         "From: <sip:a@example.com>;tag=1\r\nTo: <sip:b@example.com>\r\nCall-ID: 1\r\n"
         "CSeq: 1 INVITE\r\nUser-Agent: " +
         agent + "\r\n\r\n";
}

// What $var(x), the first variable of the script, holds after a run.
int run(Bench& bench, const std::string& datagram) {
  bench.run(datagram);
  return bench.notes().variables[0].number;
}

TEST(Fuse, KeepsTheProvedCodeAsItIs) {
  Bench bench(std::string(kHead) + "request_route { if (is_method(\"INVITE\")) exit; }");
  ASSERT_TRUE(bench.ok()) << bench.problems();
  const auto code = bench.image().code();
  const auto fast = bench.image().fast_code();
  ASSERT_EQ(code.size(), fast.size());
  std::size_t changed = 0;
  for (std::size_t i = 0; i < code.size(); ++i) {
    if (code[i].op == fast[i].op) continue;
    ++changed;
    EXPECT_TRUE(code[i].op == Op::kIsMethod || code[i].op == Op::kPushResult);
    EXPECT_EQ(code[i].operand, fast[i].operand);
  }
  EXPECT_GE(changed, 1u);
}

TEST(Fuse, FindsTheCaseOfATextByHashing) {
  std::string script = std::string(kHead) + "request_route {\n  $var(x) = 0;\n  switch ($rU) {\n";
  for (int i = 1; i <= 50; ++i) {
    script +=
        "    case \"user" + std::to_string(i) + "\": $var(x) = " + std::to_string(i) + "; break;\n";
  }
  script += "    case \"user7\": $var(x) = 1000; break;\n    default: $var(x) = -1;\n  }\n}\n";
  Bench bench(script);
  ASSERT_TRUE(bench.ok()) << bench.problems();
  ASSERT_EQ(bench.image().switches().size(), 1u);
  for (int i = 1; i <= 50; ++i) {
    EXPECT_EQ(run(bench, invite("user" + std::to_string(i), "x")), i);
  }
  EXPECT_EQ(run(bench, invite("user51", "x")), -1);
  EXPECT_EQ(run(bench, invite("User1", "x")), -1);
}

TEST(Fuse, SwitchesOverShortTextsOfAMovedImage) {
  Bench bench(std::string(kHead) +
              "request_route { $var(x) = 0; switch ($rU) { case \"a\": $var(x) = 1; break; "
              "case \"b\": $var(x) = 2; break; case \"c\": $var(x) = 3; break; "
              "case \"\": $var(x) = 4; break; } }");
  ASSERT_TRUE(bench.ok()) << bench.problems();
  EXPECT_EQ(run(bench, invite("c", "x")), 3);
  EXPECT_EQ(run(bench, invite("d", "x")), 0);
}

constexpr const char* kPatterns =
    "request_route {\n"
    "  $var(x) = 0;\n"
    "  if ($ua =~ \"^friendly\") $var(x) = $var(x) + 1;\n"
    "  if ($ua =~ \"sip(cli|vicious)\") { $var(x) = $var(x) + 2; }\n"
    "  if ($ua =~ \"end$\") $var(x) = $var(x) + 4;\n"
    "  if ($rU =~ \"end$\") $var(x) = $var(x) + 8;\n"
    "}\n";

TEST(Fuse, PassesOverPatternsOfWhichNoneMatches) {
  Bench bench(std::string(kHead) + kPatterns);
  ASSERT_TRUE(bench.ok()) << bench.problems();
  // The third one ends no group: what follows asks another pseudo-variable.
  ASSERT_GE(bench.image().pattern_groups().size(), 1u);
  EXPECT_EQ(run(bench, invite("u", "Phone 1.0")), 0);
  EXPECT_EQ(run(bench, invite("u", "friendly")), 1);
  EXPECT_EQ(run(bench, invite("u", "not friendly")), 0);
  EXPECT_EQ(run(bench, invite("u", "a SIPVICIOUS thing")), 2);
  EXPECT_EQ(run(bench, invite("u", "friendly sipcli end")), 7);
  EXPECT_EQ(run(bench, invite("end", "end")), 12);
  EXPECT_EQ(run(bench, invite("end", "Phone")), 8);
}

// What reads differently each time is read each time.
TEST(Fuse, LeavesPatternsOnChangingVariablesAlone) {
  Bench bench(std::string(kHead) +
              "request_route { $var(x) = 0; if ($RANDOM =~ \"^1\") $var(x) = 1; "
              "if ($RANDOM =~ \"^2\") $var(x) = 2; }");
  ASSERT_TRUE(bench.ok()) << bench.problems();
  EXPECT_TRUE(bench.image().pattern_groups().empty());
}

// An else is a statement that runs when nothing matches.
TEST(Fuse, LeavesPatternsWithAnElseAlone) {
  Bench bench(std::string(kHead) +
              "request_route { $var(x) = 0; if ($ua =~ \"a\") $var(x) = 1; else $var(x) = 5; "
              "if ($ua =~ \"b\") $var(x) = $var(x) + 2; }");
  ASSERT_TRUE(bench.ok()) << bench.problems();
  EXPECT_EQ(run(bench, invite("u", "zzz")), 5);
  EXPECT_EQ(run(bench, invite("u", "zbz")), 7);
}

}  // namespace
}  // namespace weir::routes::testing
