#include "sip/keyed_text.h"

#include <bit>
#include <cstring>

namespace weir::sip {

void put_mac(std::uint64_t mac, char* out) noexcept {
  // Sixteen digits at once in two words: each nibble into a byte of its own, then to its character.
  constexpr std::uint64_t kNibbles = 0x0f0f0f0f0f0f0f0f;
  const auto spread = [](std::uint64_t half) {
    half = (half << 16 | half) & 0x0000ffff0000ffff;
    half = (half << 8 | half) & 0x00ff00ff00ff00ff;
    return (half << 4 | half) & kNibbles;
  };
  for (unsigned i = 0; i < 2; ++i) {
    const std::uint64_t nibbles = spread(i == 0 ? mac >> 32 : mac & 0xffffffff);
    const std::uint64_t letters = (nibbles + kNibbles / 15 * 6) >> 4 & kNibbles / 15;
    std::uint64_t digits = nibbles + kNibbles / 15 * '0' + letters * ('a' - '0' - 10);
    if constexpr (std::endian::native == std::endian::little) digits = __builtin_bswap64(digits);
    std::memcpy(out + 8 * i, &digits, sizeof digits);
  }
}

bool equal_mac(std::uint64_t mac, std::string_view digits) noexcept {
  std::array<char, kMacDigits> wanted{};
  put_mac(mac, wanted.data());
  unsigned difference = digits.size() == kMacDigits ? 0 : 1;
  for (std::size_t i = 0; i < kMacDigits && i < digits.size(); ++i) {
    difference |= static_cast<unsigned>(wanted[i] ^ digits[i]);
  }
  return difference == 0;
}

}  // namespace weir::sip
