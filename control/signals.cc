#include "control/signals.h"

#include "control/loop.h"

#include <fmt/format.h>
#include <sys/epoll.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstring>

namespace weir::control {
namespace {

sigset_t handled() noexcept {
  sigset_t set;
  sigemptyset(&set);
  for (const int signal : {SIGTERM, SIGINT, SIGHUP, SIGUSR1, SIGUSR2, SIGCHLD}) {
    sigaddset(&set, signal);
  }
  return set;
}

}  // namespace

void block_signals() noexcept {
  const sigset_t set = handled();
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);  // the write fails, and its error is told
}

Signals::~Signals() {
  if (fd_ < 0) return;
  loop_->unwatch(fd_);
  close(fd_);
}

std::string Signals::open(std::function<void(int signal)> take) {
  const sigset_t set = handled();
  fd_ = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
  const bool good =
      fd_ >= 0 && loop_->watch(fd_, EPOLLIN, [this, take = std::move(take)](std::uint32_t) {
        signalfd_siginfo info{};
        while (read(fd_, &info, sizeof info) == ssize_t(sizeof info)) {
          take(static_cast<int>(info.ssi_signo));
        }
      });
  return good ? std::string() : fmt::format("cannot take signals: {}", std::strerror(errno));
}

}  // namespace weir::control
