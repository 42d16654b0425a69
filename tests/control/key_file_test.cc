#include "control/key_file.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>

namespace weir::control {
namespace {

class KeyFileTest : public testing::Test {
 protected:
  KeyFileTest() {
    char pattern[] = "/tmp/weir-keys-XXXXXX";
    directory_ = mkdtemp(pattern);
    path_ = directory_ + "/local/state/sipweir/a.key";
  }
  ~KeyFileTest() override {
    unlink(path_.c_str());
    rmdir((directory_ + "/local/state/sipweir").c_str());
    rmdir((directory_ + "/local/state").c_str());
    rmdir((directory_ + "/local").c_str());
    rmdir(directory_.c_str());
  }

  std::string directory_;
  std::string path_;
};

TEST_F(KeyFileTest, MakesThemOnceAndReadsThemAgain) {
  Keys first;
  ASSERT_EQ(load_keys(path_, true, first), "");
  EXPECT_EQ(first.warning, "");
  EXPECT_NE(first.ring.keys[0], first.ring.keys[1]);
  struct stat status {};
  ASSERT_EQ(stat(path_.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600u);
  Keys second;
  ASSERT_EQ(load_keys(path_, true, second), "");
  EXPECT_EQ(first.ring.keys, second.ring.keys);
  EXPECT_EQ(first.ring.current, second.ring.current);
}

TEST_F(KeyFileTest, RefusesWhatOthersReadAndWhatIsNoKey) {
  Keys keys;
  ASSERT_EQ(load_keys(path_, true, keys), "");
  ASSERT_EQ(chmod(path_.c_str(), 0644), 0);
  EXPECT_NE(load_keys(path_, true, keys).find("chmod 600"), std::string::npos);
  ASSERT_EQ(chmod(path_.c_str(), 0600), 0);
  std::ofstream(path_) << "something else\n";
  EXPECT_NE(load_keys(path_, true, keys).find("move it away"), std::string::npos);
}

TEST_F(KeyFileTest, FallsBackWithAWarning) {
  Keys keys;
  EXPECT_EQ(load_keys("", false, keys), "");
  EXPECT_NE(keys.warning.find("key_file"), std::string::npos);
  Keys other;
  EXPECT_EQ(load_keys("/proc/none/a.key", true, other), "");
  EXPECT_NE(other.warning.find("/proc/none/a.key"), std::string::npos);
  EXPECT_NE(keys.ring.keys, other.ring.keys);
}

TEST(Keys, TextRoundTripsAndNothingElseParses) {
  sip::KeyRing ring;
  ASSERT_TRUE(make_keys(ring));
  ring.current = 1;
  const std::string text = format_keys(ring);
  sip::KeyRing read;
  ASSERT_TRUE(parse_keys(text, read));
  EXPECT_EQ(read.keys, ring.keys);
  EXPECT_EQ(read.current, 1);
  for (std::size_t cut = 0; cut + 1 < text.size(); ++cut) {
    EXPECT_FALSE(parse_keys(std::string_view(text).substr(0, cut), read)) << cut;
  }
  EXPECT_FALSE(parse_keys(text + "more\n", read));
}

}  // namespace
}  // namespace weir::control
