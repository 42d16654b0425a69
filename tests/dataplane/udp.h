// Plain UDP sockets of somebody else, for tests.
#pragma once

#include <gtest/gtest.h>
#include <poll.h>
#include <unistd.h>

#include <string>
#include <string_view>

#include "dataplane/packet.h"
#include "dataplane/ports/sockaddr.h"

namespace weir::dataplane::test {

inline constexpr std::uint32_t kLoopback = 0x7f000001;

// How long what must come is waited for, in milliseconds: other work may fill the machine.
inline constexpr int kPatience = 60'000;

// 127.0.0.HOST.

inline sip::Address localhost(std::uint32_t host = 1) {
  return sip::Address::v4(kLoopback - 1 + host);
}

inline sip::Address localhost6() {
  sip::Address address;
  address.bytes[15] = 1;
  return address;
}

// Bound to an address and a port of the kernel's choice.
class Client {
 public:
  explicit Client(sip::Address address) : address_(address) {
    fd_ = socket(address.is_v4() ? AF_INET : AF_INET6, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    SocketAddress at;
    socklen_t size = to_kernel({address, 0}, at);
    EXPECT_EQ(bind(fd_, &at.any, size), 0);
    size = sizeof at;
    EXPECT_EQ(getsockname(fd_, &at.any, &size), 0);
    port_ = from_kernel(at).port;
  }
  ~Client() { close(fd_); }
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  sip::Endpoint endpoint() const { return {address_, port_}; }
  std::string port() const { return std::to_string(port_); }

  void send(const sip::Endpoint& to, std::string_view text) const {
    SocketAddress at;
    const socklen_t size = to_kernel(to, at);
    EXPECT_EQ(sendto(fd_, text.data(), text.size(), 0, &at.any, size),
              static_cast<ssize_t>(text.size()));
  }

  // The next datagram, waited for at most a minute; `from` gets its sender.
  std::string receive(sip::Endpoint* from = nullptr) const {
    pollfd wait{fd_, POLLIN, 0};
    if (poll(&wait, 1, kPatience) != 1) return "(nothing came)";
    std::string text(kMaxDatagram, '\0');
    SocketAddress at;
    socklen_t size = sizeof at;
    const ssize_t got = recvfrom(fd_, text.data(), text.size(), 0, &at.any, &size);
    text.resize(got < 0 ? 0 : static_cast<std::size_t>(got));
    if (from != nullptr) *from = from_kernel(at);
    return text;
  }

  // Whether a datagram waits already.
  bool has_mail() const {
    pollfd wait{fd_, POLLIN, 0};
    return poll(&wait, 1, 0) == 1;
  }

 private:
  sip::Address address_;
  std::uint16_t port_ = 0;
  int fd_ = -1;
};

}  // namespace weir::dataplane::test
