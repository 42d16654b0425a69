// A fast keyed hash for tables whose keys an attacker chooses.
#pragma once

#include "sip/address.h"

#include <array>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace weir::dataplane::tables {

// 256 random bits, drawn once at start. Nobody outside sees a hash value, so two keyed 64 x 64 bit
// multiplications folded to 64 bits are enough to keep buckets unpredictable, at a quarter of
// SipHash's cost; what leaves the machine (branches, cookies) is SipHash's.
struct HashKey {
  std::array<std::uint64_t, 4> words = {0x243f6a8885a308d3, 0x13198a2e03707345, 0xa4093822299f31d1,
                                        0x082efa98ec4e6c89};

  // Spreads one random 64-bit seed over the key (splitmix64). Multipliers are made odd.
  static constexpr HashKey from_seed(std::uint64_t seed) noexcept {
    HashKey key;
    for (std::uint64_t& word : key.words) {
      seed += 0x9e3779b97f4a7c15;
      std::uint64_t z = seed;
      z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
      z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
      word = z ^ (z >> 31);
    }
    key.words[1] |= 1;
    key.words[3] |= 1;
    return key;
  }
};

__extension__ typedef unsigned __int128 Wide;

// The two halves of a * b, folded.
constexpr std::uint64_t fold(std::uint64_t a, std::uint64_t b) noexcept {
  const Wide product = static_cast<Wide>(a) * b;
  return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
}

constexpr std::uint64_t hash_word(const HashKey& key, std::uint64_t value) noexcept {
  return fold(fold(value ^ key.words[0], key.words[1]) ^ key.words[2], key.words[3]);
}

constexpr std::uint64_t hash_pair(const HashKey& key, std::uint64_t a, std::uint64_t b) noexcept {
  return fold(fold(a ^ key.words[0], key.words[1]) ^ b ^ key.words[2], key.words[3]);
}

inline std::uint64_t hash_address(const HashKey& key, const sip::Address& address) noexcept {
  std::array<std::uint64_t, 2> words;
  std::memcpy(words.data(), address.bytes.data(), sizeof words);
  return hash_pair(key, words[0], words[1]);
}

inline std::uint64_t hash_text(const HashKey& key, std::string_view text) noexcept {
  std::uint64_t state = text.size();
  while (text.size() >= 8) {
    std::uint64_t word;
    std::memcpy(&word, text.data(), 8);
    state = fold(state ^ key.words[0], key.words[1]) ^ word;
    text.remove_prefix(8);
  }
  std::uint64_t tail = 0;
  if (!text.empty()) std::memcpy(&tail, text.data(), text.size());
  return hash_pair(key, state, tail);
}

}  // namespace weir::dataplane::tables
