#include "dataplane/guard/source_table.h"

#include <gtest/gtest.h>

namespace weir::dataplane::guard {
namespace {

// One line: every source meets every other.
class SourceTableTest : public testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(table_.make(SourceTable::kWays)); }

  // Takes a slot for `key` and lets it send `packets`.
  std::size_t send(std::uint64_t key, int packets) {
    const std::size_t slot = table_.take(key, 0, kNow, evicted_);
    for (int i = 0; i < packets; ++i) table_.allowance(slot).admit(kNow, kRate);
    return slot;
  }
  bool knows(std::uint64_t key) const { return table_.find(key, 0) != SourceTable::kNone; }

  static constexpr Cycles kNow{1'000'000};
  static constexpr Rate kRate = Rate::make(100, 100, 1'000'000);

  SourceTable table_;
  std::uint64_t evicted_ = 0;
};

TEST_F(SourceTableTest, ASourceKeepsItsSlot) {
  const std::size_t slot = send(1, 1);
  EXPECT_EQ(send(2, 1) == slot, false);
  EXPECT_EQ(send(1, 1), slot);
  EXPECT_EQ(table_.find(1, 0), slot);
  EXPECT_EQ(table_.find(3, 0), SourceTable::kNone);
  EXPECT_EQ(evicted_, 0u);
}

TEST_F(SourceTableTest, WhoOwesLeastIsForgotten) {
  const int packets[] = {30, 20, 10, 40};
  for (std::uint64_t key = 1; key <= 4; ++key) send(key, packets[key - 1]);
  EXPECT_EQ(evicted_, 0u);
  const std::size_t slot = send(5, 50);
  EXPECT_FALSE(knows(3));
  for (const std::uint64_t key : {1u, 2u, 4u, 5u}) EXPECT_TRUE(knows(key)) << key;
  EXPECT_EQ(evicted_, 1u);
  EXPECT_EQ(table_.ledger(slot).packets, 0u);
}

// A flood of others does not set free who is being limited.
TEST_F(SourceTableTest, TheOneThatIsLimitedIsRemembered) {
  send(1, 1000);
  for (std::uint64_t key = 2; key < 200; ++key) send(key, 1);
  EXPECT_TRUE(knows(1));
}

}  // namespace
}  // namespace weir::dataplane::guard
