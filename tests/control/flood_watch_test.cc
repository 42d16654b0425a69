#include "control/flood_watch.h"

#include <gtest/gtest.h>

namespace weir::control {
namespace {

using Change = FloodWatch::Change;

class FloodWatchTest : public ::testing::Test {
 protected:
  Change step(std::uint64_t dropped) { return watch_.step(dropped, 100, 3); }
  FloodWatch watch_;
};

TEST_F(FloodWatchTest, BeginsWithTheFirstSecondAtTheRate) {
  EXPECT_EQ(step(99), Change::kNone);
  EXPECT_FALSE(watch_.flood());
  EXPECT_EQ(step(100), Change::kStart);
  EXPECT_TRUE(watch_.flood());
  EXPECT_EQ(step(1000), Change::kNone);
}

TEST_F(FloodWatchTest, EndsAfterQuietSecondsOnEnd) {
  step(100);
  EXPECT_EQ(step(49), Change::kNone);
  EXPECT_EQ(step(49), Change::kNone);
  EXPECT_EQ(step(50), Change::kNone);  // half of the rate is not quiet: it begins anew
  EXPECT_EQ(step(0), Change::kNone);
  EXPECT_EQ(step(0), Change::kNone);
  EXPECT_EQ(step(0), Change::kEnd);
  EXPECT_FALSE(watch_.flood());
  EXPECT_EQ(step(0), Change::kNone);
}

TEST_F(FloodWatchTest, TellsWhatWasDroppedAndForHowLong) {
  step(100);
  step(200);
  step(1);
  step(1);
  step(1);
  EXPECT_EQ(watch_.seconds(), 2u);  // without the quiet
  EXPECT_EQ(watch_.dropped(), 303u);
  step(500);
  EXPECT_EQ(watch_.seconds(), 1u);
  EXPECT_EQ(watch_.dropped(), 500u);
}

TEST_F(FloodWatchTest, ARateOfNoneEndsItAndBeginsNone) {
  step(100);
  EXPECT_EQ(watch_.step(1000, 0, 3), Change::kEnd);
  EXPECT_EQ(watch_.step(1000, 0, 3), Change::kNone);
}

TEST(EventBudget, HoldsForASecond) {
  EventBudget budget;
  EXPECT_TRUE(budget.take(2));
  EXPECT_TRUE(budget.take(2));
  EXPECT_FALSE(budget.take(2));
  EXPECT_FALSE(budget.take(2));
  EXPECT_EQ(budget.renew(), 2u);
  EXPECT_TRUE(budget.take(2));
  EXPECT_EQ(budget.renew(), 0u);
  EXPECT_FALSE(budget.take(0));
}

}  // namespace
}  // namespace weir::control
