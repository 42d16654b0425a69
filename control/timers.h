// Timers of the control loop: a hierarchical wheel in milliseconds. Pure: the time is passed in.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

namespace weir::control {

// A point on the control loop's own clock (Loop::now).
using Milliseconds = std::chrono::milliseconds;

// Names a started timer; outlives it harmlessly. A default one names none.
struct TimerId {
  std::uint32_t index = 0;
  std::uint32_t generation = 0;
};

// Six levels of 64 slots: starting, cancelling and finding the next are of constant cost, a timer
// moves down at most five times. Reaches 2^35 ms, a year; what is later is clamped to that.
class Timers {
 public:
  using Action = std::function<void()>;

  explicit Timers(Milliseconds now) noexcept;

  // Runs `action` once, `after` from the last run_until(); at the next run_until() when that is
  // zero or less.
  TimerId start(Milliseconds after, Action action);

  // Runs `action` every `period` until cancelled. Missed turns are not made up for.
  TimerId start_every(Milliseconds period, Action action);

  // Forgets a timer; one that has run, or was cancelled before, is passed over. May be called by
  // an action, for its own timer too.
  void cancel(TimerId id) noexcept;

  // When run_until() is needed next: a lower bound that is exact within the lowest level. Empty
  // without timers.
  std::optional<Milliseconds> next() const noexcept;

  // Runs everything due up to and including `now`, in order of time.
  void run_until(Milliseconds now);

  std::size_t size() const noexcept { return size_; }

 private:
  static constexpr unsigned kLevels = 6;
  static constexpr unsigned kBits = 6;
  static constexpr std::uint32_t kNone = UINT32_MAX;

  struct Node {
    std::uint64_t due = 0;
    std::uint64_t period = 0;  // 0: runs once
    std::uint32_t generation = 1;
    std::uint32_t previous = kNone;
    std::uint32_t next = kNone;
    std::uint8_t level = 0;
    std::uint8_t slot = 0;
    bool linked = false;
    bool running = false;
    Action action;
  };

  struct Place {
    unsigned level;
    unsigned slot;
    std::uint64_t time;  // when the slot's span begins
  };

  TimerId add(std::uint64_t after, std::uint64_t period, Action action);
  void link(std::uint32_t index) noexcept;
  void unlink(std::uint32_t index) noexcept;
  void release(std::uint32_t index) noexcept;
  std::optional<Place> first() const noexcept;
  void fire(TimerId id);

  std::vector<Node> nodes_;
  std::uint32_t free_ = kNone;  // chained by Node::next
  std::array<std::array<std::uint32_t, 64>, kLevels> heads_{};
  std::array<std::uint64_t, kLevels> occupied_{};  // a bit a slot
  std::uint64_t now_ = 0;
  std::uint64_t end_ = 0;  // of the run_until() under way
  std::size_t size_ = 0;
};

}  // namespace weir::control
