// Signals as events of the loop.
#pragma once

#include <functional>
#include <string>

namespace weir::control {

class Loop;

// Blocks the signals that control handles, for this thread and those it makes; ignores SIGPIPE.
// Call before any other thread exists: lcores must not take them.
void block_signals() noexcept;

class Signals {
 public:
  explicit Signals(Loop& loop) noexcept : loop_(&loop) {}
  ~Signals();
  Signals(const Signals&) = delete;
  Signals& operator=(const Signals&) = delete;

  // Calls `take` with SIGTERM, SIGINT, SIGHUP, SIGUSR1 or SIGCHLD from the loop. Returns an error
  // or nothing.
  std::string open(std::function<void(int signal)> take);

 private:
  Loop* loop_;
  int fd_ = -1;
};

}  // namespace weir::control
