// What compile() refuses, and in which words.
#include "tests/routes/test_host.h"

#include <gtest/gtest.h>

namespace weir::routes::testing {
namespace {

struct Case {
  const char* name;
  const char* script;
  const char* expected;  // a part of the rendered diagnostics
};

constexpr Case kCases[] = {
    {"UndefinedRoute", "request_route { route(REQINIT); }\nroute[REQINT] { exit; }",
     "route[REQINIT] is not defined"},
    {"UndefinedRouteAdvice", "request_route { route(REQINIT); }\nroute[REQINT] { exit; }",
     "REQINT"},
    {"UnknownFunction", "request_route { forwrad(); }", "unknown function forwrad()"},
    {"UnknownFunctionAdvice", "request_route { forwrad(); }", "forward"},
    {"ModuleNotLoaded", "request_route { sl_send_reply(\"200\",\"OK\"); }",
     "module sl is not loaded"},
    {"ArgumentCount", "loadmodule \"sl.so\"\nrequest_route { sl_send_reply(\"200\"); }",
     "sl_send_reply() takes 2 arguments, not 1"},
    {"WrongBlock", "loadmodule \"rr.so\"\nreply_route { loose_route(); }",
     "loose_route() is not allowed in a onreply_route"},
    {"Planned", "loadmodule \"tm.so\"\nrequest_route {\n  t_next_contacts();\n}",
     "planned: t_next_contacts() of module tm is not built yet"},
    {"PlannedArguments", "loadmodule \"tm.so\"\nrequest_route {\n  t_write_unix(\"a\");\n}",
     "t_write_unix() takes 2 arguments, not 1"},
    {"PlannedBlock", "loadmodule \"tm.so\"\nreply_route {\n  t_newtran();\n}",
     "t_newtran() is not allowed in a onreply_route"},
    {"PlannedModule", "request_route {\n  t_relay();\n}", "module tm is not loaded"},
    {"PlannedVariableInArgument",
     "loadmodule \"tm.so\"\nloadmodule \"sl.so\"\nrequest_route { t_write_unix(\"a\", \"$nope\"); }",
     "unknown pseudo-variable $nope"},
    {"PlannedLine", "loadmodule \"tm.so\"\nrequest_route {\n  t_next_contacts();\n}", "test.cfg:3:"},
    {"UnknownVariable", "request_route { $var(x) = $rux; }", "unknown pseudo-variable $rux"},
    {"VariableInFormat", "loadmodule \"xlog.so\"\nrequest_route { xlog(\"a $rux b\\n\"); }",
     "unknown pseudo-variable $rux"},
    {"PlannedVariable", "request_route { $var(x) = $uac_req(method); }",
     "planned: the pseudo-variable $uac_req is not"},
    {"NeedsName", "request_route { $var(x) = $hdr; }", "$hdr needs a name"},
    {"ReadOnly", "request_route { $si = \"x\"; }", "$si cannot be assigned"},
    {"UnknownField", "request_route { $var(x) = $time(hours); }", "$time(hours) is not known"},
    {"UnknownTransformation", "request_route { $var(x) = $(ru{s.upper}); }",
     "unknown transformation {s.upper}"},
    {"TransformationArguments", "request_route { $var(x) = $(ru{s.substr,1}); }",
     "{s.substr} takes 2 to 2 arguments"},
    {"UnknownGlobal", "childern=4\nrequest_route { exit; }",
     "there is no global parameter \"childern\""},
    {"UnknownGlobalAdvice", "childern=4\nrequest_route { exit; }", "did you mean \"children\"?"},
    {"GlobalText", "children=\"four\"\nrequest_route { exit; }",
     "children takes a number, 0 or more, or yes or no, not four"},
    {"GlobalBelowZero", "children=-1\nrequest_route { exit; }", "children takes a number, 0 or"},
    {"GlobalNumber", "log_prefix=5\nrequest_route { exit; }",
     "log_prefix takes a text in quotes, not 5"},
    {"GlobalWord", "server_header=Server\nrequest_route { exit; }",
     "server_header takes a text in quotes, not Server"},
    {"PlannedGlobal", "enable_tls=yes\nrequest_route { exit; }",
     "planned: enable_tls is not built yet"},
    {"VariableInLogPrefix", "log_prefix=\"$nope \"\nrequest_route { exit; }",
     "unknown pseudo-variable $nope"},
    {"UnknownModule", "loadmodule \"txtops.so\"\nrequest_route { exit; }",
     "unknown module \"txtops.so\""},
    {"UnknownParameter",
     "loadmodule \"rr.so\"\nmodparam(\"rr\", \"append_fromtags\", 1)\n"
     "request_route { exit; }",
     "module rr has no parameter \"append_fromtags\""},
    {"ParameterType",
     "loadmodule \"rr.so\"\nmodparam(\"rr\", \"append_fromtag\", \"1\")\n"
     "request_route { exit; }",
     "takes a number"},
    {"PlannedParameter",
     "loadmodule \"sl.so\"\nmodparam(\"sl\", \"rich_redirect\", 1)\n"
     "request_route { exit; }",
     "planned: parameter \"rich_redirect\" of module sl is not built yet"},
    {"ParameterWithoutModule", "modparam(\"rr\", \"append_fromtag\", 1)\nrequest_route { exit; }",
     "module \"rr\" is not loaded"},
    {"UnknownTable",
     "loadmodule \"htable.so\"\nmodparam(\"htable\", \"htable\", \"ban=>size=4;\")\n"
     "request_route { if ($sht(bann=>$si) != $null) exit; }",
     "there is no table \"bann\""},
    {"BadTable",
     "loadmodule \"htable.so\"\nmodparam(\"htable\", \"htable\", \"ban=>size=99;\")\n"
     "request_route { exit; }",
     "size is the power of two"},
    {"DuplicateRoute", "request_route { exit; }\nroute[A] { exit; }\nroute[A] { exit; }",
     "duplicate route[A]"},
    {"BadPattern", "request_route { if ($ru =~ \"(\") exit; }", "bad pattern"},
    {"MyselfOfPort", "request_route { if (src_port == myself) exit; }", "myself"},
    {"HostName", "request_route { if (src_ip == \"no where\") exit; }", "is no address"},
    {"Select", "request_route { $var(x) = $sel(tls.peer); }", "planned"},
};

class Resolve : public ::testing::TestWithParam<Case> {};

TEST_P(Resolve, SaysWhatIsWrong) {
  std::string problems;
  EXPECT_FALSE(compile_text(GetParam().script, &problems).has_value());
  EXPECT_NE(problems.find(GetParam().expected), std::string::npos) << problems;
}

INSTANTIATE_TEST_SUITE_P(All, Resolve, ::testing::ValuesIn(kCases),
                         [](const auto& test) { return std::string(test.param.name); });

TEST(ResolveAll, EverythingAtOnce) {
  std::string problems;
  EXPECT_FALSE(compile_text("request_route {\n  route(A);\n  nothing();\n  $nope = 1;\n"
                            "  $var(x) = $nada;\n}\n",
                            &problems)
                   .has_value());
  for (const char* part : {"route[A]", "nothing()", "$nope", "$nada"}) {
    EXPECT_NE(problems.find(part), std::string::npos) << part << "\n" << problems;
  }
}

struct Quiet {
  const char* script;
  const char* warning;  // a part of it; null: none
};

constexpr Quiet kGood[] = {
    {"debug=-1\nenable_tls=no\nreply_to_via=0\ntcp_max_connections=5\nuser=\"nobody\"\n"
     "log_facility=LOG_LOCAL0\nadvertised_address=192.0.2.1\nmemdbg=5\nudp_mtu_try_proto=TCP\n"
     "kamailio.mine=7 desc \"of one's own\"\nrequest_route { exit; }",
     nullptr},
    {"loadmodule \"rr.so\"\nloadmodule \"permissions.so\"\nmodparam(\"rr\", \"add_username\", 0)\n"
     "modparam(\"permissions\", \"load_backends\", 1)\nmodparam(\"dpdk\", \"lcores\", 2)\n"
     "modparam(\"dpdk\", \"lcores\", \"2\")\nrequest_route { exit; }",
     nullptr},
    {"tos=16\nrequest_route { exit; }", "tos has no effect: it is not built"},
    {"open_files_limit=0\nrequest_route { exit; }", nullptr},
    {"route[X] { exit; }", "there is no request_route: every request will be dropped"},
    {"", "there is no request_route"},
};

TEST(ResolveSettings, WarnsWhereNothingHappens) {
  for (const Quiet& row : kGood) {
    std::string problems;
    EXPECT_TRUE(compile_text(row.script, &problems).has_value()) << problems;
    if (row.warning == nullptr) {
      EXPECT_EQ(problems, "") << row.script;
    } else {
      EXPECT_NE(problems.find(row.warning), std::string::npos) << row.script << problems;
    }
  }
}

TEST(ResolveSettings, CollectsWhatStandsOutside) {
  const auto image = compile_text(
      "children=4\nlisten=udp:127.0.0.1:5080\nalias=\"example.org\"\n"
      "loadmodule \"htable.so\"\nloadmodule \"rr.so\"\nmodparam(\"rr\", \"append_fromtag\", 0)\n"
      "modparam(\"htable\", \"htable\", \"ban=>size=4;autoexpire=60;initval=7\")\n"
      "request_route { exit; }");
  ASSERT_TRUE(image);
  const Settings& s = image->settings();
  EXPECT_EQ(s.global_number("children", 0), 4);
  EXPECT_EQ(s.number("rr", "append_fromtag", 1), 0);
  EXPECT_FALSE(image->tunables().rr_append_fromtag);
  ASSERT_EQ(s.listens.size(), 1u);
  EXPECT_EQ(s.listens[0].host, "127.0.0.1");
  EXPECT_EQ(s.listens[0].port, 5080);
  ASSERT_EQ(s.aliases.size(), 1u);
  const int table = image->find_table("ban");
  ASSERT_EQ(table, 1);
  EXPECT_EQ(s.tables[1].size_log2, 4u);
  EXPECT_EQ(s.tables[1].autoexpire, 60u);
  EXPECT_EQ(s.tables[1].initial_number, 7);
  EXPECT_EQ(image->find_table("$shv"), 0);
}

constexpr const char* kBanHead =
    "loadmodule \"htable.so\"\nloadmodule \"pike.so\"\nloadmodule \"textops.so\"\n"
    "modparam(\"htable\", \"htable\", \"ipban=>size=8;\")\n";

BanGate gate(const std::string& body) {
  const auto image = compile_text(std::string(kBanHead) + body);
  EXPECT_TRUE(image);
  return image ? image->ban_gate() : BanGate::kNone;
}

TEST(BanGateOf, Scripts) {
  const std::string test = "if ($sht(ipban=>$si) != $null) { exit; }";
  EXPECT_EQ(gate("request_route { " + test + " }"), BanGate::kAlways);
  EXPECT_EQ(gate("request_route { route(R); }\nroute[R] { force_rport(); " + test + " }"),
            BanGate::kAlways);
  EXPECT_EQ(
      gate("request_route { route(R); }\nroute[R] { if (src_ip != myself) { " + test + " } }"),
      BanGate::kUnlessMyself);
  EXPECT_EQ(gate("request_route { if (is_method(\"INVITE\")) { exit; } " + test + " }"),
            BanGate::kNone);
  EXPECT_EQ(gate("request_route { if ($sht(ipban=>$ua) != $null) { exit; } }"), BanGate::kNone);
  EXPECT_EQ(gate("request_route { if ($sht(ipban=>$si) != $null) { forward(); } }"),
            BanGate::kNone);
  EXPECT_EQ(gate("request_route { forward(); " + test + " }"), BanGate::kNone);
}

TEST(StaticDepthOf, Scripts) {
  EXPECT_EQ(compile_text("request_route { exit; }")->static_depth(), 1u);
  EXPECT_EQ(compile_text("request_route { route(A); }\nroute[A] { route(B); }\nroute[B] { exit; }")
                ->static_depth(),
            3u);
}

}  // namespace
}  // namespace weir::routes::testing
