#include "dataplane/guard/source_table.h"

#include <gtest/gtest.h>

namespace weir::dataplane::guard {
namespace {

// One line: every source meets every other.
class SourceTableTest : public testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(table_.make(SourceTable::kWays)); }

  // Takes a slot for `key` and lets it send `packets`.
  Allowance* send(std::uint64_t key, int packets) {
    const auto slot = table_.take(key, 0, kNow, evicted_);
    for (int i = 0; i < packets; ++i) slot.allowance().admit(kNow, kRate);
    for (int i = 0; i < packets; ++i) slot.packets().add(dice_);
    return &slot.allowance();
  }
  // The number of its slot; slots() when it has none.
  std::size_t slot_of(std::uint64_t key) const {
    std::size_t i = 0;
    while (i < table_.slots() && table_.key(i) != key) ++i;
    return i;
  }
  bool knows(std::uint64_t key) const { return slot_of(key) != table_.slots(); }

  static constexpr Cycles kNow{1'000'000};
  static constexpr Rate kRate = Rate::make(100, 100, 1'000'000);

  SourceTable table_;
  std::uint32_t dice_ = 1;
  std::uint64_t evicted_ = 0;
};

TEST_F(SourceTableTest, ASourceKeepsItsSlot) {
  const Allowance* const slot = send(1, 1);
  EXPECT_NE(send(2, 1), slot);
  EXPECT_EQ(send(1, 1), slot);
  EXPECT_TRUE(knows(1));
  EXPECT_FALSE(knows(3));
  EXPECT_EQ(evicted_, 0u);
}

TEST_F(SourceTableTest, WhoOwesLeastIsForgotten) {
  const int packets[] = {30, 10, 20};
  for (std::uint64_t key = 1; key <= 3; ++key) send(key, packets[key - 1]);
  EXPECT_EQ(evicted_, 0u);
  send(4, 50);
  EXPECT_FALSE(knows(2));
  for (const std::uint64_t key : {1u, 3u, 4u}) EXPECT_TRUE(knows(key)) << key;
  EXPECT_EQ(evicted_, 1u);
  EXPECT_EQ(table_.packets(slot_of(4)), 50u);  // it does not inherit what was counted
}

TEST_F(SourceTableTest, HasRoomForAllThatWereAskedFor) {
  for (const std::size_t wanted : {1u, 3u, 4u, 1000u, 1u << 16}) {
    SourceTable table;
    ASSERT_TRUE(table.make(wanted));
    EXPECT_GE(table.slots(), wanted);
    EXPECT_LE(table.slots(), wanted * 2 + 2);
  }
}

// A flood of others does not set free who is being limited.
TEST_F(SourceTableTest, TheOneThatIsLimitedIsRemembered) {
  send(1, 1000);
  for (std::uint64_t key = 2; key < 200; ++key) send(key, 1);
  EXPECT_TRUE(knows(1));
}

}  // namespace
}  // namespace weir::dataplane::guard
