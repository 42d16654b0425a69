// ByteSet: a set of bytes that a text is searched with, sixteen bytes at a time.
#pragma once

#include "sip/token.h"

#include <array>
#include <bit>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <string_view>

#if defined(__SSSE3__)
#include <immintrin.h>
#endif

namespace weir::sip {

#if defined(__SSSE3__)

// Puts what `test` says of sixteen bytes together for a text of at most 64. No byte beyond it is
// read: the last block overlaps the one before it, and a text of less than 16 is copied.
template <class Test>
[[gnu::always_inline]] inline std::uint64_t block_mask(std::string_view text, Test test) noexcept {
  constexpr std::size_t kBlock = 16;
  if (text.size() < kBlock) {
    alignas(kBlock) char copy[kBlock] = {};
    for (std::size_t i = 0; i < text.size(); ++i) copy[i] = text[i];
    return test(copy) & ((1u << text.size()) - 1);
  }
  std::uint64_t mask = 0;
  std::size_t at = 0;
  for (; at + kBlock <= text.size(); at += kBlock) {
    mask |= std::uint64_t{test(text.data() + at)} << at;
  }
  const std::size_t last = text.size() - kBlock;
  return at == text.size() ? mask : mask | std::uint64_t{test(text.data() + last)} << last;
}

#endif

// Where `c` stands in a text of at most 64 bytes: bit i for text[i].
[[gnu::always_inline]] inline std::uint64_t positions_of(char c, std::string_view text) noexcept {
  assert(text.size() <= 64);
#if defined(__SSSE3__)
  return block_mask(text, [c](const char* bytes) noexcept {
    const __m128i block =
        _mm_loadu_si128(static_cast<const __m128i*>(static_cast<const void*>(bytes)));
    return static_cast<unsigned>(_mm_movemask_epi8(_mm_cmpeq_epi8(block, _mm_set1_epi8(c))));
  });
#else
  std::uint64_t mask = 0;
  for (std::size_t i = 0; i < text.size(); ++i) mask |= std::uint64_t{text[i] == c} << i;
  return mask;
#endif
}

// Any set of ASCII characters, and either all bytes above 127 or none of them. Made by the
// compiler; the tables are those of the two shuffles that sort sixteen bytes at once: a byte is in
// the set when the row of its low four bits has the bit of its high three.
class ByteSet {
 public:
  // `chars` and nothing else.
  static consteval ByteSet of(std::string_view chars) noexcept {
    ByteSet set;
    for (const char c : chars) set.insert(static_cast<unsigned char>(c));
    return set;
  }

  // All bytes above SP but DEL and `stops`.
  static consteval ByteSet visible_but(std::string_view stops) noexcept {
    ByteSet set;
    for (unsigned c = 0x21; c < 0x7f; ++c) {
      if (stops.find(static_cast<char>(c)) == stops.npos) set.insert(static_cast<unsigned char>(c));
    }
    set.high_ = true;
    return set;
  }

  // The characters of token.h's classes `bits`.
  static consteval ByteSet of_class(unsigned bits) noexcept {
    ByteSet set;
    for (unsigned c = 0; c < 0x80; ++c) {
      if (has_class(static_cast<char>(c), bits)) set.insert(static_cast<unsigned char>(c));
    }
    return set;
  }

  // All bytes but `stops`.
  static consteval ByteSet all_but(std::string_view stops) noexcept {
    ByteSet set;
    for (unsigned c = 0; c < 0x80; ++c) {
      if (stops.find(static_cast<char>(c)) == stops.npos) set.insert(static_cast<unsigned char>(c));
    }
    set.high_ = true;
    return set;
  }

  constexpr bool has(char c) const noexcept {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x80) return high_;
    return (rows_[byte & 15] >> (byte >> 4) & 1) != 0;
  }

  // The first position from `at` on whose byte is not in the set; text.size() when all are.
  std::size_t skip(std::string_view text, std::size_t at) const noexcept {
#if defined(__SSSE3__)
    if (text.size() >= kBlock) return skip_blocks(text, at);
#endif
    while (at < text.size() && has(text[at])) ++at;
    return at;
  }

  // The bytes of a text of at most 64 that are not in the set: bit i for text[i].
  std::uint64_t outside(std::string_view text) const noexcept {
    assert(text.size() <= 64);
#if defined(__SSSE3__)
    return block_mask(text, [this](const char* bytes) noexcept { return strangers(bytes); });
#else
    std::uint64_t mask = 0;
    for (std::size_t i = 0; i < text.size(); ++i) mask |= std::uint64_t{!has(text[i])} << i;
    return mask;
#endif
  }

  bool holds_all(std::string_view text) const noexcept { return skip(text, 0) == text.size(); }

  // The tables, for wider vectors: bit b of rows()[i] stands for the byte b << 4 | i, has_high()
  // for all above 127.
  constexpr const std::array<std::uint8_t, 16>& rows() const noexcept { return rows_; }
  constexpr bool has_high() const noexcept { return high_; }

 private:
  static constexpr std::size_t kBlock = 16;

  constexpr void insert(unsigned char byte) noexcept {
    rows_[byte & 15] = static_cast<std::uint8_t>(rows_[byte & 15] | 1u << (byte >> 4));
  }

#if defined(__SSSE3__)
  // Bit i: byte i of the block is not in the set.
  [[gnu::always_inline]] unsigned strangers(const char* bytes) const noexcept {
    const __m128i block =
        _mm_loadu_si128(static_cast<const __m128i*>(static_cast<const void*>(bytes)));
    const __m128i rows =
        _mm_load_si128(static_cast<const __m128i*>(static_cast<const void*>(rows_.data())));
    const __m128i bits = _mm_setr_epi8(1, 2, 4, 8, 16, 32, 64, -128, 0, 0, 0, 0, 0, 0, 0, 0);
    const __m128i low = _mm_set1_epi8(15);
    // A byte above 127 shuffles to 0 in `row`; its high half has no bit either.
    const __m128i row = _mm_shuffle_epi8(rows, _mm_and_si128(block, low));
    const __m128i column = _mm_shuffle_epi8(bits, _mm_and_si128(_mm_srli_epi16(block, 4), low));
    const __m128i out = _mm_cmpeq_epi8(_mm_and_si128(row, column), _mm_setzero_si128());
    auto found = static_cast<unsigned>(_mm_movemask_epi8(out));
    if (high_) found &= ~static_cast<unsigned>(_mm_movemask_epi8(block));
    return found;
  }

  // The last block overlaps the one before it, so that no byte beyond the text is read.
  std::size_t skip_blocks(std::string_view text, std::size_t at) const noexcept {
    for (; at + kBlock <= text.size(); at += kBlock) {
      const unsigned found = strangers(text.data() + at);
      if (found != 0) return at + static_cast<std::size_t>(std::countr_zero(found));
    }
    if (at == text.size()) return at;
    const std::size_t begin = text.size() - kBlock;
    const unsigned found = strangers(text.data() + begin) >> (at - begin);
    return found == 0 ? text.size() : at + static_cast<std::size_t>(std::countr_zero(found));
  }
#endif

  alignas(16) std::array<std::uint8_t, 16> rows_{};
  bool high_ = false;
};

// The sets that several grammar elements share.
inline constexpr ByteSet kTokenSet = ByteSet::of_class(kTokenChar);
inline constexpr ByteSet kHostSet = ByteSet::of_class(kHostChar);
// Between the brackets of an IPv6reference.
inline constexpr ByteSet kReferenceSet = ByteSet::of("0123456789abcdefABCDEF:.");
inline constexpr ByteSet kVisibleSet = ByteSet::visible_but("");
// What may stand in any URI: no white space, control characters, quotes or angle brackets.
inline constexpr ByteSet kUriSet = ByteSet::visible_but("<>\"");
// What a parameter value without quotes may hold. Wider than token and host: IPv6 addresses
// without brackets (received=2001:db8::1) and base64 with '=' are on the wire.
inline constexpr ByteSet kParamValueSet = ByteSet::visible_but(";,\"<>");
// What may stand before the bracket of a name-addr, or in an addr-spec without brackets.
inline constexpr ByteSet kBareSet = ByteSet::all_but("<;,\"");

}  // namespace weir::sip
