#include "dataplane/guard/pike.h"

#include <algorithm>
#include <bit>
#include <limits>

namespace weir::dataplane::guard {

bool Pike::make(std::size_t slots) noexcept {
  const std::size_t lines = std::bit_ceil(std::max(slots, kWays)) / kWays;
  mask_ = lines - 1;
  return lines_.make(lines);
}

void Pike::set(Frequency frequency, std::uint32_t unit_seconds, std::uint32_t density,
               std::uint32_t latency_seconds) noexcept {
  constexpr std::uint32_t kMaxDensity = std::numeric_limits<std::uint16_t>::max() - 1;
  const std::uint32_t unit = unit_seconds == 0 ? 2 : unit_seconds;
  const std::uint32_t latency = latency_seconds == 0 ? 120 : latency_seconds;
  unit_cycles_ = count(frequency.seconds(unit));
  density_ = density == 0 ? 30 : std::min(density, kMaxDensity);
  latency_units_ = (latency + unit - 1) / unit;
}

Pike::Slot& Pike::take(std::uint64_t key, std::uint64_t hash, std::uint32_t unit) noexcept {
  Line& line = lines_[hash & mask_];
  Slot* oldest = nullptr;
  std::uint64_t oldest_unit = std::numeric_limits<std::uint64_t>::max();
  for (Slot& slot : line.ways) {
    if (slot.key == key) return slot;
    const std::uint64_t kept = slot.key == 0 ? 0 : slot.unit + (hot(slot) ? latency_units_ : 1ull);
    if (kept < oldest_unit) {
      oldest = &slot;
      oldest_unit = kept;
    }
  }
  *oldest = {.key = key, .unit = unit, .hits = 0, .before = 0};
  return *oldest;
}

int Pike::check(Cycles now, std::uint64_t key, std::uint64_t hash) noexcept {
  const std::uint32_t unit = static_cast<std::uint32_t>(count(now) / unit_cycles_);
  Slot& slot = take(key, hash, unit);
  if (slot.unit != unit) {
    slot.before = slot.unit + 1 == unit ? slot.hits : std::uint16_t{0};
    slot.hits = 0;
    slot.unit = unit;
  }
  const bool was_hot = hot(slot);
  if (slot.hits < std::numeric_limits<std::uint16_t>::max()) ++slot.hits;
  if (!hot(slot)) return 1;
  return was_hot ? -1 : -2;
}

}  // namespace weir::dataplane::guard
