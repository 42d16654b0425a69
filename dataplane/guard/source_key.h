// What a source is: an IPv4 /32 or an IPv6 /64, in 64 bits that are never 0.
#pragma once

#include "sip/address.h"

#include <cstdint>
#include <cstring>

namespace weir::dataplane::guard {

// The key of 2001:db8:1:2::/64 is 20010db800010002, that of 192.0.2.1 is 0000ffffc0000201. IPv6
// addresses in 0000::/16, which nobody can own, are moved to the unassigned 8000::/16, so that a
// spoofed one is never taken for an IPv4 source.
inline std::uint64_t source_key(const sip::Address& address) noexcept {
  std::uint64_t high;
  std::uint64_t low;
  std::memcpy(&high, address.bytes.data(), 8);
  std::memcpy(&low, address.bytes.data() + 8, 8);
  high = __builtin_bswap64(high);
  low = __builtin_bswap64(low);
  if (high == 0 && low >> 32 == 0xffff) return low;
  return high >> 48 == 0 ? high | std::uint64_t{1} << 63 : high;
}

constexpr bool is_v4_key(std::uint64_t key) noexcept { return key >> 32 == 0xffff; }

// The /24 of an IPv4 key, the /48 of an IPv6 one, itself never 0.
constexpr std::uint64_t prefix_key(std::uint64_t key) noexcept {
  return is_v4_key(key) ? key & ~std::uint64_t{0xff} : (key & ~std::uint64_t{0xffff}) | 1;
}

// The first address of the source, for people; its length in bits of the family.
inline sip::Address source_address(std::uint64_t key) noexcept {
  if (is_v4_key(key)) return sip::Address::v4(static_cast<std::uint32_t>(key));
  sip::Address address;
  const std::uint64_t high = __builtin_bswap64(key);
  std::memcpy(address.bytes.data(), &high, 8);
  return address;
}

// The first address of a prefix that prefix_key() names.
inline sip::Address prefix_address(std::uint64_t key) noexcept {
  return source_address(is_v4_key(key) ? key : key & ~std::uint64_t{0xffff});
}

}  // namespace weir::dataplane::guard
