#include "dataplane/counters.h"

#include <gtest/gtest.h>

#include <set>
#include <thread>

namespace weir::dataplane {
namespace {

TEST(Drops, EveryReasonHasItsOwnNameAndMeaning) {
  std::set<std::string_view> names;
  for (const DropName& row : kDropNames) {
    EXPECT_TRUE(names.insert(row.text).second) << row.text;
    EXPECT_FALSE(row.meaning.empty()) << row.text;
    EXPECT_EQ(row.text.find_first_not_of("abcdefghijklmnopqrstuvwxyz_"), row.text.npos);
  }
  EXPECT_EQ(drop_name(DropReason::kNotSip), "not_sip");
  EXPECT_EQ(drop_name(DropReason::kTxFull), "tx_full");
}

TEST(Counters, SettleCountsAPacketOnce) {
  Counters counters;
  counters.received = 4;
  counters.settle(SendKind::kForward, DropReason::kNone, 100);
  counters.settle(SendKind::kAnswer, DropReason::kNone, 50);
  counters.settle(SendKind::kForward, DropReason::kTxFull, 100);
  counters.settle(SendKind::kExtra, DropReason::kTxFull, 100);
  counters.settle(SendKind::kExtra, DropReason::kNone, 10);
  counters.drop(DropReason::kBanned);
  EXPECT_EQ(counters.forwarded, 1u);
  EXPECT_EQ(counters.answered, 1u);
  EXPECT_EQ(counters.sent, 3u);
  EXPECT_EQ(counters.sent_bytes, 160u);
  EXPECT_EQ(counters.extra_refused, 1u);
  EXPECT_EQ(counters.dropped(), 2u);
  EXPECT_EQ(counters.account_difference(), 0);
}

TEST(Counters, SumsEveryWord) {
  Counters a;
  a.received = 3;
  a.drop(DropReason::kNoRoute);
  a.busy_cycles = 5;
  Counters b = a;
  b += a;
  EXPECT_EQ(b.received, 6u);
  EXPECT_EQ(b.drops[static_cast<std::size_t>(DropReason::kNoRoute)], 2u);
  EXPECT_EQ(b.busy_cycles, 10u);
}

// Run under ThreadSanitizer too: every snapshot balances although the writer never stops.
TEST(PublishedCounters, SnapshotsAreWhole) {
  PublishedCounters published;
  std::thread lcore([&] {
    Counters counters;
    for (int i = 0; i < 50'000; ++i) {
      ++counters.received;
      if (i % 3 == 0) {
        counters.drop(DropReason::kMalformed);
      } else {
        counters.settle(SendKind::kForward, DropReason::kNone, 1);
      }
      published.publish(counters);
    }
  });
  std::uint64_t last = 0;
  int wrong = 0;
  while (last < 50'000) {
    const Counters counters = published.read();
    if (counters.account_difference() != 0 || counters.received < last) ++wrong;
    last = counters.received;
  }
  lcore.join();
  EXPECT_EQ(wrong, 0);
}

}  // namespace
}  // namespace weir::dataplane
