// The strangers' buckets: lossy by design, three sources a cache line.
#pragma once

#include "dataplane/guard/allowance.h"
#include "dataplane/guard/fixed_array.h"
#include "dataplane/guard/rough_count.h"

#include <array>
#include <cstddef>
#include <cstdint>

namespace weir::dataplane::guard {

// Key -> bucket, set-associative: a source lives in one of the three ways of the line its hash
// names, with all that is kept of it: a packet of a stranger costs one cache line here. Nothing
// that must not be forgotten lives here: bans, trust and peers have tables of their own, which
// strangers cannot write to.
//
// A new source takes the way that is forgotten at least cost: an unused one, one whose bucket is
// full again (forgetting it loses nothing), else the one that owes least. A source that is being
// limited owes most, so a flood of others does not set it free.
class SourceTable {
 public:
  static constexpr std::size_t kWays = 3;

 private:
  struct alignas(64) Line {
    std::array<std::uint64_t, kWays> keys;  // 0: unused
    std::array<Allowance, kWays> allowances;
    std::array<RoughCount, kWays> packets;
    std::array<RoughCount, kWays> dropped;
  };
  static_assert(sizeof(Line) == 64);

 public:
  // One source's place; good until the next take().
  class Slot {
   public:
    Allowance& allowance() const noexcept { return line_->allowances[way_]; }
    RoughCount& packets() const noexcept { return line_->packets[way_]; }
    RoughCount& dropped() const noexcept { return line_->dropped[way_]; }

   private:
    friend class SourceTable;
    Slot(Line& line, std::size_t way) noexcept : line_(&line), way_(way) {}
    Line* line_;
    std::size_t way_;
  };

  // Room for at least `slots` sources: lines are a power of two. False when there is no memory.
  bool make(std::size_t slots) noexcept;

  void prefetch(std::uint64_t hash) const noexcept { __builtin_prefetch(&lines_[hash & mask_], 1); }

  // The slot of `key`, taken for it if need be; never fails. `evicted` is counted up when a source
  // that still owed was forgotten for it.
  Slot take(std::uint64_t key, std::uint64_t hash, Cycles now, std::uint64_t& evicted) noexcept {
    Line& line = lines_[hash & mask_];
    for (std::size_t way = 0; way < kWays; ++way) {
      if (line.keys[way] == key) return {line, way};
    }
    return replace(line, key, now, evicted);
  }

  // For a walk: slot `i` of slots().
  std::size_t slots() const noexcept { return lines_.size() * kWays; }
  std::uint64_t key(std::size_t i) const noexcept { return lines_[i / kWays].keys[i % kWays]; }
  std::uint32_t packets(std::size_t i) const noexcept {
    return lines_[i / kWays].packets[i % kWays].value();
  }
  std::uint32_t dropped(std::size_t i) const noexcept {
    return lines_[i / kWays].dropped[i % kWays].value();
  }

  std::size_t bytes() const noexcept { return lines_.bytes(); }

 private:
  static Slot replace(Line& line, std::uint64_t key, Cycles now, std::uint64_t& evicted) noexcept;

  FixedArray<Line> lines_;
  std::size_t mask_ = 0;
};

}  // namespace weir::dataplane::guard
