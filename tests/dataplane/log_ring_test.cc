#include "dataplane/log_ring.h"

#include <gtest/gtest.h>

#include <string>

namespace weir::dataplane {
namespace {

constexpr Frequency kSecond{1000};  // a clock of 1,000 cycles a second

TEST(LogRing, CarriesLinesInOrder) {
  LogRing ring(8, 100, kSecond);
  ASSERT_TRUE(ring.try_write(Cycles{0}, 77, -1, 3, "first"));
  ASSERT_TRUE(ring.try_write(Cycles{0}, 78, 2, 4, "second"));
  const LogRecord* line = ring.front();
  ASSERT_NE(line, nullptr);
  EXPECT_EQ(line->view(), "first");
  EXPECT_EQ(line->wall_ns, 77u);
  EXPECT_EQ(line->level, -1);
  EXPECT_EQ(line->facility, 3);
  ring.pop();
  line = ring.front();
  ASSERT_NE(line, nullptr);
  EXPECT_EQ(line->view(), "second");
  ring.pop();
  EXPECT_TRUE(ring.empty());
}

TEST(LogRing, CutsLongLines) {
  LogRing ring(2, 100, kSecond);
  const std::string text(kLogText + 500, 'x');
  ASSERT_TRUE(ring.try_write(Cycles{0}, 0, 0, 0, text));
  EXPECT_EQ(ring.front()->view(), text.substr(0, kLogText));
}

TEST(LogRing, RefusesWhenFull) {
  LogRing ring(4, 100, kSecond);
  for (int i = 0; i < 4; ++i) ASSERT_TRUE(ring.try_write(Cycles{0}, 0, 0, 0, "x"));
  EXPECT_FALSE(ring.try_write(Cycles{0}, 0, 0, 0, "x"));
  ring.pop();
  EXPECT_TRUE(ring.try_write(Cycles{0}, 0, 0, 0, "x"));
}

TEST(LogRing, LimitsTheRate) {
  LogRing ring(1024, 10, kSecond);  // a line costs 100 cycles, a burst is one second
  int written = 0;
  while (ring.try_write(Cycles{5000}, 0, 0, 0, "x")) ++written;
  EXPECT_EQ(written, 11);  // the first costs nothing that was due before
  EXPECT_FALSE(ring.try_write(Cycles{5099}, 0, 0, 0, "x"));
  EXPECT_TRUE(ring.try_write(Cycles{5100}, 0, 0, 0, "x"));
  EXPECT_FALSE(ring.try_write(Cycles{5100}, 0, 0, 0, "x"));
}

TEST(LogRing, ARateOfZeroIsSilence) {
  LogRing ring(4, 0, kSecond);
  EXPECT_FALSE(ring.try_write(Cycles{0}, 0, 0, 0, "x"));
}

}  // namespace
}  // namespace weir::dataplane
