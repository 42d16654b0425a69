#include "control/trust_book.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

namespace weir::control {
namespace {

constexpr std::int64_t kNow = 1'800'000'000;

sip::Endpoint flow(std::string_view text) {
  const auto parsed = sip::parse_endpoint(text, 5060);
  EXPECT_TRUE(parsed) << text;
  return parsed ? *parsed : sip::Endpoint{};
}

class TrustBookTest : public ::testing::Test {
 protected:
  TrustBookTest() {
    keys_.keys[0].fill(1);
    keys_.keys[1].fill(2);
    char name[] = "/tmp/trust_book_test.XXXXXX";
    directory_ = mkdtemp(name);
    path_ = directory_ + "/edge.trust";
    book_.trust(flow("192.0.2.1:5060"), kNow + 600);
    book_.trust(flow("[2001:db8::1]:5062"), kNow + 60);
  }
  ~TrustBookTest() override {
    unlink(path_.c_str());
    unlink((path_ + ".new").c_str());
    rmdir(directory_.c_str());
  }

  std::string parse(std::string_view text, TrustBook& into, std::int64_t now = kNow) {
    return into.parse(text, keys_, now, 7200);
  }
  void write(const std::string& text) { std::ofstream(path_) << text; }
  std::string read() const {
    std::ostringstream text;
    text << std::ifstream(path_).rdbuf();
    return text.str();
  }

  sip::KeyRing keys_;
  std::string directory_;
  std::string path_;
  TrustBook book_;
  TrustBook other_;
};

TEST_F(TrustBookTest, ReadsWhatItWrote) {
  EXPECT_TRUE(book_.changed());
  ASSERT_EQ(book_.save(path_, keys_, true), "");
  EXPECT_FALSE(book_.changed());
  struct stat status {};
  ASSERT_EQ(stat(path_.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600u);
  bool missing = true;
  ASSERT_EQ(other_.load(path_, keys_, kNow, 7200, missing), "");
  EXPECT_FALSE(missing);
  EXPECT_EQ(other_.flows(), book_.flows());
}

TEST_F(TrustBookTest, AMissingFileIsNoProblem) {
  bool missing = false;
  EXPECT_EQ(book_.load(path_, keys_, kNow, 7200, missing), "");
  EXPECT_TRUE(missing);
}

TEST_F(TrustBookTest, WhatIsOverIsLeftOut) {
  const std::string text = book_.format(keys_);
  ASSERT_EQ(parse(text, other_, kNow + 60), "");
  EXPECT_EQ(other_.flows().size(), 1u);
  book_.expire(kNow + 60);
  EXPECT_EQ(book_.flows(), other_.flows());
}

TEST_F(TrustBookTest, NobodyIsTrustedLongerThanAllowed) {
  // The clock went back by a year, or the parameter is lower now.
  ASSERT_EQ(parse(book_.format(keys_), other_, kNow - 31'536'000), "");
  for (const auto& [who, until] : other_.flows()) EXPECT_EQ(until, kNow - 31'536'000 + 7200);
}

TEST_F(TrustBookTest, TheOlderKeyIsKnown) {
  const std::string text = book_.format(keys_);
  keys_.current = 1;
  EXPECT_EQ(parse(text, other_), "");
  keys_.keys[0].fill(3);
  EXPECT_NE(parse(text, other_), "");
}

// Any byte that is changed, and any place where it is cut off.
TEST_F(TrustBookTest, ADamagedFileIsRefusedWhole) {
  const std::string text = book_.format(keys_);
  other_.trust(flow("192.0.2.9:5060"), kNow + 10);
  for (std::size_t i = 0; i < text.size(); ++i) {
    std::string damaged = text;
    damaged[i] = static_cast<char>(damaged[i] ^ 1);
    EXPECT_NE(parse(damaged, other_), "") << i;
    EXPECT_NE(parse(text.substr(0, i), other_), "") << i;
  }
  EXPECT_NE(parse(text + "x", other_), "");
  EXPECT_NE(parse(text + text, other_), "");
  EXPECT_EQ(other_.flows().size(), 1u);  // as it was
}

TEST_F(TrustBookTest, AForgedPhoneIsRefused) {
  std::string text = book_.format(keys_);
  text.insert(text.find("192.0.2.1"), "198.51.100.66:5060 1800000600\n");
  EXPECT_EQ(parse(text, other_), "it was changed, or written with other keys");
}

TEST_F(TrustBookTest, TellsWhatItCannotDo) {
  write("nonsense");
  bool missing = true;
  EXPECT_EQ(book_.load(path_, keys_, kNow, 7200, missing),
            path_ + ": it is no trust file, or was cut off");
  EXPECT_FALSE(missing);
  EXPECT_EQ(book_.load(directory_, keys_, kNow, 7200, missing), directory_ + " is no file");
  EXPECT_EQ(book_.save(directory_ + "/none/x", keys_, false),
            "cannot make " + directory_ + "/none/x.new: No such file or directory");
}

TEST_F(TrustBookTest, AFailedWriteLeavesTheFile) {
  ASSERT_EQ(book_.save(path_, keys_, false), "");
  const std::string before = read();
  ASSERT_EQ(mkdir((path_ + ".new").c_str(), 0700), 0);
  book_.trust(flow("192.0.2.7:5060"), kNow + 600);
  EXPECT_NE(book_.save(path_, keys_, false), "");
  EXPECT_TRUE(book_.changed());
  EXPECT_EQ(read(), before);
  rmdir((path_ + ".new").c_str());
}

TEST_F(TrustBookTest, ForgetsWhoLeaves) {
  book_.distrust(flow("192.0.2.1:5060"));
  EXPECT_EQ(book_.flows().size(), 1u);
  book_.distrust(flow("192.0.2.1:5060"));
  EXPECT_EQ(book_.flows().size(), 1u);
}

TEST_F(TrustBookTest, IsBounded) {
  for (std::uint32_t i = 0; i < TrustBook::kMost + 10; ++i) {
    other_.trust({sip::Address::v4(0x0a000000 + i), 5060}, kNow + 600);
  }
  EXPECT_EQ(other_.flows().size(), TrustBook::kMost);
  EXPECT_TRUE(other_.trust({sip::Address::v4(0x0a000000), 5060}, kNow + 700));
  const std::string text = other_.format(keys_);
  EXPECT_EQ(parse(text, book_), "");
  EXPECT_EQ(book_.flows().size(), TrustBook::kMost);
}

}  // namespace
}  // namespace weir::control
