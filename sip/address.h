// Addresses as 16 bytes: IPv4 is v4-mapped, so that nothing above decode has twin functions.
#pragma once

#include "sip/result.h"

#include <array>
#include <bit>
#include <compare>
#include <cstdint>
#include <span>
#include <string_view>

namespace weir::sip {

// An IPv6 address in network order, or an IPv4 address as ::ffff:a.b.c.d. The default is `::`.
struct Address {
  using Bytes = std::array<std::uint8_t, 16>;
  Bytes bytes{};

  // a.b.c.d from its value in host order: v4(0x7f000001) is 127.0.0.1.
  static constexpr Address v4(std::uint32_t value) noexcept {
    Address result;
    result.bytes[10] = result.bytes[11] = 0xff;
    for (unsigned i = 0; i < 4; ++i) {
      result.bytes[12 + i] = static_cast<std::uint8_t>(value >> (24 - 8 * i));
    }
    return result;
  }

  constexpr bool is_v4() const noexcept {
    constexpr Bytes kMapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
    constexpr Bytes kPrefix = {0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff};
    const Words own = words(bytes);
    return own[0] == 0 && (own[1] & words(kPrefix)[1]) == words(kMapped)[1];
  }

  // The IPv4 value in host order; meaningful only when is_v4().
  constexpr std::uint32_t v4_value() const noexcept {
    return std::uint32_t{bytes[12]} << 24 | std::uint32_t{bytes[13]} << 16 |
           std::uint32_t{bytes[14]} << 8 | bytes[15];
  }

  // The bytes in two loads, in the order of this processor: to compare, not to calculate with.
  using Words = std::array<std::uint64_t, 2>;
  static constexpr Words words(const Bytes& bytes) noexcept { return std::bit_cast<Words>(bytes); }

  // `::` or 0.0.0.0.
  constexpr bool is_unspecified() const noexcept { return *this == Address{} || *this == v4(0); }

  friend constexpr bool operator==(const Address& a, const Address& b) noexcept {
    return words(a.bytes) == words(b.bytes);
  }
  friend constexpr auto operator<=>(const Address&, const Address&) noexcept = default;
};

// An address and a UDP port in host order.
struct Endpoint {
  Address address;
  std::uint16_t port = 0;

  friend constexpr auto operator<=>(const Endpoint&, const Endpoint&) noexcept = default;
};

// A network: `length` counts bits of the 16 bytes, so an IPv4 /24 has length 120.
struct Prefix {
  Address address;
  std::uint8_t length = 128;

  constexpr bool contains(const Address& other) const noexcept {
    const unsigned whole = length / 8u;
    for (unsigned i = 0; i < whole; ++i) {
      if (address.bytes[i] != other.bytes[i]) return false;
    }
    const unsigned rest = length % 8u;
    if (rest == 0) return true;
    const unsigned mask = 0xffu << (8 - rest) & 0xffu;
    return ((address.bytes[whole] ^ other.bytes[whole]) & mask) == 0;
  }

  friend constexpr auto operator<=>(const Prefix&, const Prefix&) noexcept = default;
};

// Longest texts: "ffff:...:ffff" (8 groups), with brackets, and with a port.
inline constexpr std::size_t kAddressText = 39;
inline constexpr std::size_t kEndpointText = kAddressText + 2 + 6;

// Parses a dotted quad or an IPv6 address, the latter with or without brackets; no zone, no port.
// Errors: kSyntax; kRange for an octet above 255.
// RFC 3261 section 25.1 (IPv4address, IPv6reference), RFC 4291 section 2.2.
Result<Address> parse_address(std::string_view text) noexcept;

// Parses ADDRESS[/LENGTH]; the length is in the family's own bits (IPv4: 0 to 32).
// Host bits below the length are cleared. Errors: kSyntax, kRange.
Result<Prefix> parse_prefix(std::string_view text) noexcept;

// Parses ADDRESS[:PORT], an IPv6 address in brackets when a port follows; without a port the
// result has `default_port`. Errors: kSyntax, kRange.
Result<Endpoint> parse_endpoint(std::string_view text, std::uint16_t default_port) noexcept;

// Parses 1*DIGIT up to 65535; 0 and leading zeros are taken. Errors: kSyntax, kRange.
Result<std::uint16_t> parse_port(std::string_view text) noexcept;

// Writes a dotted quad, or IPv6 as RFC 5952 wants it, without brackets. Returns the size written;
// `out` must have room for kAddressText bytes.
std::size_t format_address(const Address& address, std::span<char> out) noexcept;

// The same, with an IPv6 address in brackets: a `host` of RFC 3261. Needs kAddressText + 2 bytes.
std::size_t format_host(const Address& address, std::span<char> out) noexcept;

// Writes HOST:PORT. Needs kEndpointText bytes.
std::size_t format_endpoint(const Endpoint& endpoint, std::span<char> out) noexcept;

// Writes `number` in decimal and returns the digits written; `out` must have room for 10.
std::size_t format_number(std::uint32_t number, std::span<char> out) noexcept;

}  // namespace weir::sip
