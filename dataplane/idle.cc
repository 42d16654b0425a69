#include "dataplane/idle.h"

#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <cerrno>
#include <ctime>

namespace weir::dataplane {
namespace {

constexpr std::uint64_t kPatienceUs = 50;  // how long an lcore polls before it sleeps
constexpr std::uint64_t kPolledPatienceUs = 1000;
constexpr long kNapNs = 50'000;  // with ports that must be polled

bool watch(int epoll, int fd) noexcept {
  epoll_event event{};
  event.events = EPOLLIN;
  event.data.fd = fd;
  return epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event) == 0;
}

}  // namespace

Idle::~Idle() {
  if (epoll_ >= 0) close(epoll_);
  if (event_ >= 0) close(event_);
}

bool Idle::open(std::span<const int> fds, bool polled, Frequency frequency) noexcept {
  polled_ = polled;
  patience_ = frequency.microseconds(polled ? kPolledPatienceUs : kPatienceUs);
  epoll_ = epoll_create1(EPOLL_CLOEXEC);
  event_ = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  if (epoll_ < 0 || event_ < 0 || !watch(epoll_, event_)) return false;
  for (const int fd : fds) {
    if (!watch(epoll_, fd)) return false;
  }
  return true;
}

void Idle::sleep() noexcept {
  epoll_event events[8];
  int n = 0;
  if (polled_) {
    const timespec nap{0, kNapNs};
    n = epoll_pwait2(epoll_, events, 8, &nap, nullptr);
    if (n < 0 && errno == ENOSYS) n = epoll_wait(epoll_, events, 8, 1);
  } else {
    n = epoll_wait(epoll_, events, 8, 1000);
  }
  for (int i = 0; i < n; ++i) {
    if (events[i].data.fd != event_) continue;
    std::uint64_t times = 0;
    // Reading resets the eventfd; that it was already reset is no error.
    [[maybe_unused]] const ssize_t got = read(event_, &times, sizeof times);
  }
}

void Idle::wake() noexcept {
  if (!asleep_.exchange(false, std::memory_order_acq_rel)) return;
  const std::uint64_t once = 1;
  [[maybe_unused]] const ssize_t put = write(event_, &once, sizeof once);
}

}  // namespace weir::dataplane
