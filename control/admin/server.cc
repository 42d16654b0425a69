#include "control/admin/server.h"

#include "control/loop.h"

#include <fmt/format.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <vector>

namespace weir::control::admin {
namespace {

constexpr Milliseconds kSweep{1000};

bool fill_address(const std::string& path, sockaddr_un& address) {
  address.sun_family = AF_UNIX;
  if (path.size() >= sizeof address.sun_path) return false;
  std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
  return true;
}

const sockaddr* generic(const sockaddr_un& address) {
  return static_cast<const sockaddr*>(static_cast<const void*>(&address));
}

// Does somebody listen at that address? A full backlog is somebody too.
bool is_answered(const sockaddr_un& address) {
  const int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (fd < 0) return false;
  const bool answered = connect(fd, generic(address), sizeof address) == 0 || errno == EAGAIN;
  ::close(fd);
  return answered;
}

}  // namespace

Server::~Server() { close(); }

void Server::bind(std::string_view name, Command command) {
  bound_.insert_or_assign(std::string(name), std::move(command));
}

std::string Server::open(const std::string& path, uid_t user, gid_t group) {
  sockaddr_un address{};
  if (!fill_address(path, address)) {
    return fmt::format(
        "the control socket's path {} is longer than the kernel allows ({}): give "
        "a shorter directory with -Y DIR",
        path, sizeof address.sun_path - 1);
  }
  if (is_answered(address)) {
    return fmt::format(
        "another sipweir answers at {}: stop it, or give this one a name of its "
        "own with --instance=NAME",
        path);
  }
  struct stat status {};
  if (lstat(path.c_str(), &status) == 0 && S_ISSOCK(status.st_mode)) unlink(path.c_str());

  fd_ = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  // The mode must be right from the first moment.
  const mode_t mask = umask(0177);
  const bool good = fd_ >= 0 && ::bind(fd_, generic(address), sizeof address) == 0;
  const int reason = errno;
  umask(mask);
  if (!good || listen(fd_, 16) != 0) {
    if (fd_ >= 0) ::close(fd_);
    fd_ = -1;
    return fmt::format("cannot make the control socket {}: {}; give another directory with -Y DIR",
                       path, std::strerror(good ? errno : reason));
  }
  path_ = path;
  if (geteuid() == 0 && (user != 0 || group != 0) && chown(path.c_str(), user, group) != 0) {
    return fmt::format("cannot give {} to uid {}: {}", path, user, std::strerror(errno));
  }
  loop_->watch(fd_, EPOLLIN, [this](std::uint32_t) { accept_all(); });
  sweep_ = loop_->timers().start_every(kSweep, [this] { drop_idle(); });
  return {};
}

void Server::close() noexcept {
  while (!clients_.empty()) drop(clients_.begin()->first);
  if (fd_ >= 0) {
    loop_->timers().cancel(sweep_);
    loop_->unwatch(fd_);
    ::close(fd_);
    fd_ = -1;
  }
  if (!path_.empty()) unlink(path_.c_str());
  path_.clear();
}

void Server::accept_all() {
  for (;;) {
    const int fd = accept4(fd_, nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK);
    if (fd < 0) return;
    const bool full = clients_.size() >= limits_.clients;
    if (full ||
        !loop_->watch(fd, EPOLLIN, [this, fd](std::uint32_t events) { serve(fd, events); })) {
      const std::string text = format_error("too many clients at the control socket: try later");
      [[maybe_unused]] const auto sent = send(fd, text.data(), text.size(), MSG_NOSIGNAL);
      ::close(fd);
      continue;
    }
    clients_[fd].touched = Loop::now();
  }
}

// One request a turn and client: who sends many waits between them as everybody does.
void Server::serve(int fd, std::uint32_t events) {
  Client& client = clients_.at(fd);
  client.touched = Loop::now();
  const bool readable = (events & (EPOLLIN | EPOLLHUP | EPOLLERR)) != 0;
  // While output is pending nothing is read: a client that only asks gets no memory.
  if (readable && client.output.empty() && !has_line(client) && !receive(fd, client)) {
    drop(fd);
    return;
  }
  if (client.output.empty()) answer_next(client);
  if (!flush(fd, client)) drop(fd);
}

bool Server::has_line(const Client& client) noexcept {
  return client.input.find('\n') != std::string::npos;
}

// Reads what is there, up to one request's limit. False: the client is gone without a request.
bool Server::receive(int fd, Client& client) {
  std::array<char, 16 * 1024> buffer;
  while (client.input.size() <= limits_.request) {
    const ssize_t got = recv(fd, buffer.data(), buffer.size(), 0);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0 && errno == EAGAIN) break;
    if (got <= 0) {
      client.last = true;
      return has_line(client);
    }
    client.input.append(buffer.data(), static_cast<std::size_t>(got));
  }
  return true;
}

void Server::answer_next(Client& client) {
  const auto end = client.input.find('\n');
  if (end != std::string::npos && end <= limits_.request) {
    client.output = answer(std::string_view(client.input).substr(0, end));
    client.input.erase(0, end + 1);
  } else if (client.input.size() > limits_.request) {
    client.output = format_error(fmt::format("a request is at most {} bytes", limits_.request));
    client.last = true;
    client.input.clear();
  }
}

std::string Server::answer(std::string_view line) {
  Request request;
  std::string error;
  if (!parse_request(line, request, error)) return format_error(error);
  const auto found = bound_.find(request.command);
  if (found == bound_.end()) {
    return format_error(fmt::format("'{}' is not served by this daemon", request.command));
  }
  const Reply reply = found->second(request.arguments);
  return reply.error.empty() ? format_result(reply.result) : format_error(reply.error);
}

// Sends what the client takes now. False: it is done or gone.
bool Server::flush(int fd, Client& client) {
  while (client.sent < client.output.size()) {
    const ssize_t sent = send(fd, client.output.data() + client.sent,
                              client.output.size() - client.sent, MSG_NOSIGNAL);
    if (sent < 0 && errno == EINTR) continue;
    if (sent < 0 && errno == EAGAIN) return loop_->change(fd, EPOLLOUT);
    if (sent <= 0) return false;
    client.sent += static_cast<std::size_t>(sent);
  }
  client.output.clear();
  client.sent = 0;
  if (has_line(client)) return loop_->change(fd, EPOLLOUT);
  return !client.last && loop_->change(fd, EPOLLIN);
}

void Server::drop(int fd) noexcept {
  loop_->unwatch(fd);
  ::close(fd);
  clients_.erase(fd);
}

void Server::drop_idle() {
  const Milliseconds now = Loop::now();
  std::vector<int> idle;
  for (const auto& [fd, client] : clients_) {
    if (now - client.touched >= limits_.idle) idle.push_back(fd);
  }
  for (const int fd : idle) drop(fd);
}

}  // namespace weir::control::admin
