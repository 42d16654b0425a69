// Our SIP sockets, kernel's and DPDK's alike, by index. Fixed once the plane runs.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

#include "sip/address.h"

namespace weir::dataplane {

inline constexpr std::size_t kMaxListens = 64;

// One `listen=udp:ADDRESS:PORT [advertise A:P]`.
struct Listen {
  static constexpr std::size_t kHostSize = 72;  // "[" IPv6 "]:65535", or an advertised host name

  sip::Address address;      // what it is bound to; the unspecified address for a wildcard
  sip::Address source;       // what we send from: `address`, or for a wildcard the best one known
  std::uint16_t number = 0;  // the UDP port, in host order
  std::uint16_t port = 0;    // index of the Port that serves it
  bool wildcard = false;
  bool ipv4 = true;
  bool advertised = false;

  // "HOST[:PORT]" as it stands in Via and Record-Route: the port is left out when it is 5060.
  std::string_view host() const noexcept { return {host_text.data(), host_size}; }

  std::array<char, kHostSize> host_text{};
  std::uint8_t host_size = 0;
};

using Listens = std::span<const Listen>;

// No listen socket: the result of a search that misses.
inline constexpr std::uint16_t kNoListen = 0xFFFF;

// The socket that takes datagrams to `to`: the one bound to that address and port, else a wildcard
// of its family and port, else kNoListen.
std::uint16_t find_listen(Listens listens, const sip::Endpoint& to) noexcept;

// The first socket of the address family of `to`, else kNoListen. Kamailio's last resort when the
// receiving socket does not fit.
std::uint16_t first_listen(Listens listens, const sip::Address& to) noexcept;

// Writes "HOST[:PORT]" of a numeric address (IPv6 in brackets; no port when it is 5060) and returns
// its size. `out` holds Listen::kHostSize bytes.
std::size_t format_sent_by(const sip::Endpoint& endpoint, std::span<char> out) noexcept;

}  // namespace weir::dataplane
