#include "control/log.h"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <syslog.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

namespace weir::control {
namespace {

TEST(Log, FormatsAsKamailioAndKeepsALineALine) {
  struct Case {
    const char* name;
    Level level;
    const char* prefix;
    const char* module;
    const char* text;
    const char* line;
  };
  const Case cases[] = {
      {"Plain", Level::kInfo, "", "script", "hello", " 1(7) INFO: <script>: hello"},
      {"Prefix", Level::kError, "{call} ", "core", "no", " 1(7) ERROR: {call} <core>: no"},
      {"EndOfLine", Level::kNotice, "", "script", "a\n", " 1(7) NOTICE: <script>: a"},
      {"Forged", Level::kInfo, "", "script", "a\r\n 0(1) ERROR: b\x1b[2J",
       " 1(7) INFO: <script>: a\\r\\n 0(1) ERROR: b\\x1b[2J"},
      {"Tab", Level::kDebug, "", "", "a\tb\x7f", " 1(7) DEBUG: a\tb\\x7f"},
      {"Empty", Level::kAlert, "", "core", "", " 1(7) ALERT: <core>: "},
  };
  for (const Case& row : cases) {
    SCOPED_TRACE(row.name);
    EXPECT_EQ(format_line(row.level, 1, 7, row.prefix, row.module, row.text), row.line);
  }
}

TEST(Log, FindsFacilities) {
  EXPECT_EQ(find_facility("LOG_LOCAL0"), LOG_LOCAL0);
  EXPECT_EQ(find_facility("local7"), LOG_LOCAL7);
  EXPECT_EQ(find_facility("daemon"), LOG_DAEMON);
  EXPECT_FALSE(find_facility("LOG_LOCAL8").has_value());
  EXPECT_FALSE(find_facility("").has_value());
}

TEST(Log, WritesUpToTheDebugLevel) {
  Log log;
  LogSettings settings;
  settings.debug = 0;
  log.configure(settings);
  EXPECT_TRUE(log.wants(Level::kAlert));
  EXPECT_TRUE(log.wants(Level::kWarning));
  EXPECT_FALSE(log.wants(Level::kNotice));
}

TEST(Log, LimitsTheScriptAndTellsWhatItSuppressed) {
  Log log;
  LogSettings settings;
  settings.script_rate = 10;
  settings.script_burst = 20;
  log.configure(settings);

  testing::internal::CaptureStderr();
  for (int i = 0; i < 100; ++i) log.write_script(Level::kInfo, 1, "x", Milliseconds(0));
  EXPECT_EQ(log.suppressed(), 80u);
  log.tell_suppressed();
  log.tell_suppressed();
  for (int i = 0; i < 100; ++i) log.write_script(Level::kInfo, 1, "x", Milliseconds(500));
  EXPECT_EQ(log.suppressed(), 175u);
  log.add_suppressed(5);
  EXPECT_EQ(log.suppressed(), 180u);
  const std::string text = testing::internal::GetCapturedStderr();
  EXPECT_NE(text.find("80 lines of the script suppressed"), std::string::npos) << text;
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 20 + 1 + 5);
}

// An lcore has asked for the level, which setdebug() may have raised there.
TEST(Log, WritesWhatAnLcoreLetThrough) {
  Log log;
  log.configure({});
  EXPECT_FALSE(log.wants(Level::kDebug));
  testing::internal::CaptureStderr();
  log.write(Level::kDebug, "ours");
  log.write_script(Level::kDebug, 1, "the script's", Milliseconds(0));
  const std::string text = testing::internal::GetCapturedStderr();
  EXPECT_EQ(text.find("ours"), std::string::npos) << text;
  EXPECT_NE(text.find("the script's"), std::string::npos) << text;
}

// Puts another descriptor in the place of stderr, until the end of the scope.
class StderrTo {
 public:
  explicit StderrTo(int fd) : before_(dup(STDERR_FILENO)) { dup2(fd, STDERR_FILENO); }
  ~StderrTo() {
    dup2(before_, STDERR_FILENO);
    close(before_);
  }
  StderrTo(const StderrTo&) = delete;
  StderrTo& operator=(const StderrTo&) = delete;

 private:
  int before_;
};

TEST(Log, DoesNotWaitForAReaderOfStderr) {
  std::array<std::array<int, 2>, 2> kinds{};
  ASSERT_EQ(pipe(kinds[0].data()), 0);
  ASSERT_EQ(socketpair(AF_UNIX, SOCK_STREAM, 0, kinds[1].data()), 0);
  const std::string longer(5000, 'x');  // than a pipe takes at once
  for (const std::array<int, 2>& ends : kinds) {
    Log log;
    log.configure({});
    {
      const StderrTo there(ends[1]);
      for (int i = 0; i < 1000; ++i) log.write(Level::kError, longer);
    }
    EXPECT_GT(log.suppressed(), 0u);
    EXPECT_LT(log.suppressed(), 1000u);
    std::array<char, 4096> text{};
    ASSERT_GT(read(ends[0], text.data(), text.size()), 0);
    EXPECT_TRUE(std::string_view(text.data(), 40).find("ERROR: <core>: xxx") != std::string::npos);
    close(ends[0]);
    close(ends[1]);
  }
}

}  // namespace
}  // namespace weir::control
