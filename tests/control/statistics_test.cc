#include "control/statistics.h"

#include <gtest/gtest.h>

#include <numeric>

namespace weir::control {
namespace {

std::size_t index_of(std::span<const CounterName> names, std::string_view name) {
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (names[i].name == name) return i;
  }
  ADD_FAILURE() << "no counter " << name;
  return 0;
}

// An lcore that received `forwarded` + `banned` packets.
LcoreCounts lcore(unsigned number, std::uint64_t forwarded, std::uint64_t banned,
                  std::uint64_t busy_cycles = 0) {
  LcoreCounts counts = sum_counts({});
  counts.lcore = number;
  counts.busy_cycles = busy_cycles;
  counts.account[index_of(Bridge::account_names(), "received")] = forwarded + banned;
  counts.account[index_of(Bridge::account_names(), "forwarded")] = forwarded;
  counts.drops[index_of(Bridge::drop_names(), "banned")] = banned;
  return counts;
}

TEST(Statistics, SumsAndKeepsTheAccount) {
  const std::vector<LcoreCounts> counts = {lcore(1, 10, 3), lcore(2, 5, 0)};
  const LcoreCounts sum = sum_counts(counts);
  EXPECT_EQ(sum.account[0], 18u);
  EXPECT_EQ(dropped(sum), 3u);
  EXPECT_EQ(account_difference(sum), 0);
  LcoreCounts wrong = lcore(1, 10, 3);
  wrong.account[0] = 12;
  EXPECT_EQ(account_difference(wrong), -1);
  EXPECT_EQ(Statistics::summary(counts),
            "received 18, forwarded 15, answered 0, handed_off 0, exception 0, keepalive 0, "
            "dropped 3, drop/banned 3; difference 0");
}

TEST(Statistics, RatesAreThoseBetweenTheLastTwoSamples) {
  Statistics statistics(1'000'000);
  const std::vector<LcoreCounts> now = {lcore(1, 400, 100, 250'000)};
  admin::Json json = statistics.stats(Milliseconds(0), now);
  EXPECT_EQ(json["per_second"]["received"], 0.0);  // no sample yet

  statistics.sample(Milliseconds(1000), {lcore(1, 100, 0, 0)});
  json = statistics.stats(Milliseconds(1500), now);
  EXPECT_EQ(json["per_second"]["received"], 0.0);
  statistics.sample(Milliseconds(3000), {lcore(1, 200, 100, 500'000)});
  json = statistics.stats(Milliseconds(3500), now);
  EXPECT_EQ(json["sampled_ms_ago"], 500);
  EXPECT_EQ(json["per_second"]["received"], 100.0);
  EXPECT_EQ(json["per_second"]["forwarded"], 50.0);
  EXPECT_EQ(json["per_second"]["dropped"], 50.0);
  EXPECT_EQ(json["account"]["received"], 500);
  EXPECT_EQ(json["account"]["dropped"], 100);
  EXPECT_EQ(json["account"]["difference"], 0);
  EXPECT_EQ(json["lcores"][0]["received_per_second"], 100.0);
  EXPECT_EQ(json["lcores"][0]["busy_percent"], 25.0);
}

TEST(Statistics, NamesEveryDropReasonOnce) {
  Statistics statistics(1);
  const admin::Json rows = statistics.drops({lcore(1, 1, 7)});
  ASSERT_EQ(rows.size(), Bridge::drop_names().size());
  EXPECT_GT(rows.size(), 20u);
  std::uint64_t sum = 0;
  for (const admin::Json& row : rows) {
    EXPECT_FALSE(row["meaning"].get<std::string>().empty());
    sum += row["count"].get<std::uint64_t>();
    EXPECT_EQ(row["count"], row["reason"] == "banned" ? 7 : 0);
  }
  EXPECT_EQ(sum, 7u);
}

}  // namespace
}  // namespace weir::control
