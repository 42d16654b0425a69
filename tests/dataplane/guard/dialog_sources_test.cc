#include "dataplane/guard/dialog_sources.h"

#include <gtest/gtest.h>

#include <random>
#include <vector>

namespace weir::dataplane::guard {
namespace {

constexpr Frequency kMegahertz{1'000'000};

class DialogSourcesTest : public testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(sources_.make(3 * 1024, kMegahertz)); }
  std::uint64_t random() { return engine_(); }
  void pass_seconds(std::uint64_t seconds) { now_ = now_ + kMegahertz.seconds(seconds); }

  DialogSources sources_;
  Cycles now_{1'000'000'000};
  std::mt19937_64 engine_{20261128};
};

TEST_F(DialogSourcesTest, ADialogSpeaksForAFewAddresses) {
  const std::uint64_t dialog = random();
  std::vector<std::uint64_t> who;
  for (std::size_t i = 0; i < DialogSources::kMost; ++i) {
    who.push_back(random());
    EXPECT_TRUE(sources_.admit(dialog, who.back(), now_));
  }
  for (int i = 0; i < 1000; ++i) EXPECT_FALSE(sources_.admit(dialog, random(), now_));
  for (const std::uint64_t one : who) EXPECT_TRUE(sources_.admit(dialog, one, now_));
  EXPECT_TRUE(sources_.admit(random(), who[0], now_));  // another dialog of the same phone
}

// A dialog that goes on keeps its place, and its addresses.
TEST_F(DialogSourcesTest, UseKeepsIt) {
  const std::uint64_t dialog = random();
  const std::uint64_t who = random();
  EXPECT_TRUE(sources_.admit(dialog, who, now_));
  for (int i = 0; i < 100; ++i) {
    pass_seconds(DialogSources::kKept - 1);
    for (int k = 0; k < 100; ++k)
      sources_.admit(dialog ^ std::uint64_t(k + 1) << 33, random(), now_);
    EXPECT_TRUE(sources_.admit(dialog, who, now_)) << i;
  }
}

TEST_F(DialogSourcesTest, AFullPlaceRefusesUntilOneIsOld) {
  constexpr std::uint64_t kPlace = 5;  // the same line of the table
  for (std::uint64_t i = 1; i <= 3; ++i) EXPECT_TRUE(sources_.admit(i << 40 | kPlace, 7, now_));
  EXPECT_FALSE(sources_.admit(std::uint64_t{4} << 40 | kPlace, 7, now_));
  pass_seconds(DialogSources::kKept);
  EXPECT_TRUE(sources_.admit(std::uint64_t{4} << 40 | kPlace, 7, now_));
}

TEST_F(DialogSourcesTest, ManyDialogsFindRoom) {
  int refused = 0;
  for (int i = 0; i < 1500; ++i) refused += sources_.admit(random(), random(), now_) ? 0 : 1;
  EXPECT_LT(refused, 150);  // of a table that is half full
}

}  // namespace
}  // namespace weir::dataplane::guard
