#include "dataplane/guard/meter.h"

#include <gtest/gtest.h>

namespace weir::dataplane::guard {
namespace {

constexpr Frequency kGigahertz{1'000'000'000};

class MeterTest : public ::testing::Test {
 protected:
  MeterTest() { EXPECT_TRUE(meters_.make(16, kGigahertz)); }

  // Sends `rate` packets a second, evenly, for `seconds`; the last answer.
  std::uint32_t send(std::uint32_t rate, std::uint32_t seconds) {
    std::uint32_t answer = 0;
    for (std::uint32_t i = 0; i < rate * seconds; ++i) {
      now_ = now_ + kGigahertz.per_event(rate);
      answer = meters_.ask(2, now_, true);
    }
    return answer;
  }

  MeterTable meters_;
  Cycles now_{5'000'000'000};
};

TEST_F(MeterTest, TheFirstQuestionIsOnePacket) { EXPECT_EQ(meters_.ask(2, now_, true), 1u); }

TEST_F(MeterTest, WithinTheFirstSecondEachPacketCounts) {
  for (std::uint32_t i = 1; i <= 20; ++i) EXPECT_EQ(meters_.ask(2, now_, true), i);
}

TEST_F(MeterTest, ASecondQuestionCountsNothing) {
  EXPECT_EQ(meters_.ask(2, now_, true), 1u);
  EXPECT_EQ(meters_.ask(2, now_, false), 1u);
  EXPECT_EQ(meters_.ask(2, now_, true), 2u);
}

TEST_F(MeterTest, AnEvenStreamHasItsRate) {
  for (const std::uint32_t rate : {1u, 10u, 100u, 5000u}) {
    EXPECT_NEAR(send(rate, 40), rate, rate / 50.0 + 1);
  }
}

TEST_F(MeterTest, WhatWasBeforeHalvesEveryTwoSeconds) {
  send(1000, 20);
  EXPECT_NEAR(send(10, 4), 10 + 1000 / 4, 60);
  EXPECT_NEAR(send(10, 16), 10, 3);
  EXPECT_NEAR(send(1000, 16), 1000, 20);
}

TEST_F(MeterTest, SilenceIsSeen) {
  send(1000, 20);
  now_ = now_ + kGigahertz.seconds(3600);
  EXPECT_LE(meters_.ask(2, now_, true), 1u);
}

TEST_F(MeterTest, AnotherSourceOfTheSamePlaceStartsAnew) {
  send(100, 20);
  EXPECT_EQ(meters_.ask(2 + 16, now_, true), 1u);
  EXPECT_EQ(meters_.ask(2, now_, true), 1u);
  EXPECT_EQ(meters_.ask(4, now_, true), 1u);
  EXPECT_EQ(meters_.ask(2, now_, true), 2u);
}

TEST_F(MeterTest, ASlowClockHasTicksToo) {
  MeterTable slow;
  ASSERT_TRUE(slow.make(4, Frequency{1000}));
  EXPECT_EQ(slow.ask(2, Cycles{10'000}, true), 1u);
  EXPECT_EQ(slow.ask(2, Cycles{10'000}, true), 2u);
}

}  // namespace
}  // namespace weir::dataplane::guard
