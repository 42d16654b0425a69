// Address -> why it is refused unseen: lists of millions of prefixes, one look at memory for IPv4.
#pragma once

#include "dataplane/guard/prefix_map.h"
#include "sip/address.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace weir::dataplane::guard {

enum class Denial : std::uint8_t {
  kNone,
  kList,   // named by the script or a feed
  kGeoip,  // its country or autonomous system is
};

struct DenyEntry {
  sip::Prefix prefix;
  Denial denial = Denial::kList;
};

// Immutable once built; readers of any thread. Built by control, which may allocate.
//
// Two bits for each /24 of IPv4, 4 MB together, say whether it is refused, and whether a longer
// prefix lies in it; that one, and IPv6, are looked for in a PrefixMap. A bit for each /16 comes
// first: where the lists name little, most strangers stop there.
class DenyMap {
 public:
  DenyMap() = default;
  // The longest prefix counts; of two that are the same the first.
  DenyMap(std::span<const DenyEntry> entries, std::uint64_t seed);

  Denial find(const sip::Address& address) const noexcept {
    if (!address.is_v4()) return others_.empty() ? Denial::kNone : find_other(address);
    if (cells_.empty()) return Denial::kNone;
    const std::uint32_t value = address.v4_value();
    if ((sixteens_[value >> 22] >> (value >> 16 & 63) & 1) == 0) return Denial::kNone;
    const std::uint32_t cell = cell_of(value >> 8);
    return cell == kMixed ? find_other(address) : static_cast<Denial>(cell);
  }

  void prefetch(const sip::Address& address) const noexcept {
    if (cells_.empty() || !address.is_v4()) return;
    const std::uint32_t value = address.v4_value();
    if ((sixteens_[value >> 22] >> (value >> 16 & 63) & 1) != 0) {
      __builtin_prefetch(&cells_[value >> 8 >> 5]);
    }
  }

  std::size_t bytes() const noexcept;

 private:
  static constexpr std::uint32_t kMixed = 3;
  static constexpr std::size_t kCells = std::size_t{1} << 24;
  static constexpr std::size_t kCellsAWord = 32;

  Denial find_other(const sip::Address& address) const noexcept {
    const std::uint32_t found = others_.find(address);
    return found == PrefixMap::kNone ? Denial::kNone : static_cast<Denial>(found);
  }
  std::uint32_t cell_of(std::uint32_t twenty_four) const noexcept {
    return static_cast<std::uint32_t>(cells_[twenty_four / kCellsAWord] >>
                                      (twenty_four % kCellsAWord * 2)) &
           3;
  }
  void set_cell(std::uint32_t twenty_four, std::uint32_t what) noexcept;
  void fill(const DenyEntry& entry) noexcept;

  std::vector<std::uint64_t> sixteens_;  // a bit for each /16 of IPv4
  std::vector<std::uint64_t> cells_;     // two bits for each /24; empty: no IPv4
  PrefixMap others_;                     // IPv6, and IPv4 longer than /24
};

}  // namespace weir::dataplane::guard
