#include "dataplane/handoff.h"

#include <gtest/gtest.h>

#include <string>
#include <thread>

namespace weir::dataplane {
namespace {

Handoff item_of(SourceClass klass, std::uint32_t size = 0) {
  Handoff item;
  item.packet.klass = klass;
  item.packet.size = size;
  return item;
}

std::size_t fill(HandoffRing& ring, SourceClass klass) {
  std::size_t pushed = 0;
  while (ring.try_push(item_of(klass))) ++pushed;
  return pushed;
}

TEST(HandoffRing, RefusesByClass) {
  HandoffRing ring(100);
  ASSERT_EQ(ring.capacity(), 128u);
  EXPECT_EQ(fill(ring, SourceClass::kDenied), 0u);
  EXPECT_EQ(fill(ring, SourceClass::kStranger), 64u);       // half
  EXPECT_EQ(fill(ring, SourceClass::kProved), 115u - 64u);  // nine tenths
  EXPECT_EQ(fill(ring, SourceClass::kTrusted), 0u);         // the same mark
  EXPECT_EQ(fill(ring, SourceClass::kPeer), 128u - 115u);   // full
  EXPECT_EQ(fill(ring, SourceClass::kPeer), 0u);

  Handoff item;
  for (int i = 0; i < 70; ++i) ASSERT_TRUE(ring.try_pop(item));
  EXPECT_EQ(fill(ring, SourceClass::kStranger), 64u - (128u - 70u));
}

TEST(HandoffRing, KeepsTheItemOfARefusal) {
  HandoffRing ring(2);
  const Handoff item = item_of(SourceClass::kStranger, 7);
  ASSERT_TRUE(ring.try_push(item));
  EXPECT_FALSE(ring.try_push(item));
  EXPECT_EQ(ring.size(), 1u);
  EXPECT_EQ(item.packet.size, 7u);
}

TEST(HandoffRing, CarriesTheJobAndWhatHasLeft) {
  HandoffRing ring(4);
  routes::Job job;
  ASSERT_TRUE(job.good());
  Handoff item = item_of(SourceClass::kPeer, 9);
  item.job = &job;
  item.turn.settled = true;
  item.is_reply = true;
  ASSERT_TRUE(ring.try_push(item));
  Handoff got;
  ASSERT_TRUE(ring.try_pop(got));
  EXPECT_EQ(got.packet.size, 9u);
  EXPECT_EQ(got.job, &job);
  EXPECT_TRUE(got.turn.settled);
  EXPECT_TRUE(got.is_reply);
  EXPECT_FALSE(ring.try_pop(got));
}

// Run under ThreadSanitizer too: one thread pushes, one pops, everything arrives once, in order.
TEST(HandoffRing, KeepsOrderBetweenThreads) {
  constexpr std::uint32_t kItems = 200'000;
  HandoffRing ring(64);
  std::thread lcore([&] {
    for (std::uint32_t i = 0; i < kItems; ++i) {
      Handoff pushed = item_of(SourceClass::kPeer, i);
      pushed.packet.sport = static_cast<std::uint16_t>(~i);
      while (!ring.try_push(pushed)) std::this_thread::yield();
    }
  });
  bool in_order = true;
  Handoff item;
  for (std::uint32_t i = 0; i < kItems; ++i) {
    while (!ring.try_pop(item)) std::this_thread::yield();
    in_order = in_order && item.packet.size == i && item.packet.sport == static_cast<std::uint16_t>(~i);
  }
  lcore.join();
  EXPECT_TRUE(in_order);
  EXPECT_EQ(ring.size(), 0u);
}

}  // namespace
}  // namespace weir::dataplane
