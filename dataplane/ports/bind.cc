#include "dataplane/ports/bind.h"

#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "dataplane/ports/sockaddr.h"
#include "dataplane/ports/steer.h"

namespace weir::dataplane {
namespace {

constexpr int kOn = 1;
constexpr std::uint32_t kWantedBuffer = 16u << 20;

template <class T>
bool set(int fd, int level, int option, const T& value) noexcept {
  return setsockopt(fd, level, option, &value, sizeof value) == 0;
}

int make_socket(const Listen& listen) noexcept {
  const int family = listen.ipv4 ? AF_INET : AF_INET6;
  const int fd = socket(family, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (fd < 0) return -1;
  if (listen.ipv4) {
    // Fragment rather than be told EMSGSIZE: Kamailio's pmtu_discovery=0.
    set(fd, IPPROTO_IP, IP_MTU_DISCOVER, int{IP_PMTUDISC_DONT});
    if (listen.wildcard) set(fd, IPPROTO_IP, IP_PKTINFO, kOn);
  } else {
    set(fd, IPPROTO_IPV6, IPV6_V6ONLY, kOn);
    set(fd, IPPROTO_IPV6, IPV6_MTU_DISCOVER, int{IPV6_PMTUDISC_DONT});
    if (listen.wildcard) set(fd, IPPROTO_IPV6, IPV6_RECVPKTINFO, kOn);
  }
  return fd;
}

void grow_buffers(int fd, std::uint32_t wanted) noexcept {
  const int size = static_cast<int>(wanted == 0 ? kWantedBuffer : wanted);
  // The first needs CAP_NET_ADMIN and ignores rmem_max; the second is cut to rmem_max.
  if (!set(fd, SOL_SOCKET, SO_RCVBUFFORCE, size)) set(fd, SOL_SOCKET, SO_RCVBUF, size);
  if (!set(fd, SOL_SOCKET, SO_SNDBUFFORCE, size)) set(fd, SOL_SOCKET, SO_SNDBUF, size);
}

bool bind_to(int fd, const Listen& listen) noexcept {
  SocketAddress address;
  const socklen_t size = to_kernel({listen.address, listen.number}, address);
  return bind(fd, &address.any, size) == 0;
}

bool read_number(int fd, Listen& listen) noexcept {
  SocketAddress address;
  socklen_t size = sizeof address;
  if (getsockname(fd, &address.any, &size) != 0) return false;
  listen.number = from_kernel(address).port;
  return true;
}

std::string name_of(const Listen& listen) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  const unsigned char* const bytes = listen.address.bytes.data();
  inet_ntop(listen.ipv4 ? AF_INET : AF_INET6, listen.ipv4 ? bytes + 12 : bytes, text.data(),
            text.size());
  const std::string host = listen.ipv4 ? text.data() : "[" + std::string(text.data()) + "]";
  return "udp:" + host + ":" + std::to_string(listen.number);
}

std::string explain(const Listen& listen, const char* what, int error) {
  const std::string port = std::to_string(listen.number);
  std::string text = "cannot " + std::string(what) + " " + name_of(listen) + ": ";
  switch (error) {
    case EADDRINUSE:
      return text + "another process has this port (see `ss -lunp 'sport = :" + port +
             "'`); stop it or choose another port with listen= or -l";
    case EADDRNOTAVAIL:
      return text +
             "this machine has no such address (see `ip addr`); correct listen= or -l, or "
             "add the address first";
    case EACCES:
    case EPERM:
      return text + "no permission; ports below " +
             "net.ipv4.ip_unprivileged_port_start need root or CAP_NET_BIND_SERVICE";
    case EAFNOSUPPORT:
      return text + "the kernel has no " + (listen.ipv4 ? "IPv4" : "IPv6") +
             "; enable it or remove this listen=";
    case EINVAL:
      return text + "the address needs an interface (link-local?); listen on a global address";
    case EMFILE:
    case ENFILE:
      return text + "no file descriptors are left; raise `ulimit -n`";
    default:
      return text + std::strerror(error);
  }
}

// The group shares its port, so a second sipweir of the same user could join it silently and take
// half the sources. A bind without SO_REUSEPORT finds that out.
std::string probe(Listen& listen) {
  const int fd = make_socket(listen);
  if (fd < 0) return explain(listen, "open", errno);
  std::string problem;
  if (!bind_to(fd, listen)) {
    problem = explain(listen, "listen on", errno);
  } else if (!read_number(fd, listen)) {
    problem = explain(listen, "read the port of", errno);
  }
  close(fd);
  return problem;
}

}  // namespace

std::string open_sockets(Listen& listen, unsigned queues, std::uint32_t buffer, std::uint32_t key,
                         std::vector<int>& fds) {
  if (queues > 1) {
    if (std::string problem = probe(listen); !problem.empty()) return problem;
  }
  std::vector<int> opened;
  std::string problem;
  for (unsigned i = 0; i < queues && problem.empty(); ++i) {
    const int fd = make_socket(listen);
    if (fd < 0) {
      problem = explain(listen, "open", errno);
      break;
    }
    opened.push_back(fd);
    grow_buffers(fd, buffer);
    if (queues > 1 && !set(fd, SOL_SOCKET, SO_REUSEPORT, kOn)) {
      problem = explain(listen, "share", errno);
    } else if (queues > 1 && i == 0 && !attach_steering(fd, listen.ipv4, key, queues)) {
      problem = explain(listen, "steer sources of", errno);
    } else if (!bind_to(fd, listen)) {
      problem = explain(listen, "listen on", errno);
    } else if (!read_number(fd, listen)) {
      problem = explain(listen, "read the port of", errno);
    }
  }
  if (!problem.empty()) {
    for (const int fd : opened) close(fd);
    return problem;
  }
  fds.insert(fds.end(), opened.begin(), opened.end());
  return {};
}

sip::Address outbound_address(bool ipv4) noexcept {
  // Documentation addresses: connect() of a UDP socket only looks the route up, it sends nothing.
  constexpr unsigned char kFarIpv4[4] = {192, 0, 2, 1};
  constexpr unsigned char kFarIpv6[16] = {0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 0,
                                          0,    0,    0,    0,    0, 0, 0, 1};
  in_addr far4;
  in6_addr far6;
  std::memcpy(&far4, kFarIpv4, sizeof far4);
  std::memcpy(&far6, kFarIpv6, sizeof far6);
  in_addr near4;
  near4.s_addr = htonl(INADDR_LOOPBACK);

  sip::Address found = ipv4 ? v4_address(near4) : v6_address(in6addr_loopback);
  const int fd = socket(ipv4 ? AF_INET : AF_INET6, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (fd < 0) return found;
  SocketAddress address;
  socklen_t size = to_kernel({ipv4 ? v4_address(far4) : v6_address(far6), 5060}, address);
  if (connect(fd, &address.any, size) == 0) {
    size = sizeof address;
    if (getsockname(fd, &address.any, &size) == 0) found = from_kernel(address).address;
  }
  close(fd);
  return found;
}

}  // namespace weir::dataplane
