#include "dataplane/guard/rough_count.h"

#include <gtest/gtest.h>

namespace weir::dataplane::guard {
namespace {

TEST(RoughCount, IsExactWhileSmall) {
  std::uint32_t dice = 1;
  RoughCount count;
  for (std::uint32_t i = 0; i <= 8191; ++i) {
    ASSERT_EQ(count.value(), i);
    count.add(dice);
  }
}

// A standard error of a part in a hundred: five of them never happen by chance.
TEST(RoughCount, IsNearWhenLarge) {
  std::uint32_t dice = 7;
  for (const std::uint32_t wanted : {10'000u, 100'000u, 1'000'000u, 20'000'000u}) {
    RoughCount count;
    for (std::uint32_t i = 0; i < wanted; ++i) count.add(dice);
    EXPECT_NEAR(count.value(), wanted, wanted * 0.05) << wanted;
  }
}

TEST(RoughCount, StaysAtItsEnd) {
  std::uint32_t dice = 3;
  RoughCount count;
  for (std::uint32_t i = 0; i < 400'000'000; ++i) count.add(dice);
  EXPECT_EQ(count.value(), 8191u << 14);
}

}  // namespace
}  // namespace weir::dataplane::guard
