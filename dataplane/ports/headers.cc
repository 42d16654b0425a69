#include "dataplane/ports/headers.h"

#include "dataplane/checksum.h"

#include <rte_byteorder.h>

#include <cstring>

namespace weir::dataplane {
namespace {

constexpr std::uint8_t kHopLimit = 64;
constexpr std::uint8_t kUdpProtocol = 17;
constexpr std::uint8_t kFragmentProtocol = 44;

void put16(std::uint8_t* at, std::uint32_t value) noexcept {
  at[0] = static_cast<std::uint8_t>(value >> 8);
  at[1] = static_cast<std::uint8_t>(value);
}

void put32(std::uint8_t* at, std::uint32_t value) noexcept {
  put16(at, value >> 16);
  put16(at + 2, value & 0xFFFF);
}

void write_ipv4(std::uint8_t* at, const Envelope& e, const Piece& piece) noexcept {
  at[0] = 0x45;
  at[1] = 0;
  put16(at + 2, kIpv4Header + piece.size);
  put16(at + 4, e.id & 0xFFFF);
  put16(at + 6, piece.offset / 8 | (piece.more ? 0x2000u : 0u));
  at[8] = kHopLimit;
  at[9] = kUdpProtocol;
  put16(at + 10, 0);
  std::memcpy(at + 12, e.from.address.bytes.data() + 12, 4);
  std::memcpy(at + 16, e.to.address.bytes.data() + 12, 4);
  const std::uint16_t checksum =
      static_cast<std::uint16_t>(~fold_sum(add_words(at, kIpv4Header, 0)) & 0xFFFF);
  std::memcpy(at + 10, &checksum, 2);
}

void write_ipv6(std::uint8_t* at, const Envelope& e, const Piece& piece) noexcept {
  const std::uint32_t extension = piece.cut ? kIpv6FragmentHeader : 0;
  put32(at, 0x60000000);
  put16(at + 4, extension + piece.size);
  at[6] = piece.cut ? kFragmentProtocol : kUdpProtocol;
  at[7] = kHopLimit;
  std::memcpy(at + 8, e.from.address.bytes.data(), 16);
  std::memcpy(at + 24, e.to.address.bytes.data(), 16);
  if (!piece.cut) return;
  std::uint8_t* const fragment = at + kIpv6Header;
  fragment[0] = kUdpProtocol;
  fragment[1] = 0;
  put16(fragment + 2, piece.offset | (piece.more ? 1u : 0u));
  put32(fragment + 4, e.id);
}

}  // namespace

std::uint32_t piece_header_size(const Envelope& envelope, const Piece& piece) noexcept {
  const bool extension = envelope.ipv6() && piece.cut;
  return envelope.link_and_ip() + (extension ? kIpv6FragmentHeader : 0);
}

void write_link_and_ip(std::uint8_t* at, const Envelope& envelope, const Piece& piece) noexcept {
  std::memcpy(at, envelope.target_mac.data(), 6);
  std::memcpy(at + 6, envelope.source_mac.data(), 6);
  put16(at + 12, envelope.ipv6() ? 0x86DD : 0x0800);
  if (envelope.ipv6()) {
    write_ipv6(at + kEthernetHeader, envelope, piece);
  } else {
    write_ipv4(at + kEthernetHeader, envelope, piece);
  }
}

void write_udp(std::uint8_t* at, const Envelope& envelope, std::span<const char> payload) noexcept {
  const std::uint32_t size = kUdpHeader + static_cast<std::uint32_t>(payload.size());
  put16(at, envelope.from.port);
  put16(at + 2, envelope.to.port);
  put16(at + 4, size);
  put16(at + 6, 0);
  const std::size_t skip = envelope.ipv6() ? 0 : 12;
  std::uint64_t sum = std::uint64_t{rte_cpu_to_be_16(kUdpProtocol)} +
                      rte_cpu_to_be_16(static_cast<std::uint16_t>(size));
  sum = add_words(envelope.from.address.bytes.data() + skip, 16 - skip, sum);
  sum = add_words(envelope.to.address.bytes.data() + skip, 16 - skip, sum);
  sum = add_words(at, kUdpHeader, sum);
  sum = add_payload(payload.data(), payload.size(), sum);
  auto checksum = static_cast<std::uint16_t>(~fold_sum(sum) & 0xFFFF);
  if (checksum == 0) checksum = 0xFFFF;
  std::memcpy(at + 6, &checksum, 2);
}

}  // namespace weir::dataplane
