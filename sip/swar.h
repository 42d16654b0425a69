// Tests on eight bytes at a time, in plain 64-bit arithmetic.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace weir::sip {

inline constexpr std::uint64_t kEachByte = 0x0101010101010101;
inline constexpr std::uint64_t kEachTop = 0x8080808080808080;

// Not zero when a byte of `word` is below `limit` (at most 128): subtracting borrows there first.
constexpr std::uint64_t bytes_below(std::uint64_t word, unsigned limit) noexcept {
  return (word - kEachByte * limit) & ~word & kEachTop;
}

// Not zero when a byte of `word` is `c`.
constexpr std::uint64_t bytes_equal(std::uint64_t word, char c) noexcept {
  return bytes_below(word ^ kEachByte * static_cast<unsigned char>(c), 1);
}

// True when `test` is not zero for a word of `text`. The last word overlaps the one before it; a
// text of less than eight bytes is filled up with 'a', which must pass.
template <class Test>
bool any_word(std::string_view text, Test test) noexcept {
  std::uint64_t word = 0;
  if (text.size() < sizeof word) {
    for (const char c : text) word = word << 8 | static_cast<unsigned char>(c);
    for (std::size_t i = text.size(); i < sizeof word; ++i) word = word << 8 | 'a';
    return test(word) != 0;
  }
  std::uint64_t found = 0;
  for (std::size_t at = 0; at + sizeof word <= text.size(); at += sizeof word) {
    std::memcpy(&word, text.data() + at, sizeof word);
    found |= test(word);
  }
  std::memcpy(&word, text.data() + text.size() - sizeof word, sizeof word);
  return (found | test(word)) != 0;
}

// Up to eight bytes as one number, the letters among them in lower case. Setting bit 5 folds case;
// no two bytes that a token, a host or a URI may hold become equal by it but the two forms of a
// letter. Bytes up to SP must have been ruled out.
constexpr std::uint64_t fold_word(std::string_view text) noexcept {
  std::uint64_t word = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    word |= std::uint64_t{static_cast<unsigned char>(text[i])} << (8 * i);
  }
  return word | kEachByte * 0x20;
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

// True when `text` has a byte up to SP: white space or a control character other than DEL.
inline bool has_control(std::string_view text) noexcept {
  return any_word(text, [](std::uint64_t word) noexcept { return bytes_below(word, 0x21); });
}

}  // namespace weir::sip
