// What an operator is told of sources, flows and bans.
#include "dataplane/guard/survey.h"

#include "tests/dataplane/guard/fixture.h"

#include <gtest/gtest.h>

namespace weir::dataplane::guard {
namespace {

class SurveyTest : public GuardTest {
 protected:
  // Everything, or what `only` has.
  std::vector<SourceRow> look(std::string_view only = {}) {
    std::vector<SourceRow> rows(64);
    Survey survey;
    survey.rows = rows;
    const sip::Address wanted = only.empty() ? sip::Address{} : address(only);
    if (!only.empty()) survey.only = &wanted;
    apply(GuardCommand::look(&survey));
    for (int turns = 0; turns < 1000 && !survey.done; ++turns) guard_->housekeep(now_);
    EXPECT_TRUE(survey.done);
    totals_ = survey.totals;
    rows.resize(survey.used);
    return rows;
  }

  SurveyTotals totals_;
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

}  // namespace
}  // namespace weir::dataplane::guard
