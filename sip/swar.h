// Up to eight bytes of text as one 64-bit number: loaded, and compared whatever the letters' case.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace weir::sip {

inline constexpr std::uint64_t kEachByte = 0x0101010101010101;

// The first eight bytes of a text as one number, the first one lowest, zeros after its end.
constexpr std::uint64_t pack_word(std::string_view text) noexcept {
  std::uint64_t word = 0;
  for (std::size_t i = 0; i < text.size() && i < 8; ++i) {
    word |= std::uint64_t{static_cast<unsigned char>(text[i])} << (8 * i);
  }
  return word;
}

// pack_word() of eight bytes that are there.
inline std::uint64_t load_word(const void* bytes) noexcept {
  std::uint64_t word = 0;
  std::memcpy(&word, bytes, sizeof word);
  if constexpr (std::endian::native == std::endian::big) word = __builtin_bswap64(word);
  return word;
}

// pack_word() by loads that may overlap, of what is there and nothing else.
inline std::uint64_t load_start(std::string_view text) noexcept {
  if (text.size() >= 8) return load_word(text.data());
  if (text.size() < 4 || std::endian::native == std::endian::big) return pack_word(text);
  std::uint32_t low = 0;
  std::uint32_t high = 0;
  std::memcpy(&low, text.data(), sizeof low);
  std::memcpy(&high, text.data() + text.size() - sizeof high, sizeof high);
  return low | std::uint64_t{high} << 8 * (text.size() - sizeof high);
}

// Up to eight bytes as one number, the letters among them in lower case. Setting bit 5 folds case;
// no two bytes that a token, a host or a URI may hold become equal by it but the two forms of a
// letter. Bytes up to SP must have been ruled out.
constexpr std::uint64_t fold_word(std::string_view text) noexcept {
  return pack_word(text) | kEachByte * 0x20;
}

// True when `token` is `word` (1 to 8 characters, in lower case) in any case of its letters; the
// bytes of `token` are those of a token.
template <std::size_t kSize>
bool is_word(std::string_view token, const char (&word)[kSize]) noexcept {
  constexpr std::size_t size = kSize - 1;
  static_assert(size >= 1 && size <= 8);
  if (token.size() != size) return false;
  std::uint64_t bits = 0;
  std::memcpy(&bits, token.data(), size);
  if constexpr (std::endian::native == std::endian::big) return fold_word(token) == fold_word(word);
  return (bits | kEachByte * 0x20) == fold_word({word, size});
}

}  // namespace weir::sip
