#include "dataplane/ports/steer.h"

#include <linux/filter.h>
#include <sys/socket.h>

#include <cstddef>
#include <iterator>

namespace weir::dataplane {
namespace {

constexpr std::uint32_t kMultiplier = 0x9E3779B1;  // odd, the golden ratio of 2^32
constexpr std::uint32_t kNetwork = static_cast<std::uint32_t>(SKF_NET_OFF);
constexpr std::uint32_t kIpv4Source = kNetwork + 12;  // RFC 791 section 3.1
constexpr std::uint32_t kIpv6Source = kNetwork + 8;   // RFC 8200 section 3

std::uint32_t word(const sip::Address& address, std::size_t at) noexcept {
  std::uint32_t value = 0;
  for (std::size_t i = at; i < at + 4; ++i) value = value << 8 | address.bytes[i];
  return value;
}

std::uint32_t mix(std::uint32_t value) noexcept { return value * kMultiplier >> 16; }

}  // namespace

bool attach_steering(int fd, bool ipv4, std::uint32_t key, unsigned queues) noexcept {
  // The kernel shows the program the UDP payload; negative offsets reach the network header.
  sock_filter for_ipv4[] = {
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, kIpv4Source),  BPF_STMT(BPF_ALU | BPF_XOR | BPF_K, key),
      BPF_STMT(BPF_ALU | BPF_MUL | BPF_K, kMultiplier), BPF_STMT(BPF_ALU | BPF_RSH | BPF_K, 16),
      BPF_STMT(BPF_ALU | BPF_MOD | BPF_K, queues),      BPF_STMT(BPF_RET | BPF_A, 0),
  };
  sock_filter for_ipv6[] = {
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, kIpv6Source),
      BPF_STMT(BPF_ALU | BPF_MUL | BPF_K, kMultiplier),
      BPF_STMT(BPF_MISC | BPF_TAX, 0),
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, kIpv6Source + 4),
      BPF_STMT(BPF_ALU | BPF_XOR | BPF_X, 0),
      BPF_STMT(BPF_ALU | BPF_XOR | BPF_K, key),
      BPF_STMT(BPF_ALU | BPF_MUL | BPF_K, kMultiplier),
      BPF_STMT(BPF_ALU | BPF_RSH | BPF_K, 16),
      BPF_STMT(BPF_ALU | BPF_MOD | BPF_K, queues),
      BPF_STMT(BPF_RET | BPF_A, 0),
  };
  sock_fprog program{};
  program.filter = ipv4 ? for_ipv4 : for_ipv6;
  program.len = static_cast<unsigned short>(ipv4 ? std::size(for_ipv4) : std::size(for_ipv6));
  return setsockopt(fd, SOL_SOCKET, SO_ATTACH_REUSEPORT_CBPF, &program, sizeof program) == 0;
}

unsigned steer(const sip::Address& source, std::uint32_t key, unsigned queues) noexcept {
  if (source.is_v4()) return mix(word(source, 12) ^ key) % queues;
  return mix(word(source, 0) * kMultiplier ^ word(source, 4) ^ key) % queues;
}

}  // namespace weir::dataplane
