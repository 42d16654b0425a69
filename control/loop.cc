#include "control/loop.h"

#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>

namespace weir::control {
namespace {

constexpr Milliseconds kLongestSleep{60'000};

// A descriptor's number may be used anew within a turn: the generation tells the old event apart.
std::uint64_t make_key(int fd, std::uint32_t generation) noexcept {
  return (std::uint64_t{generation} << 32) | static_cast<std::uint32_t>(fd);
}

}  // namespace

Loop::Loop()
    : epoll_(epoll_create1(EPOLL_CLOEXEC)),
      bell_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)),
      timers_(now()) {
  if (!ready()) return;
  watch(bell_, EPOLLIN, [this](std::uint32_t) {
    std::uint64_t rings = 0;
    if (read(bell_, &rings, sizeof rings) < 0) return;
    if (bell_action_) bell_action_();
  });
}

Loop::~Loop() {
  if (bell_ >= 0) close(bell_);
  if (epoll_ >= 0) close(epoll_);
}

bool Loop::watch(int fd, std::uint32_t events, Ready action) {
  epoll_event event{};
  event.events = events;
  event.data.u64 = make_key(fd, ++generation_);
  if (epoll_ctl(epoll_, EPOLL_CTL_ADD, fd, &event) != 0) return false;
  watches_[fd] = std::make_unique<Watch>(Watch{generation_, std::move(action)});
  return true;
}

bool Loop::change(int fd, std::uint32_t events) noexcept {
  const auto found = watches_.find(fd);
  if (found == watches_.end()) return false;
  epoll_event event{};
  event.events = events;
  event.data.u64 = make_key(fd, found->second->generation);
  return epoll_ctl(epoll_, EPOLL_CTL_MOD, fd, &event) == 0;
}

void Loop::unwatch(int fd) noexcept {
  const auto found = watches_.find(fd);
  if (found == watches_.end()) return;
  epoll_ctl(epoll_, EPOLL_CTL_DEL, fd, nullptr);
  retired_.push_back(std::move(found->second));
  watches_.erase(found);
}

void Loop::ring() noexcept {
  const std::uint64_t one = 1;
  [[maybe_unused]] const auto written = write(bell_, &one, sizeof one);  // full: rung enough
}

void Loop::run() {
  run_with([] {}, [] { return true; });
}

void Loop::run_with(const std::function<void()>& work, const std::function<bool()>& may_sleep) {
  running_ = true;
  while (running_) {
    turn(may_sleep() ? kLongestSleep : Milliseconds(0));
    work();
  }
}

void Loop::turn(Milliseconds longest) {
  if (const auto next = timers_.next()) {
    longest = std::clamp(*next - now(), Milliseconds(0), longest);
  }
  std::array<epoll_event, 64> events;
  const int count = epoll_wait(epoll_, events.data(), static_cast<int>(events.size()),
                               static_cast<int>(longest.count()));
  for (int i = 0; i < count; ++i) {
    const epoll_event& event = events[static_cast<std::size_t>(i)];
    dispatch(event.data.u64, event.events);
  }
  timers_.run_until(now());
  retired_.clear();
}

void Loop::dispatch(std::uint64_t key, std::uint32_t events) {
  const int fd = static_cast<int>(static_cast<std::uint32_t>(key));
  const auto found = watches_.find(fd);
  if (found == watches_.end() || found->second->generation != key >> 32) return;
  found->second->action(events);
}

Milliseconds Loop::now() noexcept {
  using std::chrono::steady_clock;
  return std::chrono::duration_cast<Milliseconds>(steady_clock::now().time_since_epoch());
}

}  // namespace weir::control
