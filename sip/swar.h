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

// pack_word() of `kSize` bytes that are there, by loads that stay in registers: a store of parts
// that is loaded as a whole would wait for the parts.
template <std::size_t kSize>
inline std::uint64_t load_bytes(const char* bytes) noexcept {
  static_assert(kSize >= 1 && kSize <= 8);
  const auto load = [bytes]<class T>(T part, std::size_t at) noexcept {
    std::memcpy(&part, bytes + at, sizeof part);
    return std::uint64_t{part} << 8 * at;
  };
  if constexpr (std::endian::native == std::endian::big) {
    return pack_word({bytes, kSize});
  } else if constexpr (kSize == 8) {
    return load(std::uint64_t{}, 0);
  } else if constexpr (kSize >= 4) {
    return load(std::uint32_t{}, 0) | load(std::uint32_t{}, kSize - 4);
  } else if constexpr (kSize >= 2) {
    return load(std::uint16_t{}, 0) | load(std::uint16_t{}, kSize - 2);
  } else {
    return load(std::uint8_t{}, 0);
  }
}

// True when `token` is `word` (1 to 8 characters, in lower case) in any case of its letters; the
// bytes of `token` are those of a token.
template <std::size_t kSize>
bool is_word(std::string_view token, const char (&word)[kSize]) noexcept {
  constexpr std::size_t size = kSize - 1;
  if (token.size() != size) return false;
  return (load_bytes<size>(token.data()) | kEachByte * 0x20) == fold_word({word, size});
}

}  // namespace weir::sip
