// From a frame to the SIP payload in it: Ethernet, IPv4 or IPv6, UDP.
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <span>

#include "dataplane/listen.h"
#include "dataplane/packet.h"
#include "sip/address.h"

namespace weir::dataplane {

// What a frame is to us.
enum class FrameKind : std::uint8_t {
  kDatagram,   // a whole UDP datagram to one of our sockets
  kFragment,   // a piece of a UDP datagram to one of our addresses
  kException,  // everything that is the kernel's: ARP, ND, ICMP, TCP, other ports
  kBadFrame,   // headers that contradict themselves or end too early
  kChecksum,   // a wrong checksum where we judge it
};

// The sockets of one port by address and port. Fixed once the port runs; few, so a linear search
// over the ports in one or two cache lines beats a hash.
class ListenTable {
 public:
  // Takes every listen socket that `port` serves. More than kMaxListens do not exist.
  void fill(Listens listens, std::uint16_t port) noexcept;

  // The index into Listens, or kNoListen.
  std::uint16_t find(const sip::Address& address, std::uint16_t port) const noexcept {
    for (std::size_t i = 0; i < size_; ++i) {
      if (ports_[i] == port && addresses_[i] == address) return indices_[i];
    }
    return kNoListen;
  }

  // The same for IPv4, by the eight bytes that follow the source address in a datagram without
  // options: destination address, source port, destination port.
  std::uint16_t find_wire(std::uint64_t eight_bytes) const noexcept {
    const std::uint64_t key = eight_bytes & ~kSourcePort;
    for (std::size_t i = 0; i < size_; ++i) {
      if (wire_keys_[i] == key) return indices_[i];
    }
    return kNoListen;
  }

  bool has_address(const sip::Address& address) const noexcept;

  std::size_t size() const noexcept { return size_; }

 private:
  static constexpr std::uint64_t kSourcePort =
      std::bit_cast<std::uint64_t>(std::array<std::uint8_t, 8>{0, 0, 0, 0, 0xFF, 0xFF, 0, 0});

  std::array<std::uint64_t, kMaxListens> wire_keys_{};  // kSourcePort, which matches none: IPv6
  std::array<std::uint16_t, kMaxListens> ports_{};
  std::array<std::uint16_t, kMaxListens> indices_{};
  std::array<sip::Address, kMaxListens> addresses_{};
  std::size_t size_ = 0;
};

// What the device says of a checksum.
enum class Verified : std::uint8_t { kUnknown, kGood, kBad };

struct DecodeRules {
  // Judge the UDP checksum. Off on af_packet, af_xdp, tap and memif: the kernel hands over local
  // senders' datagrams with a checksum that is only begun (CHECKSUM_PARTIAL).
  bool judge_udp = false;
  Verified ip = Verified::kUnknown;   // this frame's, from the RX offload flags
  Verified udp = Verified::kUnknown;  // this frame's, from the RX offload flags
};

// Offsets count from the first byte of the Ethernet header.
struct Frame {
  FrameKind kind = FrameKind::kException;
  bool ipv6 = false;
  std::uint8_t protocol = 0;         // of layer 4, when layer 3 is IP
  std::uint8_t l3_offset = 0;        // of the IP header; 14, or 18 and 22 with VLAN tags
  std::uint16_t ether_type = 0;      // behind the VLAN tags
  std::uint16_t l4_offset = 0;       // of the UDP header; of the data behind a fragment's headers
  std::uint32_t l3_size = 0;         // IP header and everything that belongs to it; no padding
  std::uint32_t payload_offset = 0;  // of a kDatagram
  std::uint32_t payload_size = 0;
  sip::Address src;
  sip::Address dst;
  std::uint16_t sport = 0;  // host order
  std::uint16_t dport = 0;
  std::uint16_t listen = kNoListen;
};

// Reads one frame that lies in one piece. VLAN tags (two at most), IPv4 options and up to eight
// IPv6 extension headers are stepped over. A first fragment header of IPv6 that says "whole" (RFC
// 6946) is stepped over too.
// RFC 791, RFC 8200 section 4, RFC 768.
Frame decode(std::span<const std::uint8_t> frame, const ListenTable& listens,
             const DecodeRules& rules) noexcept;

// The usual frame at once: an untagged IPv4 datagram without options, whole, to one of our sockets,
// whose UDP checksum needs no look at the payload. Sets the addresses, ports, `listen`, `data` and
// `size` of `out`. False: decode() says what it is; `out` is of no use then.
bool decode_usual(std::span<std::uint8_t> frame, const ListenTable& listens,
                  const DecodeRules& rules, Packet& out) noexcept;

}  // namespace weir::dataplane
