#include "control/twin.h"

#include "control/netlink.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <linux/if_tun.h>
#include <net/if.h>
#include <net/if_arp.h>
#include <netinet/in.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace weir::control {
namespace {

constexpr std::size_t kFrameLimit = 65536 + 64;

// What stands in front of each frame of the tap: virtio_net_hdr, whose own header is not C++.
struct TapHeader {
  std::uint8_t flags = 0;
  std::uint8_t gso_type = 0;
  std::uint16_t header_size = 0;
  std::uint16_t gso_size = 0;
  std::uint16_t checksum_start = 0;
  std::uint16_t checksum_offset = 0;
};

constexpr std::uint8_t kNeedsChecksum = 1;  // VIRTIO_NET_HDR_F_NEEDS_CSUM

std::string failed(const std::string& what) {
  const int error = errno;
  const bool permission = error == EPERM || error == EACCES;
  return fmt::format("{}: {}{}", what, std::strerror(error),
                     permission ? "; this needs root or CAP_NET_ADMIN" : "");
}

ifreq request_for(const std::string& name) {
  ifreq request{};
  name.copy(request.ifr_name, IFNAMSIZ - 1);
  return request;
}

socklen_t to_kernel(const sip::Endpoint& endpoint, sockaddr_storage& storage) {
  storage = {};
  if (endpoint.address.is_v4()) {
    auto* const at = reinterpret_cast<sockaddr_in*>(&storage);
    at->sin_family = AF_INET;
    at->sin_port = htons(endpoint.port);
    std::memcpy(&at->sin_addr, endpoint.address.bytes.data() + 12, 4);
    return sizeof *at;
  }
  auto* const at = reinterpret_cast<sockaddr_in6*>(&storage);
  at->sin6_family = AF_INET6;
  at->sin6_port = htons(endpoint.port);
  std::memcpy(&at->sin6_addr, endpoint.address.bytes.data(), 16);
  return sizeof *at;
}

std::uint16_t be16(const std::uint8_t* at) {
  return static_cast<std::uint16_t>(at[0] << 8 | at[1]);
}

// Tells the kernel that the checksum of a TCP segment or UDP datagram is not to be judged: behind a
// veth pair it is only begun. Whole IPv4 and IPv6 packets without extension headers.
TapHeader describe(std::span<const std::uint8_t> frame) {
  TapHeader header;
  if (frame.size() < 14 + 40) return header;
  const std::uint16_t type = be16(frame.data() + 12);
  std::size_t l4 = 0;
  std::uint8_t protocol = 0;
  if (type == 0x0800 && (be16(frame.data() + 20) & 0x3FFF) == 0) {
    l4 = 14 + frame[14] % 16 * std::size_t{4};
    protocol = frame[23];
  } else if (type == 0x86DD) {
    l4 = 14 + 40;
    protocol = frame[20];
  }
  const std::uint16_t offset = protocol == IPPROTO_TCP ? 16 : 6;
  if ((protocol != IPPROTO_TCP && protocol != IPPROTO_UDP) || l4 + offset + 2u > frame.size()) {
    return header;
  }
  if (protocol == IPPROTO_UDP && be16(frame.data() + l4 + 6) == 0) return header;
  header.flags = kNeedsChecksum;
  header.checksum_start = static_cast<std::uint16_t>(l4);
  header.checksum_offset = offset;
  return header;
}

}  // namespace

Twin::~Twin() {
  for (const Socket& socket : sockets_) close(socket.fd);
  if (tap_ >= 0) close(tap_);
}

std::string Twin::open(const TwinSettings& settings, Netlink& netlink) {
  partial_checksums_ = settings.partial_checksums;
  frame_.resize(kFrameLimit);
  std::string error = open_tap(settings);
  if (!error.empty()) return error;
  interface_ = netlink.interface_index(settings.name);
  error = netlink.set_up(interface_);
  for (const TwinSettings::Address& own : settings.addresses) {
    if (error.empty()) error = netlink.add_address(interface_, own.address, own.length);
  }
  for (const sip::Address& gateway : settings.gateways) {
    if (error.empty()) error = netlink.add_default_route(interface_, gateway);
  }
  for (const sip::Endpoint& socket : settings.sockets) {
    if (error.empty()) error = open_socket(socket, settings.name);
  }
  return error.empty() ? error : fmt::format("twin {}: {}", settings.name, error);
}

std::string Twin::open_tap(const TwinSettings& settings) {
  tap_ = ::open("/dev/net/tun", O_RDWR | O_NONBLOCK | O_CLOEXEC);
  if (tap_ < 0) return failed("/dev/net/tun cannot be opened");
  ifreq request = request_for(settings.name);
  request.ifr_flags = IFF_TAP | IFF_NO_PI | IFF_VNET_HDR;
  if (ioctl(tap_, TUNSETIFF, &request) != 0) {
    const bool other = errno == EINVAL || errno == EBUSY;
    return failed(
        fmt::format("the tap {} cannot be made{}", settings.name,
                    other ? " (a device of that name exists and is not a free tap)" : ""));
  }
  if (ioctl(tap_, TUNSETPERSIST, 1) != 0) return failed("the tap cannot be made persistent");
  request = request_for(settings.name);
  request.ifr_hwaddr.sa_family = ARPHRD_ETHER;
  std::memcpy(request.ifr_hwaddr.sa_data, settings.mac.data(), settings.mac.size());
  if (ioctl(tap_, SIOCSIFHWADDR, &request) != 0) return failed("its link address cannot be set");
  const int any = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  request = request_for(settings.name);
  request.ifr_mtu = static_cast<int>(settings.mtu);
  const bool set = ioctl(any, SIOCSIFMTU, &request) == 0;
  const std::string error = set ? std::string() : failed("its MTU cannot be set");
  close(any);
  return error;
}

std::string Twin::open_socket(const sip::Endpoint& at, const std::string& device) {
  const int fd =
      socket(at.address.is_v4() ? AF_INET : AF_INET6, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (fd < 0) return failed("no socket");
  sockets_.push_back({at, fd});
  sockaddr_storage storage;
  const socklen_t size = to_kernel(at, storage);
  const int least = 1;
  setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &least, sizeof least);
  std::array<char, sip::kEndpointText> text{};
  const std::string name(text.data(), sip::format_endpoint(at, text));
  if (setsockopt(fd, SOL_SOCKET, SO_BINDTODEVICE, device.c_str(),
                 static_cast<socklen_t>(device.size())) != 0) {
    return failed(fmt::format("the socket {} cannot be tied to it", name));
  }
  if (bind(fd, reinterpret_cast<const sockaddr*>(&storage), size) != 0) {
    return failed(
        fmt::format("{} cannot be bound; does the twin bear that address (addr=), and "
                    "does no other program have the port?",
                    name));
  }
  return {};
}

bool Twin::write(std::span<const std::uint8_t> frame) {
  TapHeader header = partial_checksums_ ? describe(frame) : TapHeader{};
  std::array<iovec, 2> parts{};
  parts[0] = {&header, sizeof header};
  parts[1] = {const_cast<std::uint8_t*>(frame.data()), frame.size()};
  return writev(tap_, parts.data(), 2) >= 0;
}

std::span<const std::uint8_t> Twin::read() {
  const ssize_t got = ::read(tap_, frame_.data(), frame_.size());
  constexpr auto kHeader = static_cast<ssize_t>(sizeof(TapHeader));
  if (got <= kHeader) return {};
  return {frame_.data() + kHeader, static_cast<std::size_t>(got - kHeader)};
}

bool Twin::send(const sip::Endpoint& from, const sip::Endpoint& to,
                std::span<const std::uint8_t> payload) {
  for (const Socket& socket : sockets_) {
    if (socket.at != from) continue;
    sockaddr_storage storage;
    const socklen_t size = to_kernel(to, storage);
    return sendto(socket.fd, payload.data(), payload.size(), MSG_DONTWAIT,
                  reinterpret_cast<const sockaddr*>(&storage), size) >= 0;
  }
  return false;
}

}  // namespace weir::control
