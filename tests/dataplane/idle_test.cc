#include "dataplane/idle.h"

#include <gtest/gtest.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <thread>

#include "dataplane/bell.h"
#include "dataplane/ring.h"

namespace weir::dataplane {
namespace {

constexpr Frequency kMicrosecond{1'000'000};  // a clock of one cycle a microsecond

TEST(Idle, IsPatientBeforeItSleeps) {
  Idle idle;
  ASSERT_TRUE(idle.open({}, false, kMicrosecond));
  EXPECT_FALSE(idle.due(true, Cycles{1000}));
  EXPECT_FALSE(idle.due(false, Cycles{1050}));
  EXPECT_TRUE(idle.due(false, Cycles{1051}));
  EXPECT_FALSE(idle.due(true, Cycles{1052}));
  EXPECT_FALSE(idle.due(false, Cycles{1102}));
}

TEST(Idle, ADescriptorWakesIt) {
  const int fd = eventfd(1, EFD_CLOEXEC);
  Idle idle;
  ASSERT_TRUE(idle.open(std::span(&fd, 1), false, kMicrosecond));
  idle.announce();
  idle.sleep();  // returns at once: the descriptor is readable
  idle.rise();
  EXPECT_FALSE(idle.asleep());
  close(fd);
}

// Run under ThreadSanitizer too. A lost wake-up would cost a second each: the deadline of the test
// sees it.
TEST(Idle, NoWakeUpIsLost) {
  constexpr int kItems = 20'000;
  Idle idle;
  ASSERT_TRUE(idle.open({}, false, kMicrosecond));
  Ring<int> ring(4);
  std::thread control([&] {
    for (int i = 0; i < kItems; ++i) {
      while (!ring.try_push(i)) std::this_thread::yield();
      idle.wake();
    }
  });
  int expected = 0;
  while (expected < kItems) {
    int item = 0;
    while (ring.try_pop(item)) ASSERT_EQ(item, expected++);
    idle.announce();
    if (ring.empty() && expected < kItems) idle.sleep();
    idle.rise();
  }
  control.join();
}

TEST(Bell, RingsOnlyForASleeper) {
  Bell bell;
  std::uint64_t times = 0;
  bell.ring();
  EXPECT_LT(read(bell.fd(), &times, sizeof times), 0);
  bell.announce();
  bell.ring();
  bell.ring();
  EXPECT_EQ(read(bell.fd(), &times, sizeof times), 8);
  EXPECT_EQ(times, 1u);
  bell.rise();
  bell.ring();
  EXPECT_LT(read(bell.fd(), &times, sizeof times), 0);
}

}  // namespace
}  // namespace weir::dataplane
