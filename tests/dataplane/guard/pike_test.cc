#include "dataplane/guard/pike.h"

#include <gtest/gtest.h>

namespace weir::dataplane::guard {
namespace {

constexpr Frequency kHz{1000};

class PikeTest : public ::testing::Test {
 protected:
  PikeTest() {
    EXPECT_TRUE(pike_.make(64));
    pike_.set(kHz, 2, 3, 120);
  }
  int check(std::uint64_t seconds, std::uint64_t key = 1) {
    return pike_.check(kHz.seconds(seconds), key, key * 0x9e3779b97f4a7c15);
  }
  Pike pike_;
};

TEST_F(PikeTest, TheDensityPassesAndTheNextIsDetected) {
  EXPECT_EQ(check(10), 1);
  EXPECT_EQ(check(10), 1);
  EXPECT_EQ(check(11), 1);
  EXPECT_EQ(check(11), -2);
  EXPECT_EQ(check(11), -1);
}

TEST_F(PikeTest, AUnitWithinTheDensityUnblocks) {
  for (int i = 0; i < 5; ++i) check(10);
  EXPECT_EQ(check(12), -1);  // the unit before was hot
  EXPECT_EQ(check(14), 1);   // the unit before had one
}

TEST_F(PikeTest, ASilentUnitUnblocks) {
  for (int i = 0; i < 5; ++i) check(10);
  EXPECT_EQ(check(14), 1);
}

TEST_F(PikeTest, SourcesDoNotMix) {
  for (int i = 0; i < 5; ++i) check(10, 7);
  EXPECT_EQ(check(10, 8), 1);
  EXPECT_EQ(check(10, 7), -1);
}

TEST_F(PikeTest, ABlockedSourceStaysWhenOthersComeAndGo) {
  for (int i = 0; i < 5; ++i) check(10, 1);
  for (std::uint64_t key = 2; key < 1000; ++key) check(10, key);
  EXPECT_EQ(check(11, 1), -1);
}

}  // namespace
}  // namespace weir::dataplane::guard
