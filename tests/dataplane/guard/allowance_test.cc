#include "dataplane/guard/allowance.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <random>
#include <vector>

namespace weir::dataplane::guard {
namespace {

TEST(Rate, ZeroIsNoLimit) {
  EXPECT_FALSE(Rate::make(0, 10, 1'000'000).limited());
  EXPECT_TRUE(Rate::make(1, 0, 1'000'000).limited());
}

TEST(Rate, CostIsRoundedUpSoThatNobodyGetsMore) {
  EXPECT_EQ(Rate::make(3, 1, 1'000'000).cost, 333'334u);
  EXPECT_EQ(Rate::make(1000, 1, 1'000'000).cost, 1000u);
}

TEST(Allowance, ExactlyTheBurstPassesAfterARest) {
  for (const std::uint64_t burst : {1u, 2u, 7u, 100u}) {
    const Rate rate = Rate::make(100, burst, 1'000'000);
    Allowance allowance;
    unsigned passed = 0;
    for (unsigned i = 0; i < 1000; ++i) passed += allowance.admit(Cycles{5'000'000}, rate);
    EXPECT_EQ(passed, burst);
  }
}

TEST(Allowance, OneCycleTooEarlyIsRefused) {
  const Rate rate = Rate::make(1000, 1, 1'000'000);
  Allowance allowance;
  EXPECT_TRUE(allowance.admit(Cycles{5000}, rate));
  EXPECT_FALSE(allowance.admit(Cycles{5999}, rate));
  EXPECT_TRUE(allowance.admit(Cycles{6000}, rate));
  EXPECT_FALSE(allowance.rested(Cycles{6999}));
  EXPECT_TRUE(allowance.rested(Cycles{7000}));
}

TEST(Allowance, ARefusalCostsNothing) {
  const Rate rate = Rate::make(10, 1, 1'000'000);
  Allowance allowance;
  ASSERT_TRUE(allowance.admit(Cycles{1'000'000}, rate));
  for (int i = 0; i < 1000; ++i) ASSERT_FALSE(allowance.admit(Cycles{1'099'999}, rate));
  EXPECT_TRUE(allowance.admit(Cycles{1'100'000}, rate));
}

// The stated bound: never more than burst + rate * span in any span, and a source that always asks
// gets at most one part in `cost` less than its rate.
TEST(Allowance, KeepsItsErrorBoundForAnyArrivals) {
  std::mt19937_64 random(7);
  constexpr std::uint64_t kHz = 2'096'000'000;
  for (int round = 0; round < 200; ++round) {
    const std::uint64_t per_second = 1 + random() % 5000;
    const std::uint64_t burst = 1 + random() % 50;
    const Rate rate = Rate::make(per_second, burst, kHz);
    Allowance allowance;
    std::uint64_t now = random() % kHz;
    std::vector<std::uint64_t> passed;
    const std::uint64_t step = 1 + kHz / per_second / (1 + random() % 8);
    for (int i = 0; i < 2000; ++i) {
      now += random() % (2 * step);
      if (allowance.admit(Cycles{now}, rate)) passed.push_back(now);
    }
    for (std::size_t i = 0; i + burst < passed.size(); ++i) {
      ASSERT_GE(passed[i + burst] - passed[i], rate.cost) << per_second << "/s, burst " << burst;
    }
    const std::size_t half = passed.size() / 2;
    if (half <= burst) continue;
    ASSERT_GE(passed.back() - passed[0], (passed.size() - burst) * rate.cost);
  }
}

TEST(Allowance, GivesTheWholeRateToWhoAlwaysAsks) {
  const Rate rate = Rate::make(3000, 1, 2'096'000'000);
  Allowance allowance;
  std::uint64_t passed = 0;
  for (std::uint64_t now = 1; now <= 2'096'000'000; now += 1000) {
    passed += allowance.admit(Cycles{now}, rate);
  }
  // The arrivals' own grid costs up to 1000 cycles a packet, 1 in 698.
  EXPECT_LE(passed, 3001u);
  EXPECT_GE(passed, 2994u);
}

}  // namespace
}  // namespace weir::dataplane::guard
