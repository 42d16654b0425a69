#include "dataplane/guard/guard.h"

#include "dataplane/guard/source_key.h"
#include "dataplane/tables/shared_table.h"
#include "tests/dataplane/guard/fixture.h"

#include <gtest/gtest.h>

#include <array>
#include <set>
#include <string>
#include <thread>
#include <vector>

namespace weir::dataplane::guard {
namespace {

using namespace std::literals;

TEST_F(GuardTest, AStrangerHasItsBurstAndThenItsRate) {
  start({.source_rate = 10, .source_burst = 5});
  EXPECT_EQ(admitted(100, "192.0.2.1"), 5);
  EXPECT_EQ(send("192.0.2.1"), DropReason::kRateSource);
  EXPECT_EQ(send("192.0.2.1", 6060), DropReason::kRateSource);  // a source is an address
  pass_milliseconds(100);
  EXPECT_EQ(admitted(100, "192.0.2.1"), 1);
  EXPECT_EQ(admitted(100, "192.0.2.2"), 5);
}

TEST_F(GuardTest, AnIpv6SourceIsA64) {
  start({.source_rate = 10, .source_burst = 5});
  EXPECT_EQ(admitted(3, "2001:db8:0:1::1"), 3);
  EXPECT_EQ(admitted(100, "2001:db8:0:1:ffff::2"), 2);
  EXPECT_EQ(admitted(100, "2001:db8:0:2::1"), 5);
}

TEST_F(GuardTest, ASpoofedReservedIpv6AddressIsNoIpv4Source) {
  start({.source_rate = 10, .source_burst = 5});
  EXPECT_EQ(admitted(100, "0:ffff:c000:201::1"), 5);
  EXPECT_EQ(admitted(100, "192.0.2.1"), 5);
  EXPECT_NE(source_key(address("::")), 0u);
  EXPECT_NE(source_key(address("::1")), source_key(address("8000::1")) + 1);
}

TEST_F(GuardTest, APrefixLosesUnderPressureOnly) {
  start({.source_rate = 100, .source_burst = 100, .prefix_rate = 10, .prefix_burst = 20});
  int passed = 0;
  for (int i = 1; i <= 50; ++i) passed += admitted(1, "192.0.2." + std::to_string(i));
  EXPECT_EQ(passed, 50);
  EXPECT_EQ(guard_->statistics().over_budget, 30u);
  EXPECT_EQ(send("192.0.2.99", 5060, kOptions, Pressure::kHigh), DropReason::kRatePrefix);
  EXPECT_EQ(send("192.0.3.99", 5060, kOptions, Pressure::kHigh), DropReason::kNone);
}

TEST_F(GuardTest, AnIpv6PrefixIsA48) {
  start({.prefix_rate = 10, .prefix_burst = 3, .stranger_always = true});
  EXPECT_EQ(send("2001:db8:1:1::1"), DropReason::kNone);
  EXPECT_EQ(send("2001:db8:1:2::1"), DropReason::kNone);
  EXPECT_EQ(send("2001:db8:1:3::1"), DropReason::kNone);
  EXPECT_EQ(send("2001:db8:1:4::1"), DropReason::kRatePrefix);
  EXPECT_EQ(send("2001:db8:2:1::1"), DropReason::kNone);
}

TEST_F(GuardTest, StrangersShareABudgetThatConservesWork) {
  start({.prefix_rate = 0, .stranger_rate = 100, .stranger_burst = 10});
  int calm = 0;
  for (int i = 1; i <= 100; ++i) calm += admitted(1, "198.51.100." + std::to_string(i));
  EXPECT_EQ(calm, 100);
  EXPECT_EQ(send("203.0.113.1", 5060, kOptions, Pressure::kHigh), DropReason::kRateStrangers);
  pass_milliseconds(10);
  EXPECT_EQ(send("203.0.113.1", 5060, kOptions, Pressure::kHigh), DropReason::kNone);
  EXPECT_EQ(send("203.0.113.2", 5060, kOptions, Pressure::kHigh), DropReason::kRateStrangers);
}

TEST_F(GuardTest, StrangerAlwaysNeedsNoPressure) {
  start({.stranger_rate = 100, .stranger_burst = 10, .stranger_always = true});
  int passed = 0;
  for (int i = 1; i <= 100; ++i) passed += admitted(1, "198.51." + std::to_string(i) + ".1");
  EXPECT_EQ(passed, 10);
}

TEST_F(GuardTest, TheOtherPortsOfATrustedAddressHaveALimitTogether) {
  start({.foreign_rate = 10, .foreign_burst = 5});
  apply(GuardCommand::trust({address("198.51.100.1"), 5060}, 3600));
  int passed = 0;
  for (std::uint16_t port = 6000; port < 6100; ++port) {
    passed += send("198.51.100.1", port) == DropReason::kNone;
  }
  EXPECT_EQ(passed, 5);
  EXPECT_EQ(send("198.51.100.1", 6060), DropReason::kRateSource);
  EXPECT_EQ(send("198.51.100.1", 5060), DropReason::kNone);
}

// Spoofing many customers' addresses does not multiply what strangers may send together.
TEST_F(GuardTest, OtherPortsOfTrustedAddressesShareTheStrangersBudget) {
  start({.stranger_rate = 10, .stranger_burst = 10, .stranger_always = true});
  for (int i = 0; i < 100; ++i) {
    apply(GuardCommand::trust({address("198.51.100." + std::to_string(i)), 5060}, 3600));
  }
  int passed = 0;
  for (int i = 0; i < 100; ++i) {
    Packet foreign = packet("198.51.100." + std::to_string(i));
    foreign.sport = 6060;
    passed += admit(foreign, Pressure::kNone).admitted();
    Packet trusted = packet("198.51.100." + std::to_string(i));
    EXPECT_TRUE(admit(trusted, Pressure::kNone).admitted());
  }
  EXPECT_GE(passed, 10);
  EXPECT_LE(passed, 11);
}

TEST_F(GuardTest, WhatIsNotSipIsSilence) {
  start({});
  EXPECT_EQ(send("192.0.2.1", 5060, "hello"), DropReason::kNotSip);
  EXPECT_EQ(send("192.0.2.1", 53, "\x12\x34\x81\x80 answer"), DropReason::kReflection);
  EXPECT_EQ(send("192.0.2.1", 53), DropReason::kNone);  // SIP from an odd port is SIP
}

TEST_F(GuardTest, KeepalivesAreNoEvidence) {
  start({.source_rate = 10, .source_burst = 5});
  for (int i = 0; i < 1000; ++i) {
    Packet one = packet("192.0.2.1", 5060, "\r\n\r\n");
    ASSERT_EQ(admit(one).action, Verdict::Action::kKeepalive);
  }
  EXPECT_EQ(admitted(100, "192.0.2.1"), 5);
}

// Answered are those whose path is proved, each flow in its own measure; the measure is no
// evidence.
TEST_F(GuardTest, KeepalivesOfProvedFlowsAreAnswered) {
  const std::vector<PeerEntry> peers = {{prefix("192.0.2.0/24"), 0}};
  const AccessLists lists(peers, {}, 9);
  start({.source_rate = 10, .source_burst = 5, .keepalive_rate = 2});
  apply(GuardCommand::publish(&lists));
  apply(GuardCommand::trust({address("198.51.100.1"), 5060}, 3600));
  Packet proved = packet("198.51.100.2");
  guard_->note_proof(now_, proved);
  const auto answered = [this](std::string_view source, std::uint16_t port) {
    int n = 0;
    for (int i = 0; i < 1000; ++i) {
      Packet one = packet(source, port, "\r\n\r\n");
      EXPECT_EQ(admit(one).action, Verdict::Action::kKeepalive);
      n += guard_->may_answer_keepalive(now_, one);
    }
    return n;
  };
  EXPECT_EQ(answered("198.51.100.1", 5060), 8);
  EXPECT_EQ(answered("198.51.100.2", 5060), 8);
  EXPECT_EQ(answered("198.51.100.1", 6060), 0);  // another port of a trusted address
  EXPECT_EQ(answered("203.0.113.1", 5060), 0);
  EXPECT_EQ(answered("192.0.2.7", 5060), 100);
  EXPECT_EQ(admitted(100, "198.51.100.2"), 5);  // its SIP has its own measure
  EXPECT_EQ(guard_->statistics().bans, 0u);
  pass_seconds(1);
  EXPECT_EQ(answered("198.51.100.1", 5060), 2);
  start({.keepalive_rate = 0});
  apply(GuardCommand::trust({address("198.51.100.1"), 5060}, 3600));
  EXPECT_EQ(answered("198.51.100.1", 5060), 0);
}

TEST_F(GuardTest, PeersHaveACapAndNothingElse) {
  std::vector<PeerEntry> peers = {{prefix("192.0.2.0/24"), 0}, {prefix("198.51.100.7/32"), 5070}};
  const std::vector<DenyEntry> denied = {{prefix("203.0.113.0/24")},
                                         {prefix("2001:db8:bad::/48")},
                                         {prefix("192.0.2.0/23"), Denial::kGeoip}};
  const AccessLists lists(peers, denied, 9);
  start({.source_rate = 1,
         .source_burst = 1,
         .stranger_rate = 1,
         .peer_rate = 100,
         .peer_burst = 20,
         .stranger_always = true});
  apply(GuardCommand::publish(&lists));
  apply(GuardCommand::ban(address("192.0.2.9"), 60, BanReason::kOperator));

  Packet one = packet("192.0.2.9");
  EXPECT_TRUE(admit(one).admitted());
  EXPECT_EQ(one.klass, SourceClass::kPeer);
  EXPECT_EQ(admitted(100, "192.0.2.10"), 14);  // new requests: three quarters of its depth
  EXPECT_EQ(send("192.0.2.10"), DropReason::kRatePeer);
  EXPECT_EQ(send("192.0.2.10", 5060, "junk"), DropReason::kNotSip);

  Packet right = packet("198.51.100.7", 5070);
  admit(right);
  EXPECT_EQ(right.klass, SourceClass::kPeer);
  Packet wrong = packet("198.51.100.7", 5071);
  admit(wrong);
  EXPECT_EQ(wrong.klass, SourceClass::kStranger);

  EXPECT_EQ(send("203.0.113.200"), DropReason::kDenied);
  EXPECT_EQ(send("2001:db8:bad:1::1"), DropReason::kDenied);
  EXPECT_EQ(send("192.0.3.1"), DropReason::kGeoip);
  apply(GuardCommand::publish(static_cast<const AccessLists*>(nullptr)));
  pass_seconds(2);
  EXPECT_EQ(send("2001:db8:bad:1::1"), DropReason::kNone);
}

TEST_F(GuardTest, ObserveCountsAndDropsNothing) {
  start({.source_rate = 10, .source_burst = 5, .observe = true});
  EXPECT_EQ(admitted(100, "192.0.2.1"), 100);
  EXPECT_EQ(send("192.0.2.1", 5060, "hello"), DropReason::kNone);
  const auto& observed = guard_->statistics().observed;
  EXPECT_EQ(observed[static_cast<std::size_t>(DropReason::kRateSource)], 95u);
  EXPECT_EQ(observed[static_cast<std::size_t>(DropReason::kNotSip)], 1u);
}

TEST_F(GuardTest, ABurstLargerThanABatchGetsAVerdictEach) {
  start({.source_rate = 10, .source_burst = 1});
  std::vector<Packet> burst;
  for (int i = 0; i < 150; ++i) {
    burst.push_back(packet("10.0." + std::to_string(i) + ".1", 5060, i % 2 ? kOptions : "junk"));
  }
  std::vector<Verdict> verdicts(150, {Verdict::Action::kKeepalive, DropReason::kNone});
  guard_->admit(now_, burst, verdicts);
  for (int i = 0; i < 150; ++i) {
    EXPECT_EQ(verdicts[static_cast<std::size_t>(i)].reason,
              i % 2 ? DropReason::kNone : DropReason::kNotSip);
  }
}

// The flood that the tables are made for: it changes nothing for those we know.
TEST_F(GuardTest, AMillionSourcesForgetNobodyWeKnow) {
  std::vector<PeerEntry> peers = {{prefix("192.0.2.1/32"), 0}};
  const AccessLists lists(peers, {}, 9);
  start({.source_rate = 10, .source_burst = 5});
  apply(GuardCommand::publish(&lists));
  for (int i = 0; i < 200; ++i) {
    const std::string host = "." + std::to_string(i);
    apply(GuardCommand::trust({address("198.51.100" + host), 5060}, 3600));
    apply(GuardCommand::ban(address("203.0.113" + host), 3600, BanReason::kOperator));
  }
  std::vector<Packet> burst(kBurst, packet("1.2.3.4"));
  std::array<Verdict, kBurst> verdicts;
  std::uint32_t source = 0x20000000;
  for (int i = 0; i < 1'000'000 / static_cast<int>(kBurst); ++i) {
    for (Packet& one : burst) one.src = sip::Address::v4(source += 2654435761u);
    now_ = now_ + Cycles{3};
    guard_->admit(now_, burst, verdicts, Pressure::kHigh);
    guard_->housekeep(now_);
  }
  EXPECT_GT(guard_->statistics().evicted, 0u);
  for (int i = 0; i < 200; ++i) {
    const std::string host = "." + std::to_string(i);
    Packet trusted = packet("198.51.100" + host);
    EXPECT_TRUE(admit(trusted, Pressure::kHigh).admitted());
    EXPECT_EQ(trusted.klass, SourceClass::kTrusted);
    EXPECT_EQ(send("203.0.113" + host), DropReason::kBanned);
  }
  Packet peer = packet("192.0.2.1");
  EXPECT_TRUE(admit(peer, Pressure::kHigh).admitted());
  EXPECT_EQ(peer.klass, SourceClass::kPeer);
}

TEST_F(GuardTest, AFloodOfSourcesDoesNotSetALimitedOneFree) {
  start({.source_rate = 10, .source_burst = 5, .prefix_rate = 0},
        {.sources = 1024, .prefixes = 4, .addresses = 64, .flows = 64, .peers = 4, .pike = 4});
  EXPECT_EQ(admitted(50, "192.0.2.1"), 5);
  for (std::uint32_t i = 0; i < 100'000; ++i) {
    Packet one = packet("1.2.3.4");
    one.src = sip::Address::v4(0x30000000 + i);
    admit(one);
  }
  EXPECT_EQ(admitted(50, "192.0.2.1"), 0);
}

TEST_F(GuardTest, TheScriptsBansActBeforeTheParseOnlyThroughTheGate) {
  const auto table = tables::SharedTable::make({.name = "ipban", .address_keys = true}, 1);
  ASSERT_NE(table, nullptr);
  const tables::TableTime now = tables::table_time(now_, kMegahertz);
  start({});
  EXPECT_EQ(table->set("192.0.2.1", now, 1), tables::TableOutcome::kOk);
  EXPECT_EQ(table->set("2001:DB8:0:0:0:0:0:1", now, 1), tables::TableOutcome::kOk);
  EXPECT_EQ(send("192.0.2.1"), DropReason::kNone);

  Parameters parameters;
  parameters.ban_table = table.get();
  apply(GuardCommand::set(&parameters));
  EXPECT_EQ(send("192.0.2.1"), DropReason::kNone);
  parameters.ban_gate = true;
  apply(GuardCommand::set(&parameters));
  EXPECT_EQ(send("192.0.2.1"), DropReason::kBanned);
  EXPECT_EQ(send("2001:db8::1"), DropReason::kBanned);
  EXPECT_EQ(send("2001:db8::2"), DropReason::kNone);  // the script's key is one address
  EXPECT_EQ(table->remove("192.0.2.1", now), tables::TableOutcome::kOk);
  EXPECT_EQ(send("192.0.2.1"), DropReason::kNone);
}

TEST_F(GuardTest, AnswersToStrangersHaveABudgetAndASize) {
  start({.reply_rate = 100});
  Packet stranger = packet("192.0.2.1");
  EXPECT_FALSE(guard_->may_answer(now_, stranger, stranger.size + Guard::kReplySlack + 1));
  int answered = 0;
  for (int i = 0; i < 1000; ++i) answered += guard_->may_answer(now_, stranger, 100);
  EXPECT_EQ(answered, 10);
  pass_seconds(1);
  answered = 0;
  for (int i = 0; i < 1000; ++i) answered += guard_->may_answer(now_, stranger, 100);
  EXPECT_EQ(answered, 10);  // the burst: it does not grow with rest
  Packet trusted = stranger;
  trusted.klass = SourceClass::kTrusted;
  EXPECT_TRUE(guard_->may_answer(now_, trusted, 60000));
}

TEST_F(GuardTest, ExamplesOfDropsAreKept) {
  start({});
  EXPECT_EQ(guard_->examples().find(DropReason::kNotSip, 0), nullptr);
  for (const std::string_view junk : {"first"sv, "second"sv, "third"sv}) {
    send("192.0.2.1", 4000, junk);
    pass_seconds(1);
  }
  send("192.0.2.1", 4000, "fourth");
  send("192.0.2.1", 4000, "too soon after the fourth");
  const Example* const newest = guard_->examples().find(DropReason::kNotSip, 0);
  ASSERT_NE(newest, nullptr);
  EXPECT_EQ(newest->text(), "fourth");
  EXPECT_EQ(newest->source.port, 4000);
  EXPECT_EQ(guard_->examples().find(DropReason::kNotSip, 3)->text(), "first");
  EXPECT_EQ(guard_->examples().find(DropReason::kNotSip, 4), nullptr);
  const std::string large(65535, 'x');
  pass_seconds(1);
  send("192.0.2.1", 4000, large);
  EXPECT_EQ(guard_->examples().find(DropReason::kNotSip, 0)->text(), large.substr(0, 256));
}

TEST_F(GuardTest, ASurveyListsBansFlowsAndTheLoudestStrangers) {
  start({.source_rate = 1, .source_burst = 3});
  apply(GuardCommand::ban(address("203.0.113.1"), 60, BanReason::kOperator));
  apply(GuardCommand::trust({address("198.51.100.1"), 5060}, 600));
  for (int i = 1; i <= 100; ++i) admitted(i, "10.0.0." + std::to_string(i));

  std::vector<SourceRow> rows(5);
  auto examples = std::make_unique<Examples>(Cycles{1});
  Survey survey;
  survey.rows = rows;
  survey.examples = examples.get();
  apply(GuardCommand::look(&survey));
  Survey second;
  apply(GuardCommand::look(&second));
  EXPECT_TRUE(second.done.load());
  int turns = 0;
  for (; !survey.done.load() && turns < 10000; ++turns) guard_->housekeep(now_);
  ASSERT_TRUE(survey.done.load());
  EXPECT_EQ(survey.totals.banned, 1u);
  EXPECT_EQ(survey.totals.trusted, 1u);
  EXPECT_EQ(survey.totals.sources, 100u);
  ASSERT_EQ(survey.used, 5u);
  EXPECT_TRUE(rows[0].banned);
  EXPECT_EQ(rows[0].address, address("203.0.113.1"));
  EXPECT_EQ(rows[0].seconds, 60u);
  EXPECT_EQ(rows[1].klass, SourceClass::kTrusted);
  EXPECT_EQ(rows[1].port, 5060);
  std::set<std::uint32_t> loudest;
  for (std::size_t i = 2; i < 5; ++i) {
    loudest.insert(rows[i].packets);
    EXPECT_EQ(rows[i].dropped, rows[i].packets - 3);
  }
  EXPECT_EQ(loudest, (std::set<std::uint32_t>{98, 99, 100}));
  EXPECT_NE(examples->find(DropReason::kRateSource, 0), nullptr);
}

}  // namespace
}  // namespace weir::dataplane::guard
