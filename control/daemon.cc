#include "control/daemon.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <grp.h>
#include <pwd.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <optional>
#include <string_view>

namespace weir::control {
namespace {

constexpr char kReady = '+';
constexpr char kFailed = '-';

// What the process that was started does: it waits for one word of the background process.
[[noreturn]] void wait_for_child(int pipe_end) {
  char word = 0;
  ssize_t got = 0;
  do {
    got = read(pipe_end, &word, 1);
  } while (got < 0 && errno == EINTR);
  if (got != 1) {
    std::fputs(
        "sipweir: the background process ended while it was starting; run with -DD -E to "
        "see why\n",
        stderr);
  }
  _exit(got == 1 && word == kReady ? 0 : 1);
}

void point_to_null(int fd, int flags) {
  const int null = open("/dev/null", flags | O_CLOEXEC);
  if (null < 0) return;
  dup2(null, fd);
  close(null);
}

template <class T>
std::optional<T> read_number(std::string_view text) {
  T number = 0;
  const char* const end = text.data() + text.size();
  const auto [rest, status] = std::from_chars(text.data(), end, number);
  if (status != std::errc{} || rest != end) return std::nullopt;
  return number;
}

// The process that a pid file names, if it lives and is not this one.
pid_t living_process(const std::string& path) {
  FILE* const file = std::fopen(path.c_str(), "re");
  if (file == nullptr) return 0;
  std::array<char, 32> text{};
  const std::size_t size = std::fread(text.data(), 1, text.size() - 1, file);
  std::fclose(file);
  std::string_view word(text.data(), size);
  word = word.substr(0, word.find_first_not_of("0123456789"));
  const auto number = read_number<pid_t>(word);
  if (!number || *number <= 0 || *number == getpid()) return 0;
  return kill(*number, 0) == 0 || errno == EPERM ? *number : 0;
}

}  // namespace

void open_standard_streams() noexcept {
  for (const int fd : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (fcntl(fd, F_GETFD) >= 0 || errno != EBADF) continue;
    // The lowest free number is this one: those below it exist by now.
    [[maybe_unused]] const int null = open("/dev/null", fd == STDIN_FILENO ? O_RDONLY : O_WRONLY);
  }
}

std::string raise_open_files(unsigned long least) {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return {};
  limit.rlim_cur = limit.rlim_max;
  if (setrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur >= least) return {};
  return fmt::format(
      "only {} files may be open at a time, and {} are needed: raise the hard limit (`ulimit -Hn`, "
      "LimitNOFILE= of a unit)",
      limit.rlim_cur, least);
}

Daemon::~Daemon() {
  if (pipe_ >= 0) close(pipe_);
}

std::string Daemon::detach() {
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) {
    return fmt::format("cannot go to the background: {}", std::strerror(errno));
  }
  const pid_t first = fork();
  if (first < 0) {
    const int reason = errno;
    close(ends[0]);
    close(ends[1]);
    return fmt::format("cannot go to the background: {}; free some memory or processes",
                       std::strerror(reason));
  }
  if (first > 0) {
    close(ends[1]);
    wait_for_child(ends[0]);
  }
  close(ends[0]);
  // A second fork: who leads the session could be given a terminal again.
  setsid();
  const pid_t second = fork();
  if (second != 0) _exit(second < 0 ? 1 : 0);
  pipe_ = ends[1];
  return {};
}

void Daemon::report_ready(bool keep_stderr) {
  if (pipe_ < 0) return;
  point_to_null(STDIN_FILENO, O_RDONLY);
  point_to_null(STDOUT_FILENO, O_WRONLY);
  if (!keep_stderr) point_to_null(STDERR_FILENO, O_WRONLY);
  tell(kReady);
}

void Daemon::report_failure() {
  if (pipe_ >= 0) tell(kFailed);
}

void Daemon::tell(char word) {
  // The waiting process may have been killed: SIGPIPE is ignored, nobody is left to be told.
  [[maybe_unused]] const auto written = write(pipe_, &word, 1);
  close(pipe_);
  pipe_ = -1;
}

std::string NumberFile::write(const std::string& path, pid_t number) {
  if (const pid_t other = living_process(path); other != 0) {
    return fmt::format("{} names process {}, which is alive: stop it, or give another file", path,
                       other);
  }
  const int fd = open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0644);
  const std::string text = fmt::format("{}\n", number);
  const bool good = fd >= 0 && ::write(fd, text.data(), text.size()) == ssize_t(text.size());
  const int reason = errno;
  if (fd >= 0) close(fd);
  if (!good) {
    return fmt::format("cannot write {}: {}; its directory must exist and be writable to us", path,
                       std::strerror(reason));
  }
  path_ = path;
  return {};
}

void NumberFile::remove() noexcept {
  // After privileges were dropped the directory may not let us; the next start overwrites it.
  if (!path_.empty()) unlink(path_.c_str());
  path_.clear();
}

std::string find_identity(const std::string& user, const std::string& group, Identity& identity) {
  identity.user = geteuid();
  identity.group = getegid();
  if (!user.empty()) {
    const passwd* entry = getpwnam(user.c_str());
    const auto number = read_number<uid_t>(user);
    if (entry == nullptr && number) entry = getpwuid(*number);
    if (entry == nullptr && !number) {
      return fmt::format("there is no user '{}': create it (adduser --system {}) or change -u",
                         user, user);
    }
    identity.user = entry != nullptr ? entry->pw_uid : *number;
    if (entry != nullptr) {
      identity.group = entry->pw_gid;
      identity.name = entry->pw_name;
    }
  }
  if (!group.empty()) {
    const struct group* const entry = getgrnam(group.c_str());
    const auto number = read_number<gid_t>(group);
    if (entry == nullptr && !number) {
      return fmt::format("there is no group '{}': create it (addgroup --system {}) or change -g",
                         group, group);
    }
    identity.group = entry != nullptr ? entry->gr_gid : *number;
  }
  identity.set = identity.user != geteuid() || identity.group != getegid();
  if (identity.set && geteuid() != 0) {
    return "only root can change to another user or group (-u, -g): start as root, or leave them "
           "out";
  }
  return {};
}

std::string become(const Identity& identity) {
  if (!identity.set) return {};
  const int groups = identity.name.empty() ? setgroups(1, &identity.group)
                                           : initgroups(identity.name.c_str(), identity.group);
  if (groups != 0 || setresgid(identity.group, identity.group, identity.group) != 0 ||
      setresuid(identity.user, identity.user, identity.user) != 0) {
    return fmt::format("cannot change to uid {} and gid {}: {}", identity.user, identity.group,
                       std::strerror(errno));
  }
  // Was it for good?
  if (identity.user != 0 && setuid(0) == 0) return "privileges could not be dropped for good";
  return {};
}

std::string change_directories(const std::string& root, const std::string& directory) {
  if (!root.empty() && (chroot(root.c_str()) != 0 || chdir("/") != 0)) {
    return fmt::format("cannot change the root directory to {} (-t): {}", root,
                       std::strerror(errno));
  }
  if (!directory.empty() && chdir(directory.c_str()) != 0) {
    return fmt::format("cannot change to directory {} (-w): {}", directory, std::strerror(errno));
  }
  return {};
}

}  // namespace weir::control
