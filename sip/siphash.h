// SipHash-2-4, the keyed hash of Aumasson and Bernstein, over pieces fed one by one.
#pragma once

#include "sip/swar.h"

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace weir::sip {

using SipKey = std::array<std::uint8_t, 16>;

// Feed pieces with add(), end with finish(). Pieces run together: what must not be confused
// ("ab"+"c" with "a"+"bc") is fed with add_piece(), which adds the size first and fills the last
// word up with zeros. In a header because the packet path hashes a dozen short pieces a packet.
class SipHash {
 public:
  explicit SipHash(const SipKey& key) noexcept
      : v0_(load_word(key.data()) ^ 0x736f6d6570736575),
        v1_(load_word(key.data() + 8) ^ 0x646f72616e646f6d),
        v2_(load_word(key.data()) ^ 0x6c7967656e657261),
        v3_(load_word(key.data() + 8) ^ 0x7465646279746573) {}

  void add(std::string_view bytes) noexcept;
  void add(std::span<const std::uint8_t> bytes) noexcept;

  // As eight bytes, the lowest first.
  void add(std::uint64_t number) noexcept {
    const unsigned filled = size_ % 8 * 8;  // bits
    size_ += 8;
    if (filled == 0) [[likely]]
      return compress(number);
    compress(tail_ | number << filled);
    tail_ = number >> (64 - filled);
  }

  void add_piece(std::string_view bytes) noexcept {
    add(std::uint64_t{bytes.size()});
    add_padded(bytes);
  }

  // The last word filled up with zeros, and the size left to the caller: who feeds several pieces
  // may put their sizes into one word.
  void add_padded(std::string_view bytes) noexcept { add_words(bytes, 0); }

  // As add_padded(), but texts that differ in the case of letters alone hash alike. So do '@' and
  // '`' and their like: for names of hosts and transports, which hold none of them.
  void add_folded(std::string_view bytes) noexcept { add_words(bytes, 0x2020202020202020); }

  // The hash of everything fed; the object is used up.
  std::uint64_t finish() noexcept {
    compress(tail_ | size_ << 56);
    v2_ ^= 0xff;
    for (unsigned i = 0; i < 4; ++i) round();
    return v0_ ^ v1_ ^ v2_ ^ v3_;
  }

 private:
  void add_words(std::string_view bytes, std::uint64_t bits) noexcept {
    std::size_t at = 0;
    for (; bytes.size() - at >= 8; at += 8) add(load_word(bytes.data() + at) | bits);
    if (at < bytes.size()) add(load_start({bytes.data() + at, bytes.size() - at}) | bits);
  }

  void compress(std::uint64_t word) noexcept {
    v3_ ^= word;
    round();
    round();
    v0_ ^= word;
  }

  void round() noexcept {
    v0_ += v1_;
    v1_ = std::rotl(v1_, 13) ^ v0_;
    v0_ = std::rotl(v0_, 32);
    v2_ += v3_;
    v3_ = std::rotl(v3_, 16) ^ v2_;
    v0_ += v3_;
    v3_ = std::rotl(v3_, 21) ^ v0_;
    v2_ += v1_;
    v1_ = std::rotl(v1_, 17) ^ v2_;
    v2_ = std::rotl(v2_, 32);
  }

  std::uint64_t v0_;
  std::uint64_t v1_;
  std::uint64_t v2_;
  std::uint64_t v3_;
  std::uint64_t tail_ = 0;  // bytes that do not fill a word yet, first byte lowest
  std::uint64_t size_ = 0;  // bytes fed
};

// The hash of one text.
std::uint64_t siphash(const SipKey& key, std::string_view bytes) noexcept;

}  // namespace weir::sip
