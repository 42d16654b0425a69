#include "dataplane/guard/source_table.h"

#include <algorithm>
#include <bit>

namespace weir::dataplane::guard {

bool SourceTable::make(std::size_t slots) noexcept {
  const std::size_t lines = std::bit_ceil(std::max<std::size_t>((slots + kWays - 1) / kWays, 1));
  mask_ = lines - 1;
  return lines_.make(lines);
}

SourceTable::Slot SourceTable::replace(Line& line, std::uint64_t key, Cycles now,
                                       std::uint64_t& evicted) noexcept {
  // An unused way is all zero: nobody owes less.
  std::size_t cheapest = 0;
  for (std::size_t way = 1; way < kWays; ++way) {
    if (line.allowances[way].due() < line.allowances[cheapest].due()) cheapest = way;
  }
  if (!line.allowances[cheapest].rested(now)) ++evicted;
  line.keys[cheapest] = key;
  line.allowances[cheapest] = {};
  line.packets[cheapest] = line.dropped[cheapest] = {};
  return {line, cheapest};
}

}  // namespace weir::dataplane::guard
