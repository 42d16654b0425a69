#include "dataplane/handoff.h"

#include <gtest/gtest.h>

#include <string>
#include <thread>

namespace weir::dataplane {
namespace {

Packet packet_of(SourceClass klass, std::uint32_t size = 0) {
  Packet packet;
  packet.klass = klass;
  packet.size = size;
  return packet;
}

std::size_t fill(HandoffRing& ring, SourceClass klass) {
  std::size_t pushed = 0;
  while (ring.try_push(packet_of(klass), {})) ++pushed;
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

TEST(HandoffRing, KeepsThePacketOfARefusal) {
  HandoffRing ring(2);
  Packet packet = packet_of(SourceClass::kStranger, 7);
  ASSERT_TRUE(ring.try_push(packet, {}));
  EXPECT_FALSE(ring.try_push(packet, {}));
  EXPECT_EQ(ring.size(), 1u);
  EXPECT_EQ(packet.size, 7u);
}

TEST(HandoffRing, CarriesTheContinuation) {
  HandoffRing ring(4);
  Continuation stopped;
  stopped.generation = 3;
  stopped.depth = 2;
  stopped.frames = {17, 42};
  ASSERT_TRUE(ring.try_push(packet_of(SourceClass::kPeer, 9), stopped));
  Handoff item;
  ASSERT_TRUE(ring.try_pop(item));
  EXPECT_EQ(item.packet.size, 9u);
  EXPECT_EQ(item.continuation.generation, 3u);
  EXPECT_EQ(item.continuation.depth, 2u);
  EXPECT_EQ(item.continuation.frames[1], 42u);
  EXPECT_FALSE(ring.try_pop(item));
}

// Run under ThreadSanitizer too: one thread pushes, one pops, everything arrives once, in order.
TEST(HandoffRing, KeepsOrderBetweenThreads) {
  constexpr std::uint32_t kItems = 200'000;
  HandoffRing ring(64);
  std::thread lcore([&] {
    for (std::uint32_t i = 0; i < kItems; ++i) {
      Continuation stopped;
      stopped.generation = ~i;
      while (!ring.try_push(packet_of(SourceClass::kPeer, i), stopped)) std::this_thread::yield();
    }
  });
  bool in_order = true;
  Handoff item;
  for (std::uint32_t i = 0; i < kItems; ++i) {
    while (!ring.try_pop(item)) std::this_thread::yield();
    in_order = in_order && item.packet.size == i && item.continuation.generation == ~i;
  }
  lcore.join();
  EXPECT_TRUE(in_order);
  EXPECT_EQ(ring.size(), 0u);
}

}  // namespace
}  // namespace weir::dataplane
