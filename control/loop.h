// The control thread's loop: file descriptors by epoll, timers, and a bell that other threads ring.
#pragma once

#include "control/timers.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <unordered_map>
#include <vector>

namespace weir::control {

// All methods but ring() belong to the control thread.
class Loop {
 public:
  using Ready = std::function<void(std::uint32_t events)>;  // EPOLLIN and so on

  Loop();
  ~Loop();
  Loop(const Loop&) = delete;
  Loop& operator=(const Loop&) = delete;

  // False when the kernel refused an epoll or event descriptor (errno says why).
  bool ready() const noexcept { return epoll_ >= 0 && bell_ >= 0; }

  // Calls `action` whenever `fd` is ready; the descriptor stays the caller's. False with errno.
  bool watch(int fd, std::uint32_t events, Ready action);
  bool change(int fd, std::uint32_t events) noexcept;
  // May be called by any action, for any descriptor; call it before closing the descriptor.
  void unwatch(int fd) noexcept;

  Timers& timers() noexcept { return timers_; }

  // Calls `action` after every ring(); several rings may become one call.
  void on_bell(std::function<void()> action) { bell_action_ = std::move(action); }
  // Any thread, any signal handler.
  void ring() noexcept;

  // Turns until stop(), which an action calls.
  void run();

  // The same, with `work` at the end of each turn. `may_sleep` is asked before each wait: when it
  // says false there is work already, and the turn does not wait.
  void run_with(const std::function<void()>& work, const std::function<bool()>& may_sleep);
  void stop() noexcept { running_ = false; }

  // One turn: waits at most `longest`, then runs what is ready.
  void turn(Milliseconds longest);

  static Milliseconds now() noexcept;

 private:
  struct Watch {
    std::uint32_t generation;
    Ready action;
  };

  void dispatch(std::uint64_t key, std::uint32_t events);

  int epoll_ = -1;
  int bell_ = -1;
  Timers timers_;
  std::unordered_map<int, std::unique_ptr<Watch>> watches_;
  std::vector<std::unique_ptr<Watch>> retired_;  // unwatched in this turn, perhaps by themselves
  std::uint32_t generation_ = 0;
  std::function<void()> bell_action_;
  bool running_ = false;
};

}  // namespace weir::control
