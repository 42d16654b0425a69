// Who is a scanner, in simulated time.
#include "control/scan_scores.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>
#include <string>

#include <unistd.h>

namespace weir::control {
namespace {

using Found = ScanScores::Found;
using testing::HasSubstr;

constexpr std::int64_t kNow = 1'800'000'000;
constexpr std::uint32_t kLimit = 8;
constexpr std::uint32_t kHalfLife = 86400;

sip::SipKey seed() {
  sip::SipKey key;
  key.fill(9);
  return key;
}

std::uint64_t source(std::uint32_t number) { return 0x0000ffff00000000u | number; }
std::string user(std::uint64_t number) { return "u" + std::to_string(number); }

class ScanScoresTest : public testing::Test {
 protected:
  ScanScoresTest() {
    keys_.keys[0].fill(1);
    keys_.keys[1].fill(2);
  }

  Found note(std::uint64_t from, std::string_view name, std::int64_t now = kNow) {
    return scores_.note(from, name, now, kLimit, kHalfLife);
  }
  // Probes of one source, `interval` seconds apart and each for another user, until it is caught;
  // 0: it never is in `most`.
  int probes_until_caught(std::int64_t interval, int most) {
    std::int64_t now = kNow;
    for (int n = 1; n <= most; ++n, now += interval) {
      if (note(source(1), user(static_cast<std::uint64_t>(n)), now) == Found::kCaught) return n;
    }
    return 0;
  }

  sip::KeyRing keys_;
  ScanScores scores_{seed()};
};

TEST_F(ScanScoresTest, AThousandSlowScannersAreCaughtAtTheirEighthProbe) {
  // One probe every 40 s from each of 1,000 addresses.
  int caught = 0;
  for (int round = 0; round < 8; ++round) {
    for (std::uint32_t one = 0; one < 1000; ++one) {
      const Found found =
          note(source(0x0a000000 + one), user(one * 1000u + round), kNow + round * 40 + one % 40);
      EXPECT_EQ(found, round == 7 ? Found::kCaught : Found::kNothing) << one << " " << round;
      caught += found == Found::kCaught;
    }
  }
  EXPECT_EQ(caught, 1000);
  EXPECT_EQ(note(source(0x0a000000), "another", kNow + 400), Found::kAgain);
}

TEST_F(ScanScoresTest, SlownessHelpsOnlyWhereLittleIsLearned) {
  EXPECT_EQ(probes_until_caught(40, 100), 8);
  scores_ = ScanScores(seed());
  EXPECT_EQ(probes_until_caught(3600, 100), 9);
  scores_ = ScanScores(seed());
  EXPECT_EQ(probes_until_caught(2 * 3600, 100), 10);
  scores_ = ScanScores(seed());
  // Every 40,000 s: 1,000 addresses that take turns, one probe every 40 s together. A score of 3.6
  // is all that comes of it: less than the limit.
  EXPECT_EQ(probes_until_caught(40'000, 1000), 0);
}

TEST_F(ScanScoresTest, AWrongPasswordIsNoScan) {
  for (int i = 0; i < 100'000; ++i) {
    ASSERT_EQ(note(source(1), "alice", kNow + i), Found::kNothing);
  }
  ScanScores::SourceLine line;
  EXPECT_FALSE(scores_.find(source(1), kNow, kHalfLife, line));
}

TEST_F(ScanScoresTest, CountsFade) {
  for (unsigned i = 0; i < 7; ++i) note(source(1), user(i));
  ScanScores::SourceLine line;
  ASSERT_TRUE(scores_.find(source(1), kNow, kHalfLife, line));
  EXPECT_NEAR(line.users, 7, 0.01);
  EXPECT_EQ(line.user, "u6");
  ASSERT_TRUE(scores_.find(source(1), kNow + kHalfLife, kHalfLife, line));
  EXPECT_NEAR(line.users, 3.5, 0.01);
  EXPECT_FALSE(scores_.find(source(1), kNow + 4 * kHalfLife, kHalfLife, line));
  // Whoever has faded begins anew, with users that were known, too.
  EXPECT_EQ(note(source(1), user(0), kNow + 5 * kHalfLife), Found::kNothing);
  for (unsigned i = 1; i < 7; ++i) {
    EXPECT_EQ(note(source(1), user(i), kNow + 5 * kHalfLife), Found::kNothing) << i;
  }
  EXPECT_EQ(note(source(1), user(7), kNow + 5 * kHalfLife), Found::kCaught);
}

TEST_F(ScanScoresTest, ACaughtOneIsCaughtOnce) {
  EXPECT_EQ(probes_until_caught(1, 100), 8);
  for (unsigned i = 100; i < 200; ++i) EXPECT_EQ(note(source(1), user(i)), Found::kAgain);
  const auto lines = scores_.sources(kNow, kHalfLife, 10);
  ASSERT_EQ(lines.size(), 1u);
  EXPECT_TRUE(lines[0].caught);
  scores_.forgive(source(1));
  EXPECT_TRUE(scores_.sources(kNow, kHalfLife, 10).empty());
  EXPECT_EQ(note(source(1), user(1)), Found::kNothing);
}

TEST_F(ScanScoresTest, UsersThatManyTryAreShown) {
  for (std::uint32_t i = 0; i < 30; ++i) note(source(i), "alice");
  for (std::uint32_t i = 0; i < 3; ++i) note(source(i), std::string(40, 'x'));
  const auto users = scores_.users(kNow, kHalfLife, 10);
  ASSERT_EQ(users.size(), 2u);
  EXPECT_EQ(users[0].user, "alice");
  EXPECT_NEAR(users[0].sources, 30, 1);
  EXPECT_EQ(users[1].user, std::string(32, 'x'));
  EXPECT_TRUE(scores_.sources(kNow, kHalfLife, 10).size() == 3);  // two users each
  EXPECT_EQ(scores_.users(kNow, kHalfLife, 1).size(), 1u);
}

TEST_F(ScanScoresTest, AFloodOfNamesPushesNoScannerOut) {
  for (std::uint32_t one = 0; one < 100; ++one) {
    for (unsigned i = 0; i < 7; ++i) note(source(0x0a000000 + one), user(i));
  }
  std::mt19937 random(1);
  for (int i = 0; i < 400'000; ++i) {
    note(source(static_cast<std::uint32_t>(random())), user(random()), kNow + i / 1000);
  }
  int caught = 0;
  for (std::uint32_t one = 0; one < 100; ++one) {
    caught += note(source(0x0a000000 + one), "u7", kNow + 400) == Found::kCaught;
  }
  EXPECT_EQ(caught, 100);
}

TEST_F(ScanScoresTest, ARestartForgetsNothingThatCounts) {
  for (unsigned i = 0; i < 7; ++i) note(source(1), user(i));
  note(source(2), "seen once");
  EXPECT_EQ(note(source(3), "\n \"\xff"), Found::kNothing);
  note(source(3), "second");
  for (unsigned i = 0; i < 20; ++i) note(source(4), user(i));
  const std::string text = scores_.format(keys_, kNow, kHalfLife);
  ScanScores next(seed());
  ASSERT_EQ(next.parse(text, keys_, kNow), "");
  EXPECT_FALSE(next.changed());
  EXPECT_EQ(next.note(source(1), user(3), kNow, kLimit, kHalfLife), Found::kNothing);  // known
  EXPECT_EQ(next.note(source(1), user(7), kNow, kLimit, kHalfLife), Found::kCaught);
  EXPECT_EQ(next.note(source(4), user(77), kNow, kLimit, kHalfLife), Found::kAgain);
  ScanScores::SourceLine line;
  EXPECT_FALSE(next.find(source(2), kNow, kHalfLife, line));
  ASSERT_TRUE(next.find(source(3), kNow, kHalfLife, line));
  EXPECT_EQ(line.user, "second");
  // The clock was ahead: nothing lies in the future.
  ASSERT_EQ(next.parse(text, keys_, kNow - 1000), "");
  ASSERT_TRUE(next.find(source(1), kNow - 1000, kHalfLife, line));
  EXPECT_EQ(line.last, kNow - 1000);
}

TEST_F(ScanScoresTest, AFileThatWasChangedIsRefused) {
  for (unsigned i = 0; i < 9; ++i) note(source(1), user(i));
  const std::string text = scores_.format(keys_, kNow, kHalfLife);
  ScanScores other(seed());
  const auto refused = [&](const std::string& changed) {
    return other.parse(changed, keys_, kNow);
  };
  EXPECT_THAT(refused(""), HasSubstr("it is no scan file"));
  EXPECT_THAT(refused(text.substr(0, text.size() - 30)), HasSubstr("cut off"));
  std::string changed = text;
  changed[changed.find("source") + 7] ^= 1;
  EXPECT_THAT(refused(changed), HasSubstr("changed"));
  keys_.keys[0].fill(7);
  EXPECT_THAT(refused(text), HasSubstr("changed, or written with other keys"));
  EXPECT_TRUE(other.sources(kNow, kHalfLife, 10).empty());
}

TEST_F(ScanScoresTest, AFileIsWrittenAndRead) {
  std::string folder = (std::filesystem::temp_directory_path() / "weir-scans-XXXXXX").string();
  ASSERT_NE(mkdtemp(folder.data()), nullptr);
  const std::string path = folder + "/edge.scans";
  bool missing = false;
  EXPECT_EQ(scores_.load(path, keys_, kNow, missing), "");
  EXPECT_TRUE(missing);
  for (unsigned i = 0; i < 9; ++i) note(source(1), user(i));
  EXPECT_TRUE(scores_.changed());
  EXPECT_EQ(scores_.save(path, keys_, kNow, kHalfLife, true), "");
  EXPECT_FALSE(scores_.changed());
  ScanScores next(seed());
  EXPECT_EQ(next.load(path, keys_, kNow, missing), "");
  EXPECT_FALSE(missing);
  EXPECT_EQ(next.sources(kNow, kHalfLife, 10).size(), 1u);
  std::ofstream(path) << "nonsense";
  EXPECT_THAT(next.load(path, keys_, kNow, missing), HasSubstr(path + ": it is no scan file"));
  EXPECT_EQ(next.sources(kNow, kHalfLife, 10).size(), 1u);
  EXPECT_THAT(scores_.save(folder + "/none/x", keys_, kNow, kHalfLife, true),
              HasSubstr("cannot make"));
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace weir::control
