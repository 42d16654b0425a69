// The machines of RFC 3261 section 17 and the choices of section 16, with Kamailio's timers.
#include "control/transaction/engine.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "tests/control/transaction/fake_desk.h"

namespace weir::control::transaction {
namespace {

using testing::answer;
using testing::Bench;
using ::testing::ElementsAre;
using testing::request;

constexpr const char* kInviteOut = "INVITE sip:bob@192.0.2.9 SIP/2.0";
constexpr const char* kTrying = "SIP/2.0 100 trying -- your call is important to us";

// A second target beside the R-URI.
void fork_to(Bench& bench, const char* uri) {
  bench.desk.request_route = [&bench, uri](routes::Execution& e) {
    e.notes->branches[0] = {};
    e.notes->branches[0].uri = uri;
    e.notes->branch_count = 1;
    bench.result = bench.engine.relay(e, {});
  };
}

TEST(Engine, RelaysACallAndItsReplies) {
  Bench bench;
  bench.desk.receive(request("INVITE", "1"), false);
  EXPECT_EQ(bench.result, 1);
  ASSERT_THAT(bench.desk.starts(), ElementsAre(kTrying, kInviteOut));
  EXPECT_EQ(bench.desk.sent[1].to, "192.0.2.9:5060");
  const std::string got = bench.desk.sent[1].bytes;
  bench.desk.sent.clear();
  bench.desk.receive(answer(got, "180 Ringing"), true);
  bench.desk.receive(answer(got, "200 OK"), true);
  EXPECT_THAT(bench.desk.starts(), ElementsAre("SIP/2.0 180 Ringing", "SIP/2.0 200 OK"));
  EXPECT_EQ(bench.desk.sent[1].to, "198.51.100.1:5060");
  // The callee's retransmission goes on, too: the ACK may have been lost.
  bench.desk.receive(answer(got, "200 OK"), true);
  EXPECT_EQ(bench.desk.sent.size(), 3u);
  bench.pass(5100);
  EXPECT_EQ(bench.engine.size(), 0u);
  EXPECT_EQ(bench.timers.size(), 0u);
}

// Timer A doubles up to T2; timer B ends it (sections 17.1.1.2 and 16.8).
TEST(Engine, SendsAgainAndTimesOut) {
  Bench bench;
  bench.desk.receive(request("INVITE", "1"), false);
  bench.desk.sent.clear();
  std::vector<int> at;
  for (int t = 0; t < 30'000; t += 10) {
    const std::size_t before = bench.desk.sent.size();
    bench.pass(10);
    if (bench.desk.sent.size() > before) at.push_back(t + 10);
  }
  EXPECT_THAT(at, ElementsAre(500, 1500, 3500, 7500, 11500, 15500, 19500, 23500, 27500, 30000));
  EXPECT_EQ(bench.desk.sent.back().start(), "SIP/2.0 408 Request Timeout");
  EXPECT_EQ(bench.engine.counts().timeouts, 1u);
}

TEST(Engine, AbsorbsRetransmissions) {
  Bench bench;
  bench.desk.receive(request("INVITE", "1"), false);
  bench.desk.sent.clear();
  bench.desk.receive(request("INVITE", "1"), false);
  EXPECT_THAT(bench.desk.starts(), ElementsAre(kTrying));
  EXPECT_EQ(bench.engine.counts().retransmissions, 1u);
  EXPECT_EQ(bench.engine.size(), 1u);
}

// ACK to a refusal of one hop; the refusal goes on and is repeated until the client's ACK (timer
// G).
TEST(Engine, AcknowledgesAndRepeatsARefusal) {
  Bench bench;
  bench.desk.receive(request("INVITE", "1"), false);
  const std::string got = bench.desk.sent[1].bytes;
  bench.desk.sent.clear();
  bench.desk.receive(answer(got, "486 Busy Here"), true);
  EXPECT_THAT(bench.desk.starts(),
              ElementsAre("ACK sip:bob@192.0.2.9 SIP/2.0", "SIP/2.0 486 Busy Here"));
  bench.desk.sent.clear();
  bench.pass(1600);
  EXPECT_EQ(bench.desk.sent.size(), 2u) << "after 500 and 1500 ms";
  bench.desk.sent.clear();
  bench.desk.receive(request("ACK", "1"), false);
  bench.pass(3000);
  EXPECT_TRUE(bench.desk.sent.empty());
}

TEST(Engine, SendsTheBestRefusalWhenAllHaveEnded) {
  Bench bench;
  fork_to(bench, "sip:carol@192.0.2.10");
  bench.desk.receive(request("INVITE", "1"), false);
  ASSERT_EQ(bench.desk.sent.size(), 3u);
  const std::string one = bench.desk.sent[1].bytes;
  const std::string two = bench.desk.sent[2].bytes;
  bench.desk.sent.clear();
  bench.desk.receive(answer(two, "404 Not Found"), true);
  EXPECT_THAT(bench.desk.starts(), ElementsAre("ACK sip:carol@192.0.2.10 SIP/2.0"));
  bench.desk.receive(answer(one, "503 Service Unavailable"), true);
  EXPECT_EQ(bench.desk.sent.back().start(), "SIP/2.0 404 Not Found");
}

TEST(Engine, ASuccessTakesTheOthersBack) {
  Bench bench;
  fork_to(bench, "sip:carol@192.0.2.10");
  bench.desk.receive(request("INVITE", "1"), false);
  const std::string one = bench.desk.sent[1].bytes;
  const std::string two = bench.desk.sent[2].bytes;
  bench.desk.receive(answer(two, "180 Ringing"), true);
  bench.desk.sent.clear();
  bench.desk.receive(answer(one, "200 OK"), true);
  ASSERT_THAT(bench.desk.starts(),
              ElementsAre("SIP/2.0 200 OK", "CANCEL sip:carol@192.0.2.10 SIP/2.0"));
  EXPECT_NE(bench.desk.sent[1].bytes.find("Reason: SIP;cause=200"), std::string::npos);
  bench.desk.sent.clear();
  bench.desk.receive(answer(two, "487 Request Terminated"), true);
  EXPECT_THAT(bench.desk.starts(), ElementsAre("ACK sip:carol@192.0.2.10 SIP/2.0"));
}

// Section 9.1: not before a provisional reply.
TEST(Engine, CancelsOnceThereIsAnAnswer) {
  Bench bench;
  bench.desk.receive(request("INVITE", "1"), false);
  const std::string got = bench.desk.sent[1].bytes;
  bench.desk.sent.clear();
  bench.desk.receive(request("CANCEL", "1"), false);
  EXPECT_THAT(bench.desk.starts(), ElementsAre("SIP/2.0 200 canceling"));
  bench.desk.sent.clear();
  bench.desk.receive(answer(got, "180 Ringing"), true);
  EXPECT_THAT(bench.desk.starts(), ElementsAre("CANCEL sip:bob@192.0.2.9 SIP/2.0"));
  bench.desk.sent.clear();
  bench.desk.receive(answer(got, "487 Request Terminated"), true);
  EXPECT_EQ(bench.desk.sent.back().start(), "SIP/2.0 487 Request Terminated");
}

TEST(Engine, AFailureRouteTriesTheNextTarget) {
  Bench bench;
  bench.desk.request_route = [&bench](routes::Execution& e) {
    e.notes->armed.on_failure = 1;
    bench.result = bench.engine.relay(e, {});
  };
  bench.desk.routes[routes::RouteKind::kFailure] = [&bench](routes::Execution& e) {
    e.notes->destination_uri = "sip:192.0.2.20";
    bench.result = bench.engine.relay(e, {});
  };
  bench.desk.receive(request("INVITE", "1"), false);
  const std::string first = bench.desk.sent[1].bytes;
  bench.desk.sent.clear();
  bench.desk.receive(answer(first, "486 Busy Here"), true);
  ASSERT_THAT(bench.desk.starts(), ElementsAre("ACK sip:bob@192.0.2.9 SIP/2.0", kInviteOut));
  EXPECT_EQ(bench.desk.sent[1].to, "192.0.2.20:5060");
  const std::string second = bench.desk.sent[1].bytes;
  bench.desk.sent.clear();
  // It was not armed again: what comes now is the end.
  bench.desk.receive(answer(second, "480 Unavailable"), true);
  EXPECT_EQ(bench.desk.sent.back().start(), "SIP/2.0 480 Unavailable");
}

TEST(Engine, AnswersWhatCannotBeSent) {
  Bench bench;
  bench.desk.refuse = true;
  bench.desk.receive(request("OPTIONS", "1"), false);
  EXPECT_EQ(bench.result, -1);
  EXPECT_THAT(bench.desk.starts(),
              ElementsAre("SIP/2.0 477 Unfortunately error on sending to next hop occurred "
                          "(477/TM)"));
}

// Section 16.7 (5): also behind a refusal of the same branch.
TEST(Engine, ASuccessAlwaysGoesOn) {
  Bench bench;
  bench.desk.receive(request("INVITE", "1"), false);
  const std::string got = bench.desk.sent[1].bytes;
  bench.desk.receive(answer(got, "486 Busy Here"), true);
  bench.desk.receive(answer(got, "200 OK"), true);
  EXPECT_EQ(bench.desk.sent.back().start(), "SIP/2.0 200 OK");
}

TEST(Engine, HoldsA503Back) {
  Bench bench;
  bench.desk.receive(request("INVITE", "1"), false);
  bench.desk.receive(answer(bench.desk.sent[1].bytes, "503 Service Unavailable"), true);
  EXPECT_EQ(bench.desk.sent.back().start(), "SIP/2.0 500 Service Unavailable");
}

// Section 17.1.2.2: timer E goes on after a provisional reply, at T2.
TEST(Engine, OtherRequestsAreSentAgainMoreSlowly) {
  Bench bench;
  bench.desk.receive(request("OPTIONS", "1"), false);
  const std::string got = bench.desk.sent[0].bytes;
  bench.pass(600);
  EXPECT_EQ(bench.desk.sent.size(), 2u);
  bench.desk.receive(answer(got, "183 Wait"), true);
  bench.desk.sent.clear();
  bench.pass(3990);
  EXPECT_TRUE(bench.desk.sent.empty());
  bench.pass(20);
  EXPECT_EQ(bench.desk.sent.size(), 1u);
}

TEST(Engine, RepliesToNobodyAreForwardedWithoutState) {
  Bench bench;
  bench.desk.receive(answer(request("INVITE", "9"), "200 OK"), true);
  ASSERT_EQ(bench.desk.sent.size(), 1u);
  EXPECT_EQ(bench.desk.sent[0].to, "stateless");
  EXPECT_EQ(bench.desk.reply_routes, 1);
  EXPECT_EQ(bench.engine.counts().unmatched_replies, 1u);
}

// Whatever comes in whatever order: nothing stays, and a client hears one final reply but for 2xx.
TEST(Engine, RandomEventsLeaveNothingBehind) {
  std::uint32_t seed = 1;
  const auto random = [&seed](std::uint32_t below) {
    seed = seed * 1664525u + 1013904223u;
    return (seed >> 8) % below;
  };
  for (int round = 0; round < 200; ++round) {
    Bench bench;
    fork_to(bench, "sip:carol@192.0.2.10");
    const std::string method = random(4) == 0 ? "MESSAGE" : "INVITE";
    bench.desk.receive(request(method, "1"), false);
    std::vector<std::string> got;
    for (const auto& one : bench.desk.sent) {
      if (one.start().starts_with(method)) got.push_back(one.bytes);
    }
    ASSERT_EQ(got.size(), 2u);
    constexpr const char* kStatuses[] = {"100 Trying", "180 Ringing",   "183 Progress", "200 OK",
                                         "302 Moved",  "407 Who",       "486 Busy",     "503 Full",
                                         "603 No",     "487 Terminated"};
    for (int step = 0; step < 12; ++step) {
      switch (random(5)) {
        case 0:
          bench.pass(static_cast<int>(random(40)) * 100);
          break;
        case 1:
          // When all is over it would be another request.
          if (bench.engine.size() != 0) bench.desk.receive(request(method, "1"), false);
          break;
        case 2:
          if (method == "INVITE") bench.desk.receive(request("CANCEL", "1"), false);
          break;
        default:
          bench.desk.receive(answer(got[random(2)], kStatuses[random(10)]), true);
      }
    }
    bench.pass(400'000);
    EXPECT_EQ(bench.engine.size(), 0u) << "round " << round;
    EXPECT_EQ(bench.timers.size(), 0u) << "round " << round;
    std::vector<std::string> finals;
    for (const auto& one : bench.desk.sent) {
      const std::string start = one.start();
      const bool to_client = one.to == "198.51.100.1:5060" && start.starts_with("SIP/2.0 ");
      const bool ours = one.bytes.find("CSeq: 7 " + method) != std::string::npos;
      if (to_client && ours && start[8] >= '2') finals.push_back(start);
    }
    ASSERT_FALSE(finals.empty()) << "round " << round;
    // A 2xx to an INVITE goes on whenever it comes; all other final replies are one.
    std::erase_if(finals,
                  [&](const std::string& one) { return method == "INVITE" && one[8] == '2'; });
    for (const std::string& one : finals) EXPECT_EQ(one, finals.front()) << "round " << round;
  }
}

}  // namespace
}  // namespace weir::control::transaction
