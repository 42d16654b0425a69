// The headers of a UDP datagram that we send: Ethernet, IPv4 or IPv6, UDP.
#pragma once

#include <cstdint>
#include <span>

#include "dataplane/neighbors.h"
#include "sip/address.h"

namespace weir::dataplane {

inline constexpr std::uint32_t kEthernetHeader = 14;
inline constexpr std::uint32_t kIpv4Header = 20;
inline constexpr std::uint32_t kIpv6Header = 40;
inline constexpr std::uint32_t kIpv6FragmentHeader = 8;
inline constexpr std::uint32_t kUdpHeader = 8;

// What all pieces of one datagram have in common. Both addresses are of one family.
struct Envelope {
  Mac source_mac;
  Mac target_mac;
  sip::Endpoint from;
  sip::Endpoint to;
  std::uint32_t id = 0;  // identification of IP; IPv4 uses the lower half

  bool ipv6() const noexcept { return !to.address.is_v4(); }
  // Bytes in front of the UDP header of a datagram that is not cut.
  std::uint32_t link_and_ip() const noexcept {
    return kEthernetHeader + (ipv6() ? kIpv6Header : kIpv4Header);
  }
};

// Which part of the IP payload (UDP header included) a frame carries.
struct Piece {
  std::uint32_t offset = 0;  // a multiple of 8
  std::uint32_t size = 0;
  bool cut = false;  // the datagram goes in several frames
  bool more = false;
};

// Bytes that write_link_and_ip() writes.
std::uint32_t piece_header_size(const Envelope& envelope, const Piece& piece) noexcept;

// Writes Ethernet and IP headers to `at`: hop limit 64, "don't fragment" clear as in Kamailio
// (pmtu_discovery=0), IPv4 header checksum done. RFC 791, RFC 8200.
void write_link_and_ip(std::uint8_t* at, const Envelope& envelope, const Piece& piece) noexcept;

// Writes the UDP header of the whole datagram, checksum included (IPv6 asks for one, RFC 8200
// section 8.1; a sum of 0 is sent as 0xFFFF).
void write_udp(std::uint8_t* at, const Envelope& envelope, std::span<const char> payload) noexcept;

}  // namespace weir::dataplane
