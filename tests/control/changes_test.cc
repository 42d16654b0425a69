#include "control/changes.h"

#include "routes/compile.h"
#include "routes/parser.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace weir::control {
namespace {

using testing::ElementsAre;

constexpr std::string_view kModules =
    "loadmodule \"pv.so\"\nloadmodule \"sl.so\"\nloadmodule \"htable.so\"\n"
    "loadmodule \"pike.so\"\n";

Outline outline(const std::string& text) {
  routes::Sources sources;
  routes::Diagnostics diagnostics;
  const routes::Script script =
      routes::parse_script_text(std::string(kModules) + text, "test.cfg", {}, sources, diagnostics);
  const auto image = routes::compile(script, sources, diagnostics);
  EXPECT_TRUE(image) << diagnostics.render(sources);
  return image ? Outline(script, image->settings()) : Outline();
}

// One text a change: "added route[A]: now".
std::vector<std::string> changes(const std::string& before, const std::string& after) {
  std::vector<std::string> texts;
  for (const Change& change : compare(outline(before), outline(after))) {
    texts.push_back(std::string(change_text(change.kind)) + " " + change.what + ": " +
                    std::string(effect_text(change.effect)));
  }
  return texts;
}

constexpr const char* kMain = "request_route { exit; }\n";

TEST(Changes, RoutesByTheirName) {
  EXPECT_THAT(
      changes("request_route { route(A); }\nroute[A] { exit; }\nroute[B] { exit; }\n"
              "failure_route[A] { exit; }\n",
              "request_route { route(A); }\nroute[A] { drop; }\nfailure_route[A] { exit; }\n"
              "failure_route[C] { exit; }\n"),
      ElementsAre("added failure_route[C]: now", "changed route[A]: now", "removed route[B]: now"));
}

TEST(Changes, CommentsSpacesOrderAndDefinesMakeNone) {
  EXPECT_THAT(changes("#!define CODE 1\nrequest_route { $var(x) = CODE; }\nroute[A] { exit; }\n",
                      "# a comment\nroute[A]\n{\n  exit;\n}\nrequest_route {\n  $var(x)=1;\n}\n"),
              ElementsAre());
}

TEST(Changes, ADefineShowsWhereItIsUsed) {
  EXPECT_THAT(changes("#!define CODE 1\nrequest_route { $var(x) = CODE; }\n",
                      "#!define CODE 2\nrequest_route { $var(x) = CODE; }\n"),
              ElementsAre("changed request_route: now"));
}

TEST(Changes, UnnamedBlocksAreOneRoute) {
  EXPECT_THAT(changes(kMain, std::string(kMain) + "request_route { drop; }\n"),
              ElementsAre("changed request_route: now"));
}

TEST(Changes, ParametersSayWhenTheyTakeEffect) {
  const std::string main = kMain;
  EXPECT_THAT(changes(main + "modparam(\"pike\", \"sampling_time_unit\", 2)\n",
                      main + "modparam(\"pike\", \"sampling_time_unit\", 3)\n"),
              ElementsAre("changed modparam(\"pike\", \"sampling_time_unit\"): now"));
  EXPECT_THAT(changes(main, main + "modparam(\"guard\", \"key_file\", \"/etc/key\")\n"),
              ElementsAre("added modparam(\"guard\", \"key_file\"): at the next start"));
  EXPECT_THAT(changes("debug=1\nuser=\"a\"\nchildren=2\n" + main,
                      "debug=2\nuser=\"b\"\nchildren=4\n" + main),
              ElementsAre("changed children: it does nothing here", "changed debug: now",
                          "changed user: at the next start"));
  // The last of several lines counts; of a repeatable parameter all do.
  EXPECT_THAT(changes("debug=1\ndebug=2\n" + main, "debug=3\ndebug=2\n" + main), ElementsAre());
  EXPECT_THAT(changes(main + "modparam(\"guard\", \"peer\", \"192.0.2.1\")\n",
                      main + "modparam(\"guard\", \"peer\", \"192.0.2.1\")\n"
                             "modparam(\"guard\", \"peer\", \"192.0.2.2\")\n"),
              ElementsAre("changed modparam(\"guard\", \"peer\"): now"));
}

TEST(Changes, TablesThatKeepTheirDefinitionAreTheSame) {
  const std::string a = std::string(kMain) + "modparam(\"htable\", \"htable\", \"a=>size=4;\")\n";
  const std::string b = "modparam(\"htable\", \"htable\", \"b=>size=4;\")\n";
  EXPECT_THAT(changes(a, a + b), ElementsAre("added htable b: now"));
  EXPECT_THAT(changes(a + b, a), ElementsAre("removed htable b: now"));
  EXPECT_THAT(changes(a, std::string(kMain) +
                             "modparam(\"htable\", \"htable\", \"a=>size=4;autoexpire=5;\")\n"),
              ElementsAre("changed htable a: now; what the old table holds stays behind"));
}

TEST(Changes, SocketsAliasesAndModules) {
  const std::string main = kMain;
  const std::vector<Change> sockets = compare(
      outline("listen=udp:192.0.2.1:5060\n" + main),
      outline("listen=udp:192.0.2.1:5060 advertise 198.51.100.1:5070 name \"out\"\n" + main));
  ASSERT_EQ(sockets.size(), 2u);
  EXPECT_EQ(sockets[0].what, "listen=udp:192.0.2.1:5060 advertise 198.51.100.1:5070 name \"out\"");
  EXPECT_EQ(sockets[0].effect, Effect::kSockets);
  EXPECT_EQ(sockets[1].kind, Change::Kind::kRemoved);
  EXPECT_EQ(sockets[1].effect, Effect::kSockets);
  EXPECT_THAT(changes(main, "alias=\"example.org:5062\"\nloadmodule \"rr.so\"\n" + main),
              ElementsAre("added alias=\"example.org:5062\": now", "added loadmodule \"rr\": now"));
  const std::vector<Change> lcores =
      compare(outline(main), outline(main + "modparam(\"dpdk\", \"lcores\", 2)\n"));
  ASSERT_EQ(lcores.size(), 1u);
  EXPECT_EQ(lcores[0].effect, Effect::kSockets);
}

}  // namespace
}  // namespace weir::control
