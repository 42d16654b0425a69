// pike: requests of one source in two adjoining units of time, as pike_check_req() judges them.
#pragma once

#include "dataplane/clock.h"
#include "dataplane/guard/fixed_array.h"

#include <array>
#include <cstddef>
#include <cstdint>

namespace weir::dataplane::guard {

// Set-associative and lossy like SourceTable, but fed only by requests that reach a script that
// asks. A new source takes the way that was asked about longest ago, blocked ones last.
//
// Unlike Kamailio, which grows a tree over the bytes of an address and splits its density over the
// inner nodes, we count each source by itself, IPv6 by /64: the density is exact.
class Pike {
 public:
  bool make(std::size_t slots) noexcept;

  // 0 keeps Kamailio's defaults (2 s, 30, 120 s).
  void set(Frequency frequency, std::uint32_t unit_seconds, std::uint32_t density,
           std::uint32_t latency_seconds) noexcept;

  // Counts one request of `key`. 1: within the density; -2: the first that is not; -1: further
  // ones, until a whole unit stays within the density.
  int check(Cycles now, std::uint64_t key, std::uint64_t hash) noexcept;

  std::size_t bytes() const noexcept { return lines_.bytes(); }

 private:
  static constexpr std::size_t kWays = 4;
  struct Slot {
    std::uint64_t key = 0;     // 0: unused
    std::uint32_t unit = 0;    // number of the unit that `hits` counts in
    std::uint16_t hits = 0;    // saturating
    std::uint16_t before = 0;  // hits in the unit before
  };
  struct alignas(64) Line {
    std::array<Slot, kWays> ways;
  };
  static_assert(sizeof(Line) == 64);

  Slot& take(std::uint64_t key, std::uint64_t hash, std::uint32_t unit) noexcept;
  bool hot(const Slot& slot) const noexcept {
    return slot.hits > density_ || slot.before > density_;
  }

  FixedArray<Line> lines_;
  std::size_t mask_ = 0;
  std::uint64_t unit_cycles_ = 1;
  std::uint32_t density_ = 30;
  std::uint32_t latency_units_ = 60;
};

}  // namespace weir::dataplane::guard
