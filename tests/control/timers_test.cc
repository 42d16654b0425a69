#include "control/timers.h"

#include <gtest/gtest.h>

#include <map>
#include <random>

namespace weir::control {
namespace {

Milliseconds ms(std::int64_t n) { return Milliseconds(n); }

TEST(Timers, RunsInOrderOfTime) {
  Timers timers(ms(1000));
  std::vector<int> ran;
  for (const int after : {70'000, 5, 64, 65, 0, 4'100, 5}) {
    timers.start(ms(after), [&ran, after] { ran.push_back(after); });
  }
  timers.run_until(ms(1004));
  EXPECT_EQ(ran, (std::vector<int>{0}));
  timers.run_until(ms(200'000));
  EXPECT_EQ(ran, (std::vector<int>{0, 5, 5, 64, 65, 4'100, 70'000}));
  EXPECT_EQ(timers.size(), 0u);
  EXPECT_FALSE(timers.next().has_value());
}

TEST(Timers, CancelsBeforeWithinAndAfter) {
  Timers timers(ms(0));
  int ran = 0;
  const TimerId early = timers.start(ms(10), [&] { ++ran; });
  timers.cancel(early);
  timers.cancel(early);
  timers.cancel({});
  TimerId second;
  timers.start(ms(20), [&] { timers.cancel(second); });
  second = timers.start(ms(20), [&] { ++ran; });
  TimerId self;
  self = timers.start_every(ms(30), [&] {
    ++ran;
    timers.cancel(self);
  });
  timers.run_until(ms(1000));
  timers.cancel(self);
  EXPECT_EQ(ran, 1);
  EXPECT_EQ(timers.size(), 0u);
}

TEST(Timers, RepeatsWithoutMakingUp) {
  Timers timers(ms(0));
  int ran = 0;
  timers.start_every(ms(100), [&] { ++ran; });
  timers.run_until(ms(99));
  EXPECT_EQ(ran, 0);
  timers.run_until(ms(1050));
  EXPECT_EQ(ran, 1);
  timers.run_until(ms(1149));
  EXPECT_EQ(ran, 1);
  timers.run_until(ms(1150));
  EXPECT_EQ(ran, 2);
}

TEST(Timers, ReachesAYearAndCrossesTheWheelsTurn) {
  const std::int64_t edge = (std::int64_t{1} << 36) - 1;
  Timers timers(ms(edge));
  int ran = 0;
  timers.start(ms(5), [&] { ran = 1; });
  timers.start(ms(std::int64_t{1} << 60), [&] { ran = 2; });
  timers.run_until(ms(edge + 5));
  EXPECT_EQ(ran, 1);
  timers.run_until(ms(edge + (std::int64_t{1} << 35) - 1));
  EXPECT_EQ(ran, 1);
  timers.run_until(ms(edge + (std::int64_t{1} << 35)));
  EXPECT_EQ(ran, 2);
}

// Against a sorted map: same timers, same times, with cancellations, over many spans.
TEST(Timers, AgreesWithASortedMap) {
  std::mt19937 random(7);
  std::int64_t now = 123'456;
  Timers timers(ms(now));
  std::map<int, std::pair<std::int64_t, TimerId>> model;
  std::vector<int> ran;
  int names = 0;
  for (int turn = 0; turn < 20'000; ++turn) {
    const std::int64_t after = 1 + std::int64_t(random() >> (random() % 32));
    const int name = ++names;
    model[name] = {now + after, timers.start(ms(after), [&ran, name] { ran.push_back(name); })};
    if (random() % 3 == 0) {
      const auto victim = model.begin();
      timers.cancel(victim->second.second);
      model.erase(victim);
    }
    if (random() % 4 != 0) continue;
    now += std::int64_t(random() >> (random() % 32));
    if (const auto next = timers.next()) {
      for (const auto& [_, entry] : model) ASSERT_LE(next->count(), entry.first);
    }
    ran.clear();
    timers.run_until(ms(now));
    std::vector<int> expected;
    for (const auto& [other, entry] : model) {
      if (entry.first <= now) expected.push_back(other);
    }
    std::vector<int> sorted = ran;
    std::sort(sorted.begin(), sorted.end());
    ASSERT_EQ(sorted, expected);
    for (std::size_t i = 1; i < ran.size(); ++i) {
      ASSERT_LE(model[ran[i - 1]].first, model[ran[i]].first);
    }
    for (const int done : ran) model.erase(done);
    ASSERT_EQ(timers.size(), model.size());
  }
}

}  // namespace
}  // namespace weir::control
