// The packets a second of a source, counted where somebody asks: who is not asked about costs
// nothing.
#pragma once

#include "dataplane/clock.h"
#include "dataplane/guard/fixed_array.h"

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>

namespace weir::dataplane::guard {

// One source, by the hash of its name: two that share it are one.
class MeterTable {
 public:
  // `slots` is rounded up to a power of two. False when there is no memory.
  bool make(std::size_t slots, Frequency frequency) noexcept {
    shift_ = static_cast<int>(std::bit_width(frequency.hz / 1000 | 1)) - 1;
    second_ = static_cast<std::uint32_t>(std::max<std::uint64_t>(frequency.hz >> shift_, 1));
    return slots_.make(std::bit_ceil(std::max<std::size_t>(slots, 1)));
  }

  // The rate of the source with that hash, after one more packet of it when `fresh`. An average in
  // which what was before counts half as much every two seconds; a source that is asked about for
  // the first time, or that another one has pushed out, has sent one packet.
  std::uint32_t ask(std::uint64_t hash, Cycles now, bool fresh) noexcept {
    const auto tick = static_cast<std::uint32_t>(count(now) >> shift_);
    Slot& slot = slots_[hash & (slots_.size() - 1)];
    if (slot.hash != (hash | 1)) {
      slot = {hash | 1, tick, 1};
      return 1;
    }
    slot.packets += fresh ? 1 : 0;
    const std::uint64_t elapsed = std::max(tick - slot.since, second_);
    const auto rate = static_cast<std::uint32_t>(std::uint64_t{slot.packets} * second_ / elapsed);
    // Two seconds of the four are forgotten, and the rest taken as even.
    if (elapsed >= 4ull * second_) slot = {slot.hash, tick - 2 * second_, 2 * rate};
    return rate;
  }

  std::size_t bytes() const noexcept { return slots_.bytes(); }

 private:
  struct Slot {
    std::uint64_t hash = 0;   // its lowest bit set; 0: unused
    std::uint32_t since = 0;  // in ticks
    std::uint32_t packets = 0;
  };
  static_assert(sizeof(Slot) == 16);

  FixedArray<Slot> slots_;
  int shift_ = 0;             // a tick is a millisecond or two
  std::uint32_t second_ = 1;  // ticks in one
};

}  // namespace weir::dataplane::guard
