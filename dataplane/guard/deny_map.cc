#include "dataplane/guard/deny_map.h"

#include <algorithm>

namespace weir::dataplane::guard {

namespace {

constexpr unsigned kV4 = 96;  // bits before an IPv4 address
constexpr unsigned kCell = kV4 + 24;

bool is_v4(const DenyEntry& entry) noexcept {
  return entry.prefix.address.is_v4() && entry.prefix.length >= kV4;
}

}  // namespace

DenyMap::DenyMap(std::span<const DenyEntry> entries, std::uint64_t seed) {
  std::vector<DenyEntry> short_ones;  // of IPv4
  std::vector<PrefixMap::Item> others;
  for (const DenyEntry& entry : entries) {
    if (is_v4(entry) && entry.prefix.length <= kCell) {
      short_ones.push_back(entry);
    } else {
      others.push_back({entry.prefix, static_cast<std::uint32_t>(entry.denial)});
    }
  }
  const bool any_v4 = std::any_of(entries.begin(), entries.end(), is_v4);
  if (any_v4) {
    sixteens_.resize(65536 / 64);
    cells_.resize(kCells / kCellsAWord);
  }
  // Longer ones write over shorter ones, and the first of two that are alike over the second.
  std::reverse(short_ones.begin(), short_ones.end());
  std::stable_sort(short_ones.begin(), short_ones.end(),
                   [](const auto& a, const auto& b) { return a.prefix.length < b.prefix.length; });
  for (const DenyEntry& entry : short_ones) fill(entry);
  const std::size_t many = others.size();
  for (std::size_t i = 0; i < many; ++i) {
    const sip::Address address = others[i].prefix.address;
    if (!address.is_v4() || others[i].prefix.length <= kCell) continue;
    const std::uint32_t cell = address.v4_value() >> 8;
    const std::uint32_t around = cell_of(cell);
    if (around == kMixed) continue;
    // What the /24 is beside the longer prefix must be found there, too.
    if (around != 0) others.push_back({{address, kCell}, around});
    set_cell(cell, kMixed);
  }
  others_ = PrefixMap(others, seed);
}

void DenyMap::set_cell(std::uint32_t twenty_four, std::uint32_t what) noexcept {
  const unsigned shift = twenty_four % kCellsAWord * 2;
  std::uint64_t& word = cells_[twenty_four / kCellsAWord];
  word = (word & ~(std::uint64_t{3} << shift)) | std::uint64_t{what} << shift;
  sixteens_[twenty_four >> 14] |= std::uint64_t{1} << (twenty_four >> 8 & 63);
}

void DenyMap::fill(const DenyEntry& entry) noexcept {
  const std::uint32_t many = 1u << (kCell - entry.prefix.length);
  const std::uint32_t first = (entry.prefix.address.v4_value() >> 8) & ~(many - 1);
  const auto what = static_cast<std::uint32_t>(entry.denial);
  for (std::uint32_t i = first; i < first + many; ++i) set_cell(i, what);
}

std::size_t DenyMap::bytes() const noexcept {
  return (sixteens_.size() + cells_.size()) * sizeof(std::uint64_t) + others_.bytes();
}

}  // namespace weir::dataplane::guard
