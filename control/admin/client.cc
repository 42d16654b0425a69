#include "control/admin/client.h"

#include <fmt/format.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

namespace weir::control::admin {
namespace {

constexpr std::size_t kLongestReply = 256 * 1024 * 1024;

std::string cannot_reach(const std::string& path, int reason) {
  if (reason == ENOENT || reason == ECONNREFUSED || reason == ENOTDIR) {
    return fmt::format(
        "no sipweir answers at {}: start it, or name its socket with --socket PATH "
        "(its log says at start where it lies)",
        path);
  }
  if (reason == EACCES || reason == EPERM) {
    return fmt::format(
        "{} belongs to another user: run sipweirctl as the user that sipweir runs "
        "as, or as root",
        path);
  }
  return fmt::format("cannot reach {}: {}", path, std::strerror(reason));
}

class Connection {
 public:
  Connection() : fd_(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)) {}
  ~Connection() {
    if (fd_ >= 0) close(fd_);
  }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  int open(const std::string& path) const {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (fd_ < 0) return errno;
    if (path.size() >= sizeof address.sun_path) return ENAMETOOLONG;
    std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
    const auto* const generic = static_cast<const sockaddr*>(static_cast<const void*>(&address));
    return connect(fd_, generic, sizeof address) == 0 ? 0 : errno;
  }

  bool wait(short events, int timeout_ms) const {
    pollfd entry = {fd_, events, 0};
    int ready = 0;
    do {
      ready = poll(&entry, 1, timeout_ms);
    } while (ready < 0 && errno == EINTR);
    return ready > 0;
  }

  bool send_all(std::string_view text, int timeout_ms) const {
    while (!text.empty()) {
      if (!wait(POLLOUT, timeout_ms)) return false;
      const ssize_t sent = send(fd_, text.data(), text.size(), MSG_NOSIGNAL);
      if (sent <= 0) return false;
      text.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  }

  bool receive_line(std::string& line, int timeout_ms) const {
    std::array<char, 64 * 1024> buffer;
    while (line.find('\n') == std::string::npos) {
      if (line.size() > kLongestReply || !wait(POLLIN, timeout_ms)) return false;
      const ssize_t got = recv(fd_, buffer.data(), buffer.size(), 0);
      if (got <= 0) return false;
      line.append(buffer.data(), static_cast<std::size_t>(got));
    }
    line.resize(line.find('\n'));
    return true;
  }

 private:
  int fd_;
};

}  // namespace

bool call(const std::string& path, const Request& request, int timeout_ms, Json& result,
          std::string& error) {
  const Connection connection;
  if (const int reason = connection.open(path); reason != 0) {
    error = cannot_reach(path, reason);
    return false;
  }
  std::string line;
  // A refusal may come before all was sent: what was answered counts.
  connection.send_all(format_request(request), timeout_ms);
  if (!connection.receive_line(line, timeout_ms)) {
    error = fmt::format("the sipweir at {} did not answer within {} s; is it stopped or stuck?",
                        path, timeout_ms / 1000);
    return false;
  }
  return parse_reply(line, result, error);
}

}  // namespace weir::control::admin
