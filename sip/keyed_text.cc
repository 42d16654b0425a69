#include "sip/keyed_text.h"

#include <bit>
#include <charconv>
#include <cstring>

namespace weir::sip {

namespace {

// Eight digits at once: each nibble into a byte of its own, then to its character.
std::uint64_t digits_of(std::uint64_t half) noexcept {
  constexpr std::uint64_t kNibbles = 0x0f0f0f0f0f0f0f0f;
  half = (half << 16 | half) & 0x0000ffff0000ffff;
  half = (half << 8 | half) & 0x00ff00ff00ff00ff;
  const std::uint64_t nibbles = (half << 4 | half) & kNibbles;
  const std::uint64_t letters = (nibbles + kNibbles / 15 * 6) >> 4 & kNibbles / 15;
  const std::uint64_t digits = nibbles + kNibbles / 15 * '0' + letters * ('a' - '0' - 10);
  return std::endian::native == std::endian::little ? __builtin_bswap64(digits) : digits;
}

bool equal_digits(std::string_view wanted, std::string_view digits) noexcept {
  unsigned difference = digits.size() == wanted.size() ? 0 : 1;
  for (std::size_t i = 0; i < wanted.size() && i < digits.size(); ++i) {
    difference |= static_cast<unsigned>(wanted[i] ^ digits[i]);
  }
  return difference == 0;
}

}  // namespace

void put_hex32(std::uint32_t number, char* out) noexcept {
  const std::uint64_t digits = digits_of(number);
  std::memcpy(out, &digits, sizeof digits);
}

void put_mac(std::uint64_t mac, char* out) noexcept {
  put_hex32(static_cast<std::uint32_t>(mac >> 32), out);
  put_hex32(static_cast<std::uint32_t>(mac), out + 8);
}

bool read_mac(std::string_view digits, std::uint64_t& mac) noexcept {
  const auto [rest, status] =
      std::from_chars(digits.data(), digits.data() + digits.size(), mac, 16);
  return status == std::errc{} && rest == digits.data() + digits.size() && equal_mac(mac, digits);
}

bool equal_mac(std::uint64_t mac, std::string_view digits) noexcept {
  std::array<char, kMacDigits> wanted{};
  put_mac(mac, wanted.data());
  return equal_digits({wanted.data(), wanted.size()}, digits);
}

bool equal_hex32(std::uint32_t number, std::string_view digits) noexcept {
  std::array<char, 8> wanted{};
  put_hex32(number, wanted.data());
  return equal_digits({wanted.data(), wanted.size()}, digits);
}

}  // namespace weir::sip
