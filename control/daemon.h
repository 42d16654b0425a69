// The process: going to the background without a half-started state, pid files, privileges.
#pragma once

#include <string>

#include <sys/types.h>

namespace weir::control {

// Makes descriptors 0, 1 and 2 exist: one that was closed becomes /dev/null, so that no socket can
// get its number and be written the log. Call it first.
void open_standard_streams() noexcept;

// Raises the limit of open files as far as it may go. Returns an error that says what to do where
// that is below `least`, or nothing.
std::string raise_open_files(unsigned long least);

// Goes to the background while the process that was started waits: it ends with 0 when
// report_ready() is called, with 1 after the message of report_failure(), and with 1 when the
// child ends without a word.
class Daemon {
 public:
  Daemon() = default;
  ~Daemon();
  Daemon(const Daemon&) = delete;
  Daemon& operator=(const Daemon&) = delete;

  // Returns in the background process only; the error's text is empty there. Call before there is
  // any other thread.
  std::string detach();

  // Lets the waiting process go, and closes stdin and stdout, and stderr unless `keep_stderr`.
  void report_ready(bool keep_stderr);

  // The waiting process ends with 1. The message has gone to stderr, which is still shared.
  void report_failure();

 private:
  void tell(char word);

  int pipe_ = -1;  // to the waiting process
};

// A file with a number in it, removed when the process ends in order.
class NumberFile {
 public:
  NumberFile() = default;
  ~NumberFile() { remove(); }
  NumberFile(const NumberFile&) = delete;
  NumberFile& operator=(const NumberFile&) = delete;

  // Writes `number`. Refuses when the file names a living process other than ourselves. Returns
  // an error that says what to do, or nothing.
  std::string write(const std::string& path, pid_t number);
  void remove() noexcept;

 private:
  std::string path_;
};

// A user and a group, looked up by name or number.
struct Identity {
  bool set = false;
  uid_t user = 0;
  gid_t group = 0;
  std::string name;  // of the user, for its supplementary groups
};

// Looks up -u and -g; either may be empty. Without -g the group is the user's own.
std::string find_identity(const std::string& user, const std::string& group, Identity& identity);

// Becomes `identity` for good.
std::string become(const Identity& identity);

// chroot and chdir; either may be empty. The chroot's own root becomes the directory then.
std::string change_directories(const std::string& root, const std::string& directory);

}  // namespace weir::control
