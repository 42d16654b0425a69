// What an operator is told of sources, flows and bans.
#include "dataplane/guard/survey.h"

#include "tests/dataplane/guard/fixture.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

namespace weir::dataplane::guard {
namespace {

class SurveyTest : public GuardTest {
 protected:
  // Everything, or what `only` has.
  std::vector<SourceRow> look(std::string_view only = {}) {
    std::vector<SourceRow> rows(64);
    Survey survey;
    survey.rows = rows;
    prefixes_.assign(8, {});
    survey.prefixes = prefixes_;
    const sip::Address wanted = only.empty() ? sip::Address{} : address(only);
    if (!only.empty()) survey.only = &wanted;
    apply(GuardCommand::look(&survey));
    for (int turns = 0; turns < 10'000 && !survey.done; ++turns) guard_->housekeep(now_);
    EXPECT_TRUE(survey.done);
    totals_ = survey.totals;
    rows.resize(survey.used);
    prefixes_.resize(survey.prefixes_used);
    return rows;
  }

  SurveyTotals totals_;
  std::vector<SourceRow> prefixes_;
};

TEST_F(SurveyTest, ListsWhatOneAddressHas) {
  start({.source_rate = 1, .source_burst = 2});
  apply(GuardCommand::trust({address("198.51.100.1"), 5060}, 600));
  apply(GuardCommand::trust({address("198.51.100.1"), 5062}, 600));
  apply(GuardCommand::ban(address("203.0.113.9"), 60, BanReason::kScript));
  EXPECT_EQ(admitted(5, "192.0.2.7"), 2);
  EXPECT_EQ(admitted(1, "192.0.2.8"), 1);
  EXPECT_EQ(look().size(), 5u);

  const std::vector<SourceRow> flows = look("198.51.100.1");
  ASSERT_EQ(flows.size(), 2u);
  for (const SourceRow& row : flows) EXPECT_EQ(row.klass, SourceClass::kTrusted);
  EXPECT_EQ(flows[0].port + flows[1].port, 5060 + 5062);

  const std::vector<SourceRow> stranger = look("192.0.2.7");
  ASSERT_EQ(stranger.size(), 1u);
  EXPECT_EQ(stranger[0].packets, 5u);
  EXPECT_EQ(stranger[0].dropped, 3u);
  EXPECT_EQ(totals_.trusted, 2u);  // the totals are those of everybody
  EXPECT_EQ(totals_.banned, 1u);
  EXPECT_EQ(totals_.sources, 2u);
  EXPECT_TRUE(look("192.0.2.99").empty());
}

TEST_F(SurveyTest, AnIpv6SourceIsItsPrefix) {
  start({});
  EXPECT_EQ(send("2001:db8:1:2::3"), DropReason::kNone);
  EXPECT_EQ(look("2001:db8:1:2:ffff::1").size(), 1u);
  EXPECT_TRUE(look("2001:db8:1:3::3").empty());
}

TEST_F(SurveyTest, ABanSaysSinceWhenAndHowManyItRefused) {
  start({});
  apply(GuardCommand::ban(address("203.0.113.9"), 60, BanReason::kOperator));
  EXPECT_EQ(admitted(7, "203.0.113.9"), 0);
  pass_seconds(20);
  EXPECT_EQ(admitted(3, "203.0.113.9"), 0);
  const std::vector<SourceRow> rows = look("203.0.113.9");
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_TRUE(rows[0].banned);
  EXPECT_EQ(rows[0].reason, BanReason::kOperator);
  EXPECT_EQ(rows[0].dropped, 10u);
  EXPECT_EQ(rows[0].age, 20u);
  EXPECT_EQ(rows[0].seconds, 40u);
  EXPECT_EQ(rows[0].bans, 0);
}

TEST_F(SurveyTest, WhatABanRefusedDoesNotCountForTheNext) {
  start({.source_rate = 10, .source_burst = 5, .ban_seconds = 1, .ban_excess = 20});
  Packet one = packet("203.0.113.9");
  guard_->note_proof(now_, one);
  EXPECT_EQ(admitted(1000, "203.0.113.9"), 5);
  std::vector<SourceRow> rows = look("203.0.113.9");
  ASSERT_EQ(rows.size(), 2u);  // the ban, and the flow that is proved
  EXPECT_EQ(rows[0].bans, 1);
  EXPECT_EQ(rows[0].dropped, 1000u - 5 - 20);
  pass_seconds(1);  // over: a few packets beyond the rate are no second ban
  EXPECT_EQ(admitted(20, "203.0.113.9"), 5);
  EXPECT_EQ(guard_->statistics().bans, 1u);
  EXPECT_EQ(admitted(5, "203.0.113.9"), 0);
  EXPECT_EQ(guard_->statistics().bans, 2u);
}

TEST_F(SurveyTest, TellsWhatObserveLetGoOn) {
  start({.source_rate = 1, .source_burst = 1, .observe = true});
  EXPECT_EQ(admitted(4, "192.0.2.7"), 4);
  look();
  EXPECT_EQ(totals_.observed[static_cast<std::size_t>(DropReason::kRateSource)], 3u);
}

// Who sends most is seen whatever comes from others: a source that is over its rate owes most, so a
// flood of new ones pushes it out of no line; and a count is one source's alone, so nobody can add
// to another's.
TEST_F(SurveyTest, AFloodHidesNoHeavySourceAndBlamesNobody) {
  start({.source_rate = 100, .source_burst = 10, .prefix_rate = 0});
  std::mt19937 random(20261128);
  constexpr int kFlood = 400'000;  // a hundred times what the table holds
  std::uint32_t heavy = 0;
  for (int i = 0; i < kFlood; ++i) {
    const auto spoofed = sip::Address::v4(0x20000000 | (static_cast<std::uint32_t>(random()) >> 4));
    Packet one = packet("192.0.2.1");
    one.src = spoofed;
    admit(one);
    now_ = now_ + Cycles{5};      // 200,000 a second
    if (i % 1000 != 0) continue;  // 200 a second, twice its rate
    send("192.0.2.77");
    ++heavy;
  }
  const std::vector<SourceRow> rows = look();
  const auto most = std::max_element(
      rows.begin(), rows.end(), [](const auto& a, const auto& b) { return a.packets < b.packets; });
  ASSERT_NE(most, rows.end());
  EXPECT_EQ(most->address, address("192.0.2.77"));
  EXPECT_EQ(most->packets, heavy);
  for (const SourceRow& row : rows) {
    if (row.address == most->address) continue;
    EXPECT_LT(row.packets, 10u);
  }
}

TEST_F(SurveyTest, PrefixesWhoseStrangersSendMost) {
  start({.source_rate = 0, .prefix_rate = 50, .prefix_burst = 50, .stranger_always = true});
  for (int host = 1; host <= 200; ++host) send("198.51.100." + std::to_string(host));
  for (int host = 1; host <= 30; ++host) send("2001:db8:7:" + std::to_string(host) + "::1");
  send("192.0.2.1");
  look();
  ASSERT_EQ(prefixes_.size(), 3u);
  std::sort(prefixes_.begin(), prefixes_.end(),
            [](const auto& a, const auto& b) { return a.packets > b.packets; });
  EXPECT_EQ(prefixes_[0].address, address("198.51.100.0"));
  EXPECT_EQ(prefixes_[0].packets, 200u);
  EXPECT_EQ(prefixes_[0].dropped, 150u);
  EXPECT_EQ(prefixes_[1].address, address("2001:db8:7::"));
  EXPECT_EQ(prefixes_[1].packets, 30u);
  EXPECT_EQ(prefixes_[2].packets, 1u);
}

}  // namespace
}  // namespace weir::dataplane::guard
