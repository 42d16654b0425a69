// The strangers' buckets: lossy by design, four sources a cache line.
#pragma once

#include "dataplane/guard/allowance.h"
#include "dataplane/guard/fixed_array.h"

#include <array>
#include <cstddef>
#include <cstdint>

namespace weir::dataplane::guard {

// What is kept of a source besides its bucket. Saturating.
struct Ledger {
  std::uint32_t packets = 0;
  std::uint32_t dropped = 0;
};
static_assert(sizeof(Ledger) == 8);

// Key -> bucket, set-associative: a source lives in one of the four ways of the line its hash
// names. Nothing that must not be forgotten lives here: bans, trust and peers have tables of their
// own, which strangers cannot write to.
//
// A new source takes the way that is forgotten at least cost: an unused one, one whose bucket is
// full again (forgetting it loses nothing), else the one that owes least. A source that is being
// limited owes most, so a flood of others does not set it free.
class SourceTable {
 public:
  static constexpr std::size_t kWays = 4;

  // `slots` is rounded up to a power of two, at least kWays. False when there is no memory.
  bool make(std::size_t slots) noexcept;

  void prefetch(std::uint64_t hash) const noexcept {
    const Line& line = lines_[hash & mask_];
    __builtin_prefetch(&line, 1);
    __builtin_prefetch(&line.ledgers, 1);
  }

  // The slot of `key`, taken for it if need be; never fails. `evicted` is counted up when a source
  // that still owed was forgotten for it.
  std::size_t take(std::uint64_t key, std::uint64_t hash, Cycles now,
                   std::uint64_t& evicted) noexcept;

  // The slot of `key`, or kNone.
  static constexpr std::size_t kNone = ~std::size_t{0};
  std::size_t find(std::uint64_t key, std::uint64_t hash) const noexcept;

  Allowance& allowance(std::size_t slot) noexcept {
    return lines_[slot / kWays].allowances[slot % kWays];
  }
  Ledger& ledger(std::size_t slot) noexcept { return lines_[slot / kWays].ledgers[slot % kWays]; }
  const Ledger& ledger(std::size_t slot) const noexcept {
    return lines_[slot / kWays].ledgers[slot % kWays];
  }
  std::uint64_t key(std::size_t slot) const noexcept {
    return lines_[slot / kWays].keys[slot % kWays];  // 0: unused
  }
  std::size_t slots() const noexcept { return lines_.size() * kWays; }

 private:
  // The keys and buckets of four sources are one cache line; the ledgers follow in the next.
  struct alignas(64) Line {
    std::array<std::uint64_t, kWays> keys;
    std::array<Allowance, kWays> allowances;
    std::array<Ledger, kWays> ledgers;
  };
  static_assert(sizeof(Line) == 128);

  FixedArray<Line> lines_;
  std::size_t mask_ = 0;
};

}  // namespace weir::dataplane::guard
