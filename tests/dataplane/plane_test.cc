// The whole plane, with EAL, lcores and kernel sockets. EAL starts once in a process.
#include "dataplane/plane.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sched.h>

#include <chrono>

#include "tests/dataplane/edge.h"

namespace weir::dataplane {
namespace {

using test::Client;
using test::compile_text;
using test::kModules;
using test::localhost;
using test::request;
using test::start_line;
using testing::HasSubstr;

constexpr unsigned kWorkers = 2;

class PlaneTest : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    EalSettings settings;
    settings.workers = kWorkers;
    ASSERT_EQ(start_eal(settings), "");
  }

  static std::string answer(const char* reason) {
    return std::string(kModules) + "request_route {\nxlog(\"L_ERR\", \"asked\\n\");\n" +
           "sl_send_reply(\"200\", \"" + reason + "\");\n}\n";
  }

  Problem open(std::vector<sip::Address> addresses = {localhost()}) {
    PlaneSettings settings;
    for (const sip::Address& address : addresses)
      settings.listens.push_back({address, 0, "", 0, ""});
    settings.guard_sizes.sources = settings.guard_sizes.prefixes = 4096;
    settings.guard_sizes.addresses = settings.guard_sizes.flows = 4096;
    settings.keys = test::test_keys();
    return plane_.open(settings);
  }

  sip::Endpoint at() const { return {plane_.listens()[0].address, plane_.listens()[0].number}; }

  std::string ask(const Client& phone) {
    phone.send(at(),
               request("OPTIONS", "sip:x@y", "127.0.0.1:" + phone.port() + ";rport;branch=z9"));
    return start_line(phone.receive());
  }

  // Gives other threads the processor until `what` holds; at most a minute.
  template <class What>
  bool eventually(What what) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::milliseconds(test::kPatience);
    while (!what()) {
      if (std::chrono::steady_clock::now() > end) return false;
      sched_yield();
    }
    return true;
  }

  Plane plane_;
};

TEST_F(PlaneTest, AnswersSleepsAndWakes) {
  ASSERT_EQ(open(), "");
  ASSERT_EQ(plane_.workers(), kWorkers);
  ASSERT_EQ(plane_.publish(compile_text(answer("Here"))), "");
  ASSERT_EQ(plane_.launch(), "");
  for (int i = 0; i < 3; ++i) {
    ASSERT_TRUE(eventually([&] { return plane_.view(0).asleep && plane_.view(1).asleep; }));
    for (std::uint32_t host = 1; host <= 8; ++host) {
      EXPECT_EQ(ask(Client(localhost(host))), "SIP/2.0 200 Here");
    }
  }
  EXPECT_TRUE(eventually([&] { return plane_.total().answered == 24; }));
  const Counters total = plane_.total();
  EXPECT_EQ(total.received, 24u);
  EXPECT_EQ(total.account_difference(), 0);
  EXPECT_GT(total.sleeps, 0u);
  plane_.stop();
  EXPECT_FALSE(plane_.running());
}

TEST_F(PlaneTest, ReloadsWithoutAPause) {
  ASSERT_EQ(open(), "");
  ASSERT_EQ(plane_.publish(compile_text(answer("First"))), "");
  ASSERT_EQ(plane_.launch(), "");
  const Client phone(localhost());
  EXPECT_EQ(ask(phone), "SIP/2.0 200 First");
  EXPECT_EQ(plane_.generation(), 1u);
  ASSERT_EQ(plane_.publish(compile_text(answer("Second"))), "");
  EXPECT_EQ(plane_.generation(), 2u);
  EXPECT_EQ(ask(phone), "SIP/2.0 200 Second");
  plane_.collect();
  for (const RouteSlotRow& row : plane_.routes()) EXPECT_EQ(row.generation, 2u);
  plane_.stop();
}

// What a table holds goes with its definition, whatever else of the script changes.
TEST_F(PlaneTest, KeepsTablesOverReloadsAndRollbacks) {
  const auto counting = [](const char* definition, const char* word) {
    return std::string(kModules) + "modparam(\"htable\", \"htable\", \"" + definition +
           "\")\nrequest_route {\n$sht(calls=>n) = $sht(calls=>n) + 1;\n"
           "$shv(all) = $shv(all) + 1;\nsl_send_reply(\"200\", \"" +
           word + " $sht(calls=>n) $shv(all)\");\n}\n";
  };
  ASSERT_EQ(open(), "");
  EXPECT_THAT(plane_.rollback(), HasSubstr("there has been no reload"));
  ASSERT_EQ(plane_.publish(compile_text(counting("calls=>size=4;", "A"))), "");
  EXPECT_THAT(plane_.rollback(), HasSubstr("there has been no reload"));
  ASSERT_EQ(plane_.launch(), "");
  const Client phone(localhost());
  EXPECT_EQ(ask(phone), "SIP/2.0 200 A 1 1");
  // The same tables after another one was put before them.
  ASSERT_EQ(plane_.publish(compile_text("loadmodule \"htable.so\"\n"
                                        "modparam(\"htable\", \"htable\", \"new=>size=4;\")\n" +
                                        counting("calls=>size=4;", "B"))),
            "");
  EXPECT_EQ(ask(phone), "SIP/2.0 200 B 2 2");
  // Another definition: empty, but for what did not change.
  ASSERT_EQ(plane_.publish(compile_text(counting("calls=>size=5;", "C"))), "");
  EXPECT_EQ(ask(phone), "SIP/2.0 200 C 1 3");
  EXPECT_EQ(plane_.generation(), 3u);
  ASSERT_EQ(plane_.rollback(), "");
  EXPECT_EQ(plane_.generation(), 2u);
  EXPECT_EQ(plane_.newest_image(), plane_.previous_image());
  EXPECT_EQ(ask(phone), "SIP/2.0 200 B 3 4");
  ASSERT_EQ(plane_.rollback(), "");
  EXPECT_EQ(plane_.newest_image(), plane_.image());
  EXPECT_EQ(ask(phone), "SIP/2.0 200 C 2 5");
  // A and its tables are gone after a grace period: "new" goes with B only.
  EXPECT_TRUE(eventually([&] { return plane_.collect(), plane_.shared_tables().size() == 4; }));
  ASSERT_EQ(plane_.publish(compile_text(counting("calls=>size=5;", "D"))), "");
  EXPECT_TRUE(eventually([&] { return plane_.collect(), plane_.shared_tables().size() == 2; }));
  EXPECT_EQ(plane_.shared_tables().find("new"), nullptr);
  EXPECT_EQ(plane_.generation(), 4u);
  EXPECT_EQ(ask(phone), "SIP/2.0 200 D 3 6");
  plane_.stop();
}

// The guard reads the table of the script that runs, not of the one at the start.
TEST_F(PlaneTest, TheGuardFollowsTheBanTable) {
  const auto banning = [](const char* definition) {
    return std::string(kModules) + "modparam(\"htable\", \"htable\", \"" + definition +
           "\")\nrequest_route {\nif ($sht(ipban=>$si) != $null) { exit; }\n"
           "if ($rU == \"ban\") { $sht(ipban=>$si) = 1; }\nsl_send_reply(\"200\", \"In\");\n}\n";
  };
  const auto banned = [&] {
    return plane_.total().drops[static_cast<std::size_t>(DropReason::kBanned)];
  };
  ASSERT_EQ(open(), "");
  ASSERT_EQ(plane_.publish(compile_text(banning("ipban=>size=4;"))), "");
  ASSERT_EQ(plane_.launch(), "");
  const Client phone(localhost());
  const auto send = [&](const char* user) {
    phone.send(at(), request("OPTIONS", std::string("sip:") + user + "@y",
                             "127.0.0.1:" + phone.port() + ";rport;branch=z9"));
  };
  send("ban");
  EXPECT_EQ(start_line(phone.receive()), "SIP/2.0 200 In");
  send("a");
  EXPECT_TRUE(eventually([&] { return banned() == 1; }));
  ASSERT_EQ(plane_.publish(compile_text(banning("ipban=>size=5;"))), "");
  send("ban");
  EXPECT_EQ(start_line(phone.receive()), "SIP/2.0 200 In");
  send("a");
  EXPECT_TRUE(eventually([&] { return banned() == 2; }));
  plane_.stop();
}

TEST_F(PlaneTest, TellsControlByLogAndBell) {
  ASSERT_EQ(open(), "");
  ASSERT_EQ(plane_.publish(compile_text(answer("Logged"))), "");
  ASSERT_EQ(plane_.launch(), "");
  ASSERT_TRUE(plane_.prepare_sleep());
  const Client phone(localhost());
  EXPECT_EQ(ask(phone), "SIP/2.0 200 Logged");
  pollfd bell{plane_.event_fd(), POLLIN, 0};
  ASSERT_EQ(poll(&bell, 1, test::kPatience), 1);
  plane_.woken();
  EXPECT_FALSE(plane_.prepare_sleep());
  plane_.woken();
  std::vector<std::string> lines;
  plane_.drain_log([&](const LogLine& line) { lines.emplace_back(line.text); });
  ASSERT_EQ(lines.size(), 1u);
  EXPECT_THAT(lines[0], HasSubstr("asked"));
  plane_.stop();
}

TEST_F(PlaneTest, ObeysCommandsWhileAsleep) {
  ASSERT_EQ(open(), "");
  ASSERT_EQ(plane_.publish(compile_text(answer("Let in"))), "");
  ASSERT_EQ(plane_.launch(), "");
  const Client phone(localhost(9));
  EXPECT_EQ(ask(phone), "SIP/2.0 200 Let in");
  ASSERT_TRUE(
      plane_.tell_all(guard::GuardCommand::ban(localhost(9), 600, guard::BanReason::kOperator)));
  std::vector<guard::SourceRow> rows;
  guard::SurveyTotals totals;
  unsigned banned = 0;
  for (unsigned worker = 0; worker < plane_.workers(); ++worker) {
    ASSERT_TRUE(plane_.survey(worker, rows, totals, nullptr));
    for (const guard::SourceRow& row : rows) banned += row.banned && row.address == localhost(9);
  }
  EXPECT_EQ(banned, kWorkers);
  phone.send(at(), request("OPTIONS", "sip:x@y", "127.0.0.1:1;branch=z9hG4bK"));
  EXPECT_TRUE(eventually(
      [&] { return plane_.total().drops[static_cast<std::size_t>(DropReason::kBanned)] == 1; }));
  plane_.stop();
}

TEST_F(PlaneTest, RunsEventRoutesWithoutSending) {
  ASSERT_EQ(open(), "");
  EXPECT_FALSE(plane_.run_event("guard:ban", {}));
  ASSERT_EQ(plane_.publish(compile_text(
                std::string(kModules) +
                "loadmodule \"guard.so\"\nmodparam(\"htable\", \"htable\", \"t=>size=4\")\n"
                "request_route {\nsl_send_reply(\"200\", \"$sht(t=>event)\");\n}\n"
                "event_route[guard:ban] {\n$sht(t=>event) = $guard(reason) + $guard(seconds);\n"
                "if (!sl_send_reply(\"200\", \"No\") && !forward(\"127.0.0.1\", 9))\n"
                "  xlog(\"L_ERR\", \"$si $guard(class) $guard(rate)\\n\");\n"
                "ban(30, \"192.0.2.9\");\ntrust(30);\n}\n")),
            "");
  EXPECT_FALSE(plane_.run_event("guard:flood-start", {}));
  EventFacts facts;
  facts.address = localhost(9);
  facts.klass = SourceClass::kProved;
  facts.reason = "automatic";
  facts.seconds = 30;
  ASSERT_TRUE(plane_.prepare_sleep());
  plane_.woken();
  EXPECT_TRUE(plane_.run_event("guard:ban", facts));
  EXPECT_FALSE(plane_.prepare_sleep());  // what it wrote is waiting
  plane_.woken();
  std::vector<std::string> lines;
  plane_.drain_log([&](const LogLine& line) {
    lines.emplace_back(line.text);
    EXPECT_EQ(line.lcore, 0u);
  });
  ASSERT_EQ(lines.size(), 1u);
  EXPECT_THAT(lines[0], HasSubstr("127.0.0.9 proved <null>"));
  std::vector<Lesson> lessons;
  plane_.drain_lessons([&](const Lesson& lesson) { lessons.push_back(lesson); });
  ASSERT_EQ(lessons.size(), 1u);  // an event has no port to trust
  EXPECT_EQ(lessons[0].kind, Lesson::Kind::kBanned);
  EXPECT_TRUE(lessons[0].quiet);
  EXPECT_EQ(lessons[0].seconds, 30u);
  EXPECT_TRUE(plane_.prepare_sleep());
  plane_.woken();
  ASSERT_EQ(plane_.launch(), "");
  EXPECT_EQ(ask(Client(localhost())), "SIP/2.0 200 automatic30");
  plane_.stop();
}

TEST_F(PlaneTest, ListsTheSlotsOfEachLcore) {
  ASSERT_EQ(open(), "");
  ASSERT_EQ(plane_.publish(compile_text(std::string(kModules) +
                                        "request_route {\nroute(A);\n}\nroute[A] {\nexit;\n}\n")),
            "");
  unsigned named = 0;
  for (const RouteSlotRow& row : plane_.routes()) {
    if (row.list != "main" || row.name != "A") continue;
    ++named;
    EXPECT_EQ(row.index, 1u);
    EXPECT_EQ(row.entries, 2u);
    EXPECT_TRUE(row.defined);
  }
  EXPECT_EQ(named, kWorkers);
}

TEST_F(PlaneTest, SaysWhatIsWrongWithAListen) {
  EXPECT_THAT(open({}), HasSubstr("nothing to listen on"));
  Plane other;
  PlaneSettings settings;
  settings.listens.push_back({sip::Address::v4(0xc0000201), 5060, "", 0, ""});
  EXPECT_THAT(other.open(settings), HasSubstr("no such address"));
}

}  // namespace
}  // namespace weir::dataplane
