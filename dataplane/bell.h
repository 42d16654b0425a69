// How lcores wake control: the usual asleep, recheck, eventfd.
#pragma once

#include <sys/eventfd.h>
#include <unistd.h>

#include <atomic>
#include <cstdint>

namespace weir::dataplane {

// Rung by lcores, waited on by control. A ring costs a system call only when control sleeps.
class Bell {
 public:
  Bell() noexcept : fd_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {}
  ~Bell() {
    if (fd_ >= 0) close(fd_);
  }
  Bell(const Bell&) = delete;
  Bell& operator=(const Bell&) = delete;

  int fd() const noexcept { return fd_; }

  // By control: from now on ring() writes. It looks at its rings once more before it waits.
  void announce() noexcept { asleep_.exchange(true, std::memory_order_acq_rel); }

  // By control, after the wait.
  void rise() noexcept {
    asleep_.store(false, std::memory_order_relaxed);
    std::uint64_t times = 0;
    [[maybe_unused]] const ssize_t got = read(fd_, &times, sizeof times);
  }

  // By any thread, after what control shall see.
  void ring() noexcept {
    if (!asleep_.exchange(false, std::memory_order_acq_rel)) return;
    const std::uint64_t once = 1;
    [[maybe_unused]] const ssize_t put = write(fd_, &once, sizeof once);
  }

 private:
  const int fd_;
  std::atomic<bool> asleep_ = false;
};

}  // namespace weir::dataplane
