#include "dataplane/image_slots.h"

#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <thread>
#include <vector>

namespace weir::dataplane {
namespace {

struct Image {
  std::uint64_t generation = 0;
  std::uint64_t check = 0;  // ~generation, until it is freed
};

TEST(Slots, StartEmpty) {
  Grace grace;
  Slots<const Image> slots(grace);
  EXPECT_EQ(slots.current(0), nullptr);
  EXPECT_EQ(slots.current(kMaxWorkers - 1), nullptr);
}

TEST(Slots, InstallGivesBackWhatItDisplaced) {
  Grace grace;
  Slots<const Image> slots(grace);
  const Image first{1, ~1ull};
  const Image second{2, ~2ull};
  EXPECT_EQ(slots.install(0, &first), nullptr);
  EXPECT_EQ(slots.install(1, &first), nullptr);
  EXPECT_EQ(slots.install(0, &second), &first);
  EXPECT_EQ(slots.current(0), &second);
  EXPECT_EQ(slots.current(1), &first);
}

TEST(Grace, EndsWhenEveryReaderHasBeenQuiet) {
  Grace grace;
  grace.online(0);
  grace.online(5);
  const std::uint64_t token = grace.begin();
  EXPECT_FALSE(grace.over(token));
  grace.quiescent(0);
  EXPECT_FALSE(grace.over(token));
  grace.quiescent(5);
  EXPECT_TRUE(grace.over(token));
}

TEST(Grace, SleepersHoldNothing) {
  Grace grace;
  EXPECT_TRUE(grace.over(grace.begin()));  // nobody has started
  grace.online(3);
  const std::uint64_t token = grace.begin();
  EXPECT_FALSE(grace.over(token));
  grace.offline(3);
  EXPECT_TRUE(grace.over(token));
  grace.online(3);
  EXPECT_FALSE(grace.over(grace.begin()));
}

// Run under ThreadSanitizer and AddressSanitizer too: readers as lcores, reloads without a pause.
TEST(Slots, ReadersNeverSeeAFreedImage) {
  constexpr unsigned kReaders = 2;
  constexpr std::uint64_t kReloads = 2'000;
  Grace grace;
  Slots<const Image> slots(grace);
  std::atomic<bool> stop = false;
  std::atomic<unsigned> wrong = 0;
  std::vector<std::thread> readers;
  for (unsigned r = 0; r < kReaders; ++r) {
    readers.emplace_back([&, r] {
      for (unsigned turn = 0; !stop.load(std::memory_order_relaxed); ++turn) {
        if (turn % 64 == 0) grace.offline(r);  // as if it had slept
        if (turn % 64 == 0) grace.online(r);
        const Image* const image = slots.current(r);
        if (image != nullptr && image->check != ~image->generation) ++wrong;
        grace.quiescent(r);
        if (turn % 16 == 0) std::this_thread::yield();
      }
      grace.offline(r);
    });
  }
  auto current = std::make_unique<Image>();
  for (std::uint64_t i = 1; i <= kReloads; ++i) {
    auto next = std::make_unique<Image>(Image{i, ~i});
    for (unsigned r = 0; r < kReaders; ++r) {
      const Image* const displaced = slots.install(r, next.get());
      EXPECT_TRUE(displaced == nullptr || displaced == current.get());
    }
    const std::uint64_t token = slots.grace_begin();
    while (!slots.grace_over(token)) std::this_thread::yield();
    current->check = 0;
    current = std::move(next);
  }
  stop = true;
  for (std::thread& reader : readers) reader.join();
  EXPECT_EQ(wrong, 0u);
}

}  // namespace
}  // namespace weir::dataplane
