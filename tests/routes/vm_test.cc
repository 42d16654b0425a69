#include "tests/routes/test_host.h"

#include <gtest/gtest.h>

namespace weir::routes::testing {
namespace {

constexpr const char* kModules =
    "loadmodule \"pv.so\"\nloadmodule \"xlog.so\"\nloadmodule \"textops.so\"\n"
    "loadmodule \"sl.so\"\nloadmodule \"kex.so\"\nloadmodule \"cfgutils.so\"\n";

// Statement lists with what `xlog` shows at their end; all seen on Kamailio 5.6.3.
struct Case {
  const char* name;
  const char* body;
  const char* shown;  // the last line logged
};

constexpr const char* kRoutes =
    "route[RET2] { return 2; }\nroute[RETM2] { return -2; }\nroute[RET0] { return 0; }\n"
    "route[RETNONE] { $var(z)=1; }\nroute[NEG] { return -1; }\n"
    "route[FALLFALSE] { is_method(\"FOO\"); }\nroute[EMPTYRET] { return; }\n"
    "route[SWBREAK] { switch(5) { case 5: $var(q)=1; break; default: $var(q)=2; } }\n"
    "route[SWNONE] { switch(7) { case 5: $var(q)=1; break; } }\n"
    "route[SWFALL] { switch(5) { case 5: $var(q)=1; } }\n"
    "route[WBREAK] { while(1) { break; } }\n"
    "route[WNORM] { $var(k)=0; while($var(k)<2) { $var(k)=$var(k)+1; } }\n"
    "route[WFALSE] { while(0) { $var(k)=1; } }\n"
    "route[IFF] { if(is_method(\"FOO\")) { $var(a)=1; } }\n"
    "route[IFE] { if(0) { $var(a)=1; } else is_method(\"FOO\"); }\n"
    "route[LOOPMAX] { $var(i)=0; while(1) { $var(i)=$var(i)+1; } }\n"
    "route[DIVZ] { $var(zz)=0; $var(r)=1/$var(zz); }\n"
    "route[DIVC] { $var(zz)=0; if(1/$var(zz)) $var(dz)=1; else $var(dz)=2; }\n"
    "route[RDIV] { $var(zz)=0; return 1/$var(zz); }\n"
    "route[FLG] { isflagset(4); }\nroute[EMPTYR] { ; }\n"
    "route[SELF] { $var(depth) = $var(depth) + 1; route(SELF); }\n";

constexpr Case kCases[] = {
    {"StrEqualsInt", "$var(s)=\"5\"; $var(r)=$var(s)==5; xlog(\"$var(r)\");", "1"},
    {"IntEqualsStr", "$var(s)=\"5\"; $var(r)=5==$var(s); xlog(\"$var(r)\");", "1"},
    {"StrPlusInt", "$var(r)=\"3\"+4; xlog(\"$var(r)\");", "34"},
    {"IntPlusBadStr", "$var(i)=5; $var(t)=\"4x\"; $var(r)=$var(i)+$var(t); xlog(\"$var(r)\");",
     "5"},
    {"TextPlusInts", "$var(i)=5; $var(r)=\"a\"+$var(i)+$var(i); xlog(\"$var(r)\");", "a55"},
    {"NullPlusInt", "$var(r)=$avp(u)+1; xlog(\"$var(r)\");", "1"},
    {"NullPlusText", "$var(r)=$avp(u)+\"x\"; xlog(\"$var(r)\");", "x"},
    {"Quotient", "$var(r)=7/2; xlog(\"$var(r)\");", "3"},
    {"NegativeQuotient", "$var(r)=-7/2; xlog(\"$var(r)\");", "-3"},
    {"Modulo", "$var(r)=-7 mod 3; xlog(\"$var(r)\");", "-1"},
    {"DivisionByZeroSkips", "$var(r)=9; $var(zz)=0; $var(r)=1/$var(zz); xlog(\"$var(r)\");", "9"},
    {"Hexadecimal", "$var(r)=0x1F; xlog(\"$var(r)\");", "31"},
    {"Wraps", "$var(r)=2147483647+1; xlog(\"$var(r)\");", "-2147483648"},
    {"ShiftBeforeOr", "$var(r)=1<<3|1; xlog(\"$var(r)\");", "9"},
    {"NullTest", "$var(r)=$avp(u)==$null; xlog(\"$var(r)\");", "1"},
    {"UnsetVarIsZero", "$var(r)=$var(never)==$null; xlog(\"$var(r) $var(never)\");", "0 0"},
    {"UnsetVnIsNull", "$var(r)=$vn(never)==$null; xlog(\"$var(r) $vn(never)\");", "1 <null>"},
    {"EmptyIsNotNull", "$var(e)=\"\"; $var(r)=$var(e)==$null; xlog(\"$var(r)\");", "0"},
    {"NullEqualsZero", "$var(r)=$avp(x)==0; xlog(\"$var(r)\");", "1"},
    {"NullEqualsEmpty", "$var(r)=$avp(x)==\"\"; xlog(\"$var(r)\");", "1"},
    {"NotEmpty", "$var(e)=\"\"; if(!$var(e)) xlog(\"T\"); else xlog(\"F\");", "T"},
    {"NumberText", "$var(s)=\"5\"; if($var(s)) xlog(\"T\"); else xlog(\"F\");", "T"},
    {"PlainText", "$var(s)=\"abc\"; if($var(s)) xlog(\"T\"); else xlog(\"F\");", "F"},
    {"Negative", "$var(n)=-3; if($var(n)) xlog(\"T\"); else xlog(\"F\");", "F"},
    {"NotNegative", "$var(n)=-3; if(!$var(n)) xlog(\"T\"); else xlog(\"F\");", "F"},
    {"NegativeAndOne", "$var(n)=-3; $var(r)=$var(n) && 1; xlog(\"$var(r)\");", "-3"},
    {"NegativeOrZero", "$var(n)=-3; $var(r)=$var(n) || 0; xlog(\"$var(r)\");", "-3"},
    {"NeutralIsOneAlone", "$var(i)=5; $var(r)=$var(i) && 7; xlog(\"$var(r)\");", "1"},
    {"SumInACondition", "$var(t)=\"abc\"; if($var(t)+7) xlog(\"T $var(i)\"); else xlog(\"F\");",
     "T 0"},
    {"SumOfTextsInAProduct", "$var(s)=\"5\"; $var(r)=($var(s)+$var(s))*2; xlog(\"$var(r)\");",
     "20"},
    {"SumOfTextsAssigned", "$var(s)=\"5\"; $var(r)=$var(s)+$var(s); xlog(\"$var(r)\");", "55"},
    {"Strempty", "$var(e)=\"\"; if(strempty($var(e))) xlog(\"T\"); else xlog(\"F\");", "T"},
    {"NotDefined", "if(defined $avp(u)) xlog(\"T\"); else xlog(\"F\");", "F"},
    {"MatchIgnoresCase", "$var(t)=\"abc\"; if($var(t)=~\"^A\") xlog(\"T\"); else xlog(\"F\");",
     "T"},
    {"ComputedPattern", "$var(p)=\"^A\"; if(\"abc\"=~$var(p)) xlog(\"T\"); else xlog(\"F\");", "T"},
    {"JoinedPattern", "$var(p)=\"b\"; if(\"abc\"=~\"^\"+$var(p)) xlog(\"T\"); else xlog(\"F\");",
     "F"},
    {"NumberAsPattern", "$var(p)=5; if(\"a5\"=~$var(p)) xlog(\"T\"); else xlog(\"F\");", "T"},
    {"EmptyPattern", "$var(p)=\"\"; if(\"a\"=~$var(p)) xlog(\"T\"); else xlog(\"F\");", "T"},
    {"UnsetPattern", "if(\"a\"=~$avp(x)) xlog(\"T\"); else xlog(\"F\");", "T"},
    {"NoPattern", "if(\"a\"=~$null) xlog(\"T\"); else xlog(\"F\");", "F"},
    {"BadPatternIsFalse", "$var(p)=\"a(\"; if(\"a\"=~$var(p)) xlog(\"T\"); else xlog(\"F\");", "F"},
    {"BadPatternNegatedToo", "$var(p)=\"a(\"; if(!(\"a\"=~$var(p))) xlog(\"T\"); else xlog(\"F\");",
     "F"},
    {"BadPatternSkipsTheAssignment",
     "$var(p)=\"a(\"; $var(q)=7; $var(q)=\"a\"=~$var(p); xlog(\"$var(q)\");", "7"},
    {"Rc2", "if(route(RET2)) xlog(\"T $rc\"); else xlog(\"F $rc\");", "T 2"},
    {"RcM2", "if(route(RETM2)) xlog(\"T $rc\"); else xlog(\"F $rc\");", "F -2"},
    {"RcNone", "if(route(RETNONE)) xlog(\"T $rc\"); else xlog(\"F $rc\");", "T 1"},
    {"RcFalse", "if(route(FALLFALSE)) xlog(\"T $rc\"); else xlog(\"F $rc\");", "F -1"},
    {"RcEmpty", "if(route(EMPTYRET)) xlog(\"T $rc\"); else xlog(\"F $rc\");", "T 1"},
    {"NotNeg", "if(!route(NEG)) xlog(\"T\"); else xlog(\"F\");", "T"},
    {"DynamicRoute", "$var(d)=\"RET2\"; route($var(d)); xlog(\"$rc\");", "2"},
    {"FoldedRoute", "route(\"RET\"+\"M2\"); xlog(\"$rc\");", "-2"},
    {"MissingRoute", "$var(d)=\"NOPE\"; xlog(\"x\"); route($var(d)); xlog(\"$rc\");", "1"},
    {"SwitchFallsThrough",
     "$var(t)=\"abc\"; switch($var(t)) { case \"xyz\": $var(r)=1; break; case \"abc\": "
     "$var(r)=$var(r)+10; case \"def\": $var(r)=$var(r)+100; break; default: $var(r)=9; } "
     "xlog(\"$var(r)\");",
     "110"},
    {"SwitchDefault",
     "switch($var(i)) { case 5: $var(r)=1; break; default: $var(r)=2; } "
     "xlog(\"$var(r)\");",
     "2"},
    {"SwitchRegex",
     "$var(t)=\"abc\"; switch($var(t)) { case /\"^a\": $var(r)=1; break; default: "
     "$var(r)=2; } xlog(\"$var(r)\");",
     "1"},
    {"WhileBreaks",
     "$var(w)=0; while($var(w)<3) { $var(w)=$var(w)+1; if($var(w)==2) break; } "
     "xlog(\"$var(w)\");",
     "2"},
    {"WhileNegative",
     "$var(n)=-3; while($var(n)) { $var(n)=$var(n)+1; $var(c)=$var(c)+1; } "
     "xlog(\"$var(n) $var(c)\");",
     "0 3"},
    {"Complement", "$var(r)= ~ 1; xlog(\"$var(r)\");", "-2"},
    {"NotInterpolated", "$var(q)=\"x $var(i)\"; xlog(\"$var(q)\");", "x $var(i)"},
    {"AvpStack",
     "$avp(a)=\"1\"; $avp(a)=\"2\"; $avp(a)=3; xlog(\"$avp(a) $(avp(a)[0]) "
     "$(avp(a)[1]) $(avp(a)[2]) $(avp(a)[-1]) $(avp(a)[*])\");",
     "3 3 2 1 <null> 3, 2, 1"},
    {"AvpCleared", "$avp(a)=1; $(avp(a)[*])=$null; xlog(\"$avp(a)\");", "<null>"},
    {"SwBreak", "route(SWBREAK); xlog(\"$rc\");", "0"},
    {"SwNone", "route(SWNONE); xlog(\"$rc\");", "-5"},
    {"SwFall", "route(SWFALL); xlog(\"$rc\");", "1"},
    {"WBreak", "route(WBREAK); xlog(\"$rc\");", "0"},
    {"WNorm", "route(WNORM); xlog(\"$rc\");", "1"},
    {"WFalse", "route(WFALSE); xlog(\"$rc\");", "1"},
    {"IfFalse", "route(IFF); xlog(\"$rc\");", "1"},
    {"IfElse", "route(IFE); xlog(\"$rc\");", "-1"},
    {"LoopMax", "route(LOOPMAX); xlog(\"$rc $var(i)\");", "-1 100"},
    {"DivZ", "route(DIVZ); xlog(\"$rc\");", "-1"},
    {"DivCondition", "route(DIVC); xlog(\"$rc $var(dz)\");", "1 2"},
    {"DivReturn", "route(RDIV); xlog(\"$rc\");", "-5"},
    {"CoreFunctionResult", "route(FLG); xlog(\"$rc\");", "-1"},
    {"EmptyStatement", "route(EMPTYR); xlog(\"$rc\");", "1"},
    {"ArithmeticShift", "$var(n)=-8; $var(r)=$var(n)>>1; xlog(\"$var(r)\");", "-4"},
    {"ShiftModulo32", "$var(s)=33; $var(r)=1<<$var(s); xlog(\"$var(r)\");", "2"},
    {"MulWraps", "$var(m)=2147483647; $var(r)=$var(m)*2; xlog(\"$var(r)\");", "-2"},
    {"BigTextIsZero", "$var(s)=\"99999999999\"; $var(r)=$var(s)*1; xlog(\"$var(r)\");", "0"},
    {"StrCast", "$var(r)=(str)5 + 6; xlog(\"$var(r)\");", "56"},
    {"Recursion", "route(SELF); xlog(\"$var(depth)\");", "256"},
    {"Precedence", "$var(r)= 2 | 1 ^ 3 & 2; xlog(\"$var(r)\");", "2"},
    {"LeftAssociative", "$var(r)= 10 - 3 - 2; xlog(\"$var(r)\");", "5"},
    {"NullMatchesEmpty", "$var(r)= $avp(x) =~ \"^$\"; xlog(\"$var(r)\");", "1"},
};

class Vm : public ::testing::TestWithParam<Case> {};

TEST_P(Vm, BehavesAsKamailio) {
  const std::string script =
      std::string(kModules) + kRoutes + "request_route {\n" + GetParam().body + "\n}\n";
  Bench bench(script);
  ASSERT_TRUE(bench.ok()) << bench.problems();
  const RunResult result = bench.run();
  EXPECT_EQ(result.stop, RunResult::Stop::kDone);
  ASSERT_FALSE(bench.recorded().logs.empty());
  EXPECT_EQ(bench.recorded().logs.back(), std::string("-1 <script>: ") + GetParam().shown);
}

INSTANTIATE_TEST_SUITE_P(All, Vm, ::testing::ValuesIn(kCases),
                         [](const auto& test) { return std::string(test.param.name); });

TEST(VmFlow, ReturnZeroEndsTheScriptInsideACondition) {
  Bench bench(std::string(kModules) + kRoutes +
              "request_route { if (route(RET0)) xlog(\"a\"); else xlog(\"b\"); xlog(\"c\"); }");
  ASSERT_TRUE(bench.ok()) << bench.problems();
  const RunResult result = bench.run();
  EXPECT_TRUE(result.exited);
  EXPECT_EQ(result.return_code, 0);
  EXPECT_TRUE(bench.recorded().logs.empty());
}

TEST(VmFlow, TheLeastIntegerByMinusOneWraps) {
  Bench bench(std::string(kModules) +
              "request_route { $var(m)=-2147483647-1; $var(n)=-1; $var(q)=$var(m)/$var(n); "
              "$var(r)=$var(m) mod $var(n); xlog(\"$var(q) $var(r)\"); }");
  ASSERT_TRUE(bench.ok()) << bench.problems();
  bench.run();
  EXPECT_EQ(bench.recorded().logs.back(), "-1 <script>: -2147483648 0");
}

TEST(VmFlow, ExitAndDrop) {
  Bench exits("request_route { route(X); }\nroute[X] { exit; }");
  ASSERT_TRUE(exits.ok()) << exits.problems();
  EXPECT_EQ(exits.run().return_code, 1);
  Bench drops("request_route { route(X); forward(); }\nroute[X] { drop; }");
  ASSERT_TRUE(drops.ok()) << drops.problems();
  const RunResult result = drops.run();
  EXPECT_EQ(result.stop, RunResult::Stop::kDropped);
  EXPECT_EQ(result.return_code, 0);
  EXPECT_TRUE(drops.recorded().forwards.empty());
}

TEST(VmFlow, UnnamedBlocksAppend) {
  Bench bench(std::string(kModules) +
              "request_route { xlog(\"a\"); }\nrequest_route { xlog(\"b\"); }");
  ASSERT_TRUE(bench.ok()) << bench.problems();
  bench.run();
  EXPECT_EQ(bench.recorded().logs.size(), 2u);
}

TEST(VmFlow, EndlessRecursionRunsOutOfFuel) {
  Bench bench(
      "request_route { route(A); }\n"
      "route[A] { route(B); route(B); }\nroute[B] { route(A); route(A); }");
  ASSERT_TRUE(bench.ok()) << bench.problems();
  EXPECT_EQ(bench.run().stop, RunResult::Stop::kError);
  EXPECT_EQ(bench.image().static_depth(), kMaxRecursion);
}

TEST(VmFlow, AFullArenaIsAnError) {
  Bench bench(std::string(kModules) +
              "request_route { $var(s)=\"0123456789abcdef\"; while(1) { "
              "$var(s)=$var(s)+$var(s); xlog(\"x\"); } }");
  ASSERT_TRUE(bench.ok()) << bench.problems();
  EXPECT_EQ(bench.run().stop, RunResult::Stop::kError);
}

TEST(VmFlow, UndefinedSlotDoesNothing) {
  Bench bench("request_route { exit; }");
  ASSERT_TRUE(bench.ok()) << bench.problems();
  const RunResult result = bench.run(kInvite, RouteKind::kReply, 0);
  EXPECT_EQ(result.stop, RunResult::Stop::kDone);
  EXPECT_EQ(result.return_code, 1);
}

// What a transaction arms before a reload is a slot: it must run that route's new body afterwards,
// whatever was put before it.
TEST(VmReload, ArmedFailureRouteSurvivesRoutesInsertedBeforeIt) {
  const std::string modules = kModules;
  Bench first(modules +
              "request_route { exit; }\nfailure_route[A] { xlog(\"A 1\"); }\n"
              "failure_route[B] { xlog(\"B 1\"); }\n");
  ASSERT_TRUE(first.ok()) << first.problems();
  const int armed = first.image().find_route(RouteKind::kFailure, "B");
  ASSERT_EQ(armed, 2);

  Bench second(modules +
                   "request_route { exit; }\nfailure_route[X] { xlog(\"X 2\"); }\n"
                   "failure_route[Y] { xlog(\"Y 2\"); }\nfailure_route[B] { xlog(\"B 2\"); }\n",
               &first.image());
  ASSERT_TRUE(second.ok()) << second.problems();
  second.run(kInvite, RouteKind::kFailure, armed);
  ASSERT_EQ(second.recorded().logs.size(), 1u);
  EXPECT_NE(second.recorded().logs[0].find("B 2"), std::string::npos);

  // A was taken out: its slot stays, empty, and nobody else gets it.
  second.run(kInvite, RouteKind::kFailure, 1);
  EXPECT_EQ(second.recorded().logs.size(), 1u);
  Bench third(modules + "request_route { exit; }\nfailure_route[A] { xlog(\"A 3\"); }\n",
              &second.image());
  ASSERT_TRUE(third.ok()) << third.problems();
  third.run(kInvite, RouteKind::kFailure, 1);
  ASSERT_EQ(third.recorded().logs.size(), 1u);
  EXPECT_NE(third.recorded().logs[0].find("A 3"), std::string::npos);
  EXPECT_EQ(third.image().find_route(RouteKind::kFailure, "X"), 3);
}

TEST(VmReload, ARemovedRouteIsUnknownAgain) {
  const std::string modules = kModules;
  Bench first(modules + "request_route { route(A); }\nroute[A] { exit; }\n");
  ASSERT_TRUE(first.ok()) << first.problems();
  EXPECT_FALSE(Bench("request_route { route(A); }", &first.image()).ok());

  Bench second(
      modules +
          "request_route { $var(name) = \"A\"; route($var(name)); $var(r) = $retcode;\n"
          "if (check_route_exists(\"A\")) xlog(\"there\"); else xlog(\"gone $var(r)\"); }\n",
      &first.image());
  ASSERT_TRUE(second.ok()) << second.problems();
  second.run();
  Bench fresh(modules +
              "request_route { $var(name) = \"A\"; route($var(name)); $var(r) = $retcode;\n"
              "if (check_route_exists(\"A\")) xlog(\"there\"); else xlog(\"gone $var(r)\"); }\n");
  fresh.run();
  ASSERT_EQ(second.recorded().logs.size(), 1u);
  EXPECT_NE(second.recorded().logs[0].find("gone"), std::string::npos);
  EXPECT_EQ(second.recorded().logs, fresh.recorded().logs);
}

}  // namespace
}  // namespace weir::routes::testing
