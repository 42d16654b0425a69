#include "control/loop.h"

#include <gtest/gtest.h>
#include <sys/epoll.h>
#include <unistd.h>

#include <array>
#include <thread>

namespace weir::control {
namespace {

TEST(Loop, RunsWhatIsReadyAndForgetsWhatIsUnwatched) {
  Loop loop;
  ASSERT_TRUE(loop.ready());
  std::array<int, 2> pipe_ends{};
  ASSERT_EQ(pipe(pipe_ends.data()), 0);
  int calls = 0;
  ASSERT_TRUE(loop.watch(pipe_ends[0], EPOLLIN, [&](std::uint32_t events) {
    EXPECT_TRUE(events & EPOLLIN);
    if (++calls == 2) loop.unwatch(pipe_ends[0]);
  }));
  ASSERT_EQ(write(pipe_ends[1], "x", 1), 1);
  for (int i = 0; i < 4; ++i) loop.turn(Milliseconds(0));
  EXPECT_EQ(calls, 2);
  EXPECT_FALSE(loop.change(pipe_ends[0], EPOLLIN));
  close(pipe_ends[0]);
  close(pipe_ends[1]);
}

TEST(Loop, RefusesABadDescriptor) {
  Loop loop;
  EXPECT_FALSE(loop.watch(-1, EPOLLIN, [](std::uint32_t) {}));
}

TEST(Loop, WakesForTimersAndForTheBell) {
  Loop loop;
  std::thread other;
  bool rung = false;
  loop.on_bell([&] {
    rung = true;
    loop.stop();
  });
  loop.timers().start(Milliseconds(1), [&] { other = std::thread([&] { loop.ring(); }); });
  loop.run();
  other.join();
  EXPECT_TRUE(rung);
}

}  // namespace
}  // namespace weir::control
