// One source's allowance: an exact token bucket in eight bytes.
#pragma once

#include "dataplane/clock.h"

#include <algorithm>
#include <cstdint>

namespace weir::dataplane::guard {

// A rate and a burst, ready for the hot path.
//
// Error bound: `cost` is cycles_per_second / packets_per_second rounded up, so that over any span a
// source gets at most the configured rate and at most one part in `cost` less (at 2 GHz and 1000
// packets a second: one packet in two million). `depth` makes exactly `burst` packets at one
// instant pass after a rest.
struct Rate {
  std::uint64_t cost = 0;   // cycles one packet is worth; 0: no limit
  std::uint64_t depth = 0;  // cycles a source may run ahead of now: cost * (burst - 1)

  constexpr bool limited() const noexcept { return cost != 0; }

  // `packets_per_second` 0 means no limit; a `burst` of 0 counts as 1.
  static constexpr Rate make(std::uint64_t packets_per_second, std::uint64_t burst,
                             std::uint64_t cycles_per_second) noexcept {
    if (packets_per_second == 0) return {};
    const std::uint64_t cost = (cycles_per_second + packets_per_second - 1) / packets_per_second;
    return {cost, cost * (std::max<std::uint64_t>(burst, 1) - 1)};
  }
};

// A virtual-scheduling (GCRA) token bucket. Owned by one lcore: a source stays on its lcore, so
// there is no lock.
class Allowance {
 public:
  // Takes one packet's worth at `now`; false means drop it, silently.
  constexpr bool admit(Cycles now, Rate rate) noexcept {
    const std::uint64_t earliest = std::max(due_, count(now));
    if (earliest - count(now) > rate.depth) return false;
    due_ = earliest + rate.cost;
    return true;
  }

  // Gives back what `packets` of them took.
  constexpr void refund(std::uint64_t packets, Rate rate) noexcept {
    due_ -= std::min(due_, packets * rate.cost);
  }

  // True when the bucket is full again: forgetting it then loses nothing.
  constexpr bool rested(Cycles now) const noexcept { return due_ <= count(now); }

  // When the bucket is full again, in cycles.
  constexpr std::uint64_t due() const noexcept { return due_; }

 private:
  std::uint64_t due_ = 0;
};

static_assert(sizeof(Allowance) == 8);

}  // namespace weir::dataplane::guard
