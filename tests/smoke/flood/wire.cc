#include "tests/smoke/flood/wire.h"

#include <arpa/inet.h>
#include <linux/if_packet.h>
#include <net/ethernet.h>
#include <net/if.h>
#include <netinet/in.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace weir::flood {
namespace {

sockaddr_in socket_address(const Ip& ip, uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  std::memcpy(&address.sin_addr, ip.bytes.data(), 4);
  return address;
}

}  // namespace

PacketWire::~PacketWire() {
  if (fd_ >= 0) close(fd_);
}

std::string PacketWire::open(const std::string& interface) {
  fd_ = socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, 0);
  if (fd_ < 0) return std::string("no packet socket: ") + std::strerror(errno);
  ifreq request{};
  interface.copy(request.ifr_name, IFNAMSIZ - 1);
  if (ioctl(fd_, SIOCGIFHWADDR, &request) != 0) return "no interface " + interface;
  std::copy_n(request.ifr_hwaddr.sa_data, mac_.size(), mac_.begin());
  sockaddr_ll address{};
  address.sll_family = AF_PACKET;
  address.sll_ifindex = static_cast<int>(if_nametoindex(interface.c_str()));
  if (bind(fd_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
    return std::string("cannot bind: ") + std::strerror(errno);
  }
  const int one = 1;
  setsockopt(fd_, SOL_PACKET, PACKET_QDISC_BYPASS, &one, sizeof one);
  return {};
}

void PacketWire::make(size_t index, Maker& maker) { sizes_[index] = maker.make(frames_[index]); }

size_t PacketWire::send(size_t count) {
  for (size_t i = 0; i < count; ++i) {
    vectors_[i] = {frames_[i].data(), sizes_[i]};
    messages_[i] = {};
    messages_[i].msg_hdr.msg_iov = &vectors_[i];
    messages_[i].msg_hdr.msg_iovlen = 1;
  }
  const int sent = sendmmsg(fd_, messages_.data(), static_cast<unsigned>(count), 0);
  return sent < 0 ? 0 : static_cast<size_t>(sent);
}

LoopbackWire::~LoopbackWire() {
  for (const int fd : sockets_) close(fd);
}

std::string LoopbackWire::open(const Attack& attack, const Aim& aim) {
  if (attack.body == Body::kFragments || attack.body == Body::kSyn) {
    return std::string(attack.name) + " cannot be made on loopback";
  }
  if (aim.targets.empty() || aim.targets[0].v6 || aim.targets[0].bytes[0] != 127) {
    return "on loopback the target is an address of 127.0.0.0/8";
  }
  const size_t count = attack.sources == Sources::kOne ? 1 : kSockets;
  const sockaddr_in target = socket_address(aim.targets[0], aim.port);
  for (size_t i = 0; i < count; ++i) {
    Ip source;
    source.bytes = {127, 64, static_cast<uint8_t>(i >> 8), static_cast<uint8_t>(i + 1)};
    if (attack.sources == Sources::kListed && !aim.listed.empty()) {
      source = aim.listed[i % aim.listed.size()].ip;
    }
    const int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0) return std::string("no socket: ") + std::strerror(errno);
    sockets_.push_back(fd);
    const sockaddr_in own = socket_address(source, static_cast<uint16_t>(20000 + i));
    if (bind(fd, reinterpret_cast<const sockaddr*>(&own), sizeof own) != 0 ||
        connect(fd, reinterpret_cast<const sockaddr*>(&target), sizeof target) != 0) {
      return std::string("cannot use a loopback address: ") + std::strerror(errno);
    }
  }
  return {};
}

void LoopbackWire::make(size_t index, Maker& maker) { payloads_[index] = maker.payload(); }

size_t LoopbackWire::send(size_t count) {
  size_t sent = 0;
  for (size_t i = 0; i < count; ++i) {
    const std::string& payload = payloads_[i];
    const int fd = sockets_[next_++ % sockets_.size()];
    if (::send(fd, payload.data(), payload.size(), 0) >= 0) ++sent;
  }
  return sent;
}

uint64_t LoopbackWire::answers() {
  char byte = 0;
  for (const int fd : sockets_) {
    while (recv(fd, &byte, 1, MSG_TRUNC) >= 0) ++answers_;
  }
  return answers_;
}

}  // namespace weir::flood
