// Address -> longest matching prefix: one small hash table, one probe a prefix length in use.
#pragma once

#include "dataplane/tables/keyed_hash.h"
#include "sip/address.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace weir::dataplane::guard {

// Immutable once built; readers of any thread. Built by control, which may allocate.
class PrefixMap {
 public:
  static constexpr std::uint32_t kNone = 0xffffffff;

  struct Item {
    sip::Prefix prefix;
    std::uint32_t value = 0;  // kNone is not a value
  };

  PrefixMap() = default;
  // Of two items with the same prefix the first counts.
  PrefixMap(std::span<const Item> items, std::uint64_t seed);

  // The value of the longest prefix that contains `address`, or kNone.
  std::uint32_t find(const sip::Address& address) const noexcept { return find(address, 129); }

  // The same among the prefixes shorter than `below`; `length`, when given, gets the length found.
  std::uint32_t find(const sip::Address& address, unsigned below,
                     unsigned* length = nullptr) const noexcept {
    return slots_.empty() || passed_over(address) ? kNone : search(address, below, length);
  }

  bool empty() const noexcept { return slots_.empty(); }
  std::size_t bytes() const noexcept {
    return slots_.size() * sizeof(Slot) + sixteens_.size() * sizeof(std::uint64_t);
  }

 private:
  struct Words {
    std::uint64_t high = 0;
    std::uint64_t low = 0;
    bool operator==(const Words&) const = default;
  };
  struct Slot {
    Words words;
    std::uint32_t value = kNone;
    std::uint32_t length = 0;
  };

  std::uint32_t search(const sip::Address& address, unsigned below,
                       unsigned* length) const noexcept;
  static Words words_of(const sip::Address& address) noexcept;
  static Words masked(Words words, unsigned length) noexcept;
  std::size_t home(Words words, unsigned length) const noexcept {
    return tables::hash_pair(key_, words.high + length, words.low) & mask_;
  }

  // True for an IPv4 address in whose /16 no prefix lies: most strangers, whom one look at 8 KB
  // lets pass.
  bool passed_over(const sip::Address& address) const noexcept {
    if (!address.is_v4()) return false;
    const unsigned upper = unsigned{address.bytes[12]} << 8 | address.bytes[13];
    return sixteens_.empty() || (sixteens_[upper / 64] >> (upper % 64) & 1) == 0;
  }
  void mark_sixteens(Words words, unsigned length);

  tables::HashKey key_;
  std::vector<Slot> slots_;  // a power of two, at most half full; a value of kNone is free
  std::size_t mask_ = 0;
  std::vector<std::uint64_t> sixteens_;   // a bit for each /16 of IPv4; none without IPv4
  std::vector<std::uint8_t> lengths_v4_;  // in use, longest first; in bits of the 16 bytes
  std::vector<std::uint8_t> lengths_v6_;
};

}  // namespace weir::dataplane::guard
