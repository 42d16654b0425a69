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

  // Gives other threads the processor until `what` holds; at most five seconds.
  template <class What>
  bool eventually(What what) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(5);
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

TEST_F(PlaneTest, TellsControlByLogAndBell) {
  ASSERT_EQ(open(), "");
  ASSERT_EQ(plane_.publish(compile_text(answer("Logged"))), "");
  ASSERT_EQ(plane_.launch(), "");
  ASSERT_TRUE(plane_.prepare_sleep());
  const Client phone(localhost());
  EXPECT_EQ(ask(phone), "SIP/2.0 200 Logged");
  pollfd bell{plane_.event_fd(), POLLIN, 0};
  ASSERT_EQ(poll(&bell, 1, 5000), 1);
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
