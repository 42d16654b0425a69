// What an lcore does when nothing comes: poll a little longer, then sleep, and wake fast.
#pragma once

#include <atomic>
#include <cstdint>
#include <span>

#include "dataplane/clock.h"

namespace weir::dataplane {

// Sleeps on descriptors and an eventfd. The lcore asks sleep_after(); whoever gives it work calls
// wake() after the work is visible.
class Idle {
 public:
  Idle() noexcept = default;
  ~Idle();
  Idle(const Idle&) = delete;
  Idle& operator=(const Idle&) = delete;

  // Before the loop. `polled`: some port has no descriptor, so naps stay short. False: no
  // descriptors are left to be had (errno says why).
  bool open(std::span<const int> fds, bool polled, Frequency frequency) noexcept;

  // By the lcore, once a turn: true when nothing came for so long that it shall sleep.
  bool due(bool had_packets, Cycles now) noexcept {
    if (had_packets) {
      last_packet_ = now;
      return false;
    }
    return count(now) - count(last_packet_) > count(patience_);
  }

  // By the lcore. Between announce() and sleep() it looks at its command ring once more, since a
  // writer that saw it awake has not written to the eventfd.
  void announce() noexcept { asleep_.exchange(true, std::memory_order_acq_rel); }
  void sleep() noexcept;  // returns when there is something, or after at most a second
  void rise() noexcept { asleep_.store(false, std::memory_order_relaxed); }

  // By any thread, after what the lcore shall see.
  void wake() noexcept;
  bool asleep() const noexcept { return asleep_.load(std::memory_order_relaxed); }

 private:
  int epoll_ = -1;
  int event_ = -1;
  bool polled_ = false;
  Cycles last_packet_{};
  Cycles patience_{};
  alignas(64) std::atomic<bool> asleep_ = false;
};

}  // namespace weir::dataplane
