// What goes first where a budget runs short: replies and dialogs of a peer, emergency calls of
// anybody.
#include "tests/dataplane/guard/fixture.h"

#include <algorithm>
#include <array>
#include <vector>

namespace weir::dataplane::guard {
namespace {

constexpr std::string_view kInvite =
    "INVITE sip:bob@example.net SIP/2.0\r\nTo: <sip:bob@x>\r\n\r\n";
constexpr std::string_view kBye =
    "BYE sip:bob@example.net SIP/2.0\r\nTo: <sip:bob@x>;tag=1\r\n\r\n";
constexpr std::string_view kReply = "SIP/2.0 200 OK\r\nTo: <sip:bob@x>;tag=1\r\n\r\n";
constexpr std::string_view kEmergency =
    "INVITE urn:service:sos SIP/2.0\r\nTo: <urn:service:sos>\r\n\r\n";
constexpr std::string_view kPolice =
    "INVITE sip:112@example.net SIP/2.0\r\nTo: <sip:112@x>\r\n\r\n";

class BudgetsTest : public GuardTest {
 protected:
  // How many of 1,000 packets pass at once.
  int passing(std::string_view source, std::string_view payload) {
    int passed = 0;
    for (int i = 0; i < 1000; ++i) {
      passed += send(source, 5060, payload, Pressure::kHigh) == DropReason::kNone ? 1 : 0;
    }
    return passed;
  }
  void start_with_peer() {
    Parameters parameters;
    parameters.peer_rate = 100;
    parameters.peer_burst = 81;
    parameters.emergency_rate = 0;
    start(parameters);
    lists_ = std::make_unique<AccessLists>(std::vector<PeerEntry>{{prefix("192.0.2.10/32"), 0}},
                                           std::span<const guard::DenyEntry>(), 1);
    apply(GuardCommand::publish(lists_.get()));
  }
  std::unique_ptr<AccessLists> lists_;
};

// After a flood from one source, who is not asked for his prefix, as after one from many.
TEST_F(BudgetsTest, APrefixIsCountedAlikeInEveryKindOfFlood) {
  start({.source_rate = 1,
         .source_burst = 1,
         .prefix_rate = 10,
         .prefix_burst = 100,
         .stranger_always = true});
  std::vector<Packet> few(kBurst, packet("198.51.100.255"));
  std::vector<Packet> many(kBurst, few[0]);
  std::array<Verdict, kBurst> verdicts;
  std::uint32_t source = address("198.51.100.0").v4_value();
  const auto passing = [&](std::vector<Packet>& burst) {
    guard_->admit(now_, burst, verdicts);
    return std::ranges::count_if(verdicts, [](const Verdict& v) { return v.admitted(); });
  };
  EXPECT_EQ(passing(few), 1);
  EXPECT_EQ(passing(few), 0);
  for (const int expected : {64, 35, 0}) {  // 100 in all
    for (Packet& one : many) one.src = sip::Address::v4(source++);
    EXPECT_EQ(passing(many), expected);
  }
  EXPECT_EQ(passing(few), 0);
}

TEST_F(BudgetsTest, ThePeersCapKeepsRoomForDialogsAndReplies) {
  start_with_peer();
  EXPECT_EQ(passing("192.0.2.10", kInvite), 61);  // three quarters of the depth, and the first
  EXPECT_EQ(passing("192.0.2.10", kBye), 10);     // up to seven eighths
  EXPECT_EQ(passing("192.0.2.10", kReply), 10);   // the rest
  EXPECT_EQ(passing("192.0.2.10", kInvite), 0);
  EXPECT_EQ(send("192.0.2.10", 5060, kReply), DropReason::kRatePeer);
}

TEST_F(BudgetsTest, RepliesAloneMayUseAllOfIt) {
  start_with_peer();
  EXPECT_EQ(passing("192.0.2.10", kReply), 81);
}

// Calls that begin get through at the peer's rate while dialogs fill the rest, and the other way
// round: over time nobody has more than the cap.
TEST_F(BudgetsTest, ThePeersCapHoldsOverTime) {
  start_with_peer();
  passing("192.0.2.10", kInvite);
  int invites = 0;
  int byes = 0;
  for (int i = 0; i < 10'000; ++i) {  // ten seconds, 1,000 packets each
    pass_milliseconds(1);
    if (i % 20 == 0) byes += send("192.0.2.10", 5060, kBye) == DropReason::kNone ? 1 : 0;
    invites += send("192.0.2.10", 5060, kInvite) == DropReason::kNone ? 1 : 0;
  }
  EXPECT_EQ(byes, 500);
  EXPECT_NEAR(invites + byes, 1000, 12);
}

TEST_F(BudgetsTest, AStrangersEmergencyCallHasAReserve) {
  Parameters parameters;
  parameters.source_rate = 1;
  parameters.source_burst = 1;
  parameters.emergency_rate = 5;
  ASSERT_TRUE(parse_emergency_number("112", parameters.emergency_numbers[0]));
  start(parameters);
  EXPECT_EQ(passing("192.0.2.1", kInvite), 1);
  EXPECT_EQ(passing("192.0.2.1", kEmergency), 10);  // two seconds' worth at once
  EXPECT_EQ(guard_->statistics().emergencies, 10u);
  EXPECT_EQ(send("192.0.2.1", 5060, kPolice), DropReason::kRateSource);
  pass_seconds(1);
  EXPECT_EQ(passing("192.0.2.1", kPolice), 6);  // one of the source's own
}

// Who may come anyway leaves the reserve to others.
TEST_F(BudgetsTest, TheReserveIsForCallsThatNothingElseLetsIn) {
  start({});
  for (int i = 0; i < 50; ++i) {
    EXPECT_EQ(send("192.0.2.1", 5060, kEmergency), DropReason::kNone);
  }
  EXPECT_EQ(guard_->statistics().emergencies, 0u);
}

TEST_F(BudgetsTest, TheReserveIsNotForTheBannedAndNotForOtherRequests) {
  Parameters parameters;
  parameters.source_rate = 1;
  parameters.source_burst = 1;
  start(parameters);
  apply(GuardCommand::ban(address("192.0.2.1"), 60, BanReason::kOperator));
  EXPECT_EQ(send("192.0.2.1", 5060, kEmergency), DropReason::kBanned);
  EXPECT_EQ(passing("192.0.2.2", kPolice), 1);  // no number of ours
  EXPECT_EQ(passing("192.0.2.3", "OPTIONS urn:service:sos SIP/2.0\r\n\r\n"), 1);
}

}  // namespace
}  // namespace weir::dataplane::guard
