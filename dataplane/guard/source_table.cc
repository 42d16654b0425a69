#include "dataplane/guard/source_table.h"

#include <algorithm>
#include <bit>

namespace weir::dataplane::guard {

bool SourceTable::make(std::size_t slots) noexcept {
  const std::size_t lines = std::bit_ceil(std::max(slots, kWays)) / kWays;
  mask_ = lines - 1;
  return lines_.make(lines);
}

std::size_t SourceTable::find(std::uint64_t key, std::uint64_t hash) const noexcept {
  const std::size_t index = hash & mask_;
  const Line& line = lines_[index];
  for (std::size_t way = 0; way < kWays; ++way) {
    if (line.keys[way] == key) return index * kWays + way;
  }
  return kNone;
}

std::size_t SourceTable::take(std::uint64_t key, std::uint64_t hash, Cycles now,
                              std::uint64_t& evicted) noexcept {
  const std::size_t index = hash & mask_;
  Line& line = lines_[index];
  std::size_t cheapest = 0;
  for (std::size_t way = 0; way < kWays; ++way) {
    if (line.keys[way] == key) return index * kWays + way;
    // An unused way is all zero: nobody owes less.
    if (line.allowances[way].due() < line.allowances[cheapest].due()) cheapest = way;
  }
  if (!line.allowances[cheapest].rested(now)) ++evicted;
  line.keys[cheapest] = key;
  line.allowances[cheapest] = {};
  line.ledgers[cheapest] = {};
  return index * kWays + cheapest;
}

}  // namespace weir::dataplane::guard
