#include "dataplane/snapshot.h"

#include <gtest/gtest.h>

#include <atomic>
#include <cstdint>
#include <memory>
#include <thread>
#include <vector>

namespace weir::dataplane {
namespace {

struct Counted {
  explicit Counted(int& alive) : alive_(alive) { ++alive_; }
  ~Counted() { --alive_; }
  int& alive_;
};

TEST(Snapshot, FreesOnlyWhatNobodyReads) {
  int alive = 0;
  Snapshot<Counted> snapshot;
  EXPECT_EQ(snapshot.refresh(0), nullptr);
  snapshot.publish(std::make_unique<Counted>(alive));
  const Counted* const first = snapshot.refresh(0);
  snapshot.publish(std::make_unique<Counted>(alive));
  snapshot.collect();
  EXPECT_EQ(alive, 2) << "reader 0 still holds the first";
  EXPECT_NE(snapshot.refresh(0), first);
  snapshot.collect();
  EXPECT_EQ(alive, 1);
}

struct Pair {
  ~Pair() { left = right = 0; }
  std::uint64_t left;
  std::uint64_t right;  // always the complement
};

// Run under ThreadSanitizer and AddressSanitizer too: readers as lcores, control never rests.
TEST(Snapshot, ReadersNeverSeeWhatWasFreed) {
  constexpr unsigned kReading = 2;
  constexpr std::uint64_t kPublished = 5'000;
  Snapshot<Pair> snapshot;
  std::atomic<bool> stop = false;
  std::atomic<unsigned> wrong = 0;
  std::vector<std::thread> readers;
  for (unsigned r = 0; r < kReading; ++r) {
    readers.emplace_back([&, r] {
      std::uint64_t latest = 0;
      for (unsigned turn = 0; !stop.load(std::memory_order_relaxed); ++turn) {
        const Pair* const pair = snapshot.refresh(r);
        if (pair != nullptr) {
          if (pair->left != ~pair->right || pair->left < latest) ++wrong;
          latest = pair->left;
        }
        if (turn % 16 == 0) std::this_thread::yield();
      }
    });
  }
  for (std::uint64_t i = 1; i <= kPublished; ++i) {
    snapshot.publish(std::make_unique<Pair>(Pair{i, ~i}));
    snapshot.collect();
    if (i % 16 == 0) std::this_thread::yield();
  }
  stop = true;
  for (std::thread& reader : readers) reader.join();
  EXPECT_EQ(wrong, 0u);
}

}  // namespace
}  // namespace weir::dataplane
