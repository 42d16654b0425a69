// What a payload is by its first bytes, before anything is parsed.
#pragma once

#include "sip/swar.h"

#include <immintrin.h>

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace weir::dataplane::guard {

enum class Payload : std::uint8_t {
  kSip,        // begins as a request line or "SIP/2.0 " does: worth a parse
  kKeepalive,  // nothing, a few CR, LF and NUL bytes, or a STUN binding request
  kOther,
};

// Safe for 0 to 65,535 bytes of anything; looks at the first 100 bytes only. A request line is
// taken as: a method token of at most 64 characters, one to four spaces, and a ':' within the next
// 24 bytes, before which nothing but visible characters stands. What passes may still be malformed.
Payload classify(std::string_view payload) noexcept;

// "METHOD sip:" in capitals, as nearly every request begins: kSip without a call. False for other
// requests, too.
inline bool begins_as_usual(std::string_view text) noexcept {
  constexpr std::size_t kBlock = 16;
  if (text.size() < kBlock + 8) return false;
  __m128i bytes;
  std::memcpy(&bytes, text.data(), sizeof bytes);
  // Signed comparisons: bytes of 128 and more are below 'A'.
  const __m128i capitals = _mm_and_si128(_mm_cmpgt_epi8(bytes, _mm_set1_epi8('A' - 1)),
                                         _mm_cmplt_epi8(bytes, _mm_set1_epi8('Z' + 1)));
  const auto others = ~static_cast<unsigned>(_mm_movemask_epi8(capitals));
  const auto end = static_cast<std::size_t>(std::countr_zero(others | 1u << (kBlock - 1)));
  constexpr std::uint64_t kFive = 0xffffffffff;
  return end > 0 && (sip::load_word(text.data() + end) & kFive) == sip::pack_word(" sip:");
}

// True for the UDP ports of services that answer spoofed requests: from there comes what a
// reflection attack throws at us. Such a packet is dropped unless it is SIP.
bool is_reflector(std::uint16_t source_port) noexcept;

// True for a STUN binding request or indication with the magic cookie. RFC 8489 section 5.
bool is_stun_binding(std::string_view payload) noexcept;

}  // namespace weir::dataplane::guard
