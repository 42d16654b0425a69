// What must not be forgotten about an address: bans, and that trusted phones live behind it.
#pragma once

#include "dataplane/guard/allowance.h"
#include "dataplane/guard/command.h"
#include "dataplane/guard/fixed_array.h"

#include <cstddef>
#include <cstdint>

namespace weir::dataplane::guard {

// A row of the table, one cache line. `key` is a source_key(); times are in cycles.
struct alignas(64) AddressRow {
  std::uint64_t key = 0;            // 0: free
  std::uint64_t banned_until = 0;   // 0: not banned
  std::uint64_t trusted_until = 0;  // the latest end of a trusted flow of this address
  std::uint64_t proved_until = 0;   // the same for proved flows
  std::uint64_t forget_at = 0;      // the row may go, and with it the doubling of bans
  std::uint64_t excess_since = 0;   // start of the second that `excess` counts in, or of the ban
  Allowance foreign;                // of packets from other ports than the trusted ones
  std::uint32_t excess = 0;  // packets over the rate within that second, or refused by the ban
  std::uint8_t level = 0;    // automatic bans so far: the next lasts 2^level times as long
  BanReason reason = BanReason::kAutomatic;
  bool path_proved = false;  // by more than a dialog's cookie, since it was proved

  bool banned(Cycles now) const noexcept { return banned_until > count(now); }
  bool trusted(Cycles now) const noexcept { return trusted_until > count(now); }
  bool proved(Cycles now) const noexcept { return proved_until > count(now); }

  // From here on `excess` counts what the ban refuses.
  void ban(Cycles now, Cycles until, BanReason why) noexcept {
    reason = why;
    banned_until = count(until);
    excess_since = count(now);
    excess = 0;
  }

  // Keeps the row at least until `end`.
  void keep_until(std::uint64_t end) noexcept { forget_at = forget_at < end ? end : forget_at; }
};
static_assert(sizeof(AddressRow) == 64);

// Key -> row: open addressing with linear probing, at most three quarters full; a full table
// refuses and says so. One bit a hash in front of it lets a stranger's packet pass with one look
// at a cache line that stays in L2.
class AddressTable {
 public:
  bool make(std::size_t rows) noexcept;

  void prefetch(std::uint64_t hash) const noexcept {
    __builtin_prefetch(&filter_[filter_word(hash)]);
  }

  // Null when the address is not in the table.
  AddressRow* find(std::uint64_t key, std::uint64_t hash) noexcept {
    const std::uint64_t word = filter_[filter_word(hash)];
    if ((word >> filter_bit(hash) & 1) == 0) return nullptr;
    return probe(key, hash);
  }

  // The row of `key`, made if need be; null when the table is full. Proof is cheap to get: it may
  // fill half of the table only.
  enum class Purpose : std::uint8_t { kProof, kBanOrTrust };
  AddressRow* take(std::uint64_t key, std::uint64_t hash, Purpose purpose) noexcept;

  // Looks at `rows` rows, from where the last call ended, and frees those that say nothing any
  // more. `hash_of` gives the hash of a key.
  template <class HashOf>
  void expire(Cycles now, std::size_t rows, HashOf hash_of) noexcept {
    for (; rows > 0; --rows) {
      cursor_ = (cursor_ + 1) & mask_;
      const AddressRow& row = rows_[cursor_];
      if (row.key == 0 || row.forget_at > count(now)) continue;
      erase(cursor_, hash_of);
      cursor_ = (cursor_ - 1) & mask_;  // another row may have moved here
    }
  }

  std::size_t used() const noexcept { return used_; }
  std::size_t capacity() const noexcept { return (mask_ + 1) / 4 * 3; }
  std::size_t size() const noexcept { return mask_ + 1; }
  const AddressRow& row(std::size_t index) const noexcept { return rows_[index]; }

  std::size_t bytes() const noexcept { return rows_.bytes() + filter_.bytes() + owners_.bytes(); }

 private:
  std::size_t filter_word(std::uint64_t hash) const noexcept { return (hash >> 38) & filter_mask_; }
  static unsigned filter_bit(std::uint64_t hash) noexcept { return hash >> 32 & 63; }
  AddressRow* probe(std::uint64_t key, std::uint64_t hash) noexcept;

  // Frees a row and closes the gap, so that no probe stops early. The filter is cleared when its
  // word has no other owner: it counts owners, saturating.
  template <class HashOf>
  void erase(std::size_t index, HashOf hash_of) noexcept {
    unmark(hash_of(rows_[index].key));
    --used_;
    std::size_t gap = index;
    for (std::size_t next = (gap + 1) & mask_; rows_[next].key != 0; next = (next + 1) & mask_) {
      const std::size_t home = hash_of(rows_[next].key) & mask_;
      if (((next - home) & mask_) < ((next - gap) & mask_)) continue;
      rows_[gap] = rows_[next];
      gap = next;
    }
    rows_[gap] = {};
  }
  void mark(std::uint64_t hash) noexcept;
  void unmark(std::uint64_t hash) noexcept;

  FixedArray<AddressRow> rows_;
  FixedArray<std::uint64_t> filter_;  // a bit for every hash in the table
  FixedArray<std::uint8_t> owners_;   // how many keys share the bit; 255 stays
  std::size_t mask_ = 0;
  std::size_t filter_mask_ = 0;
  std::size_t used_ = 0;
  std::size_t cursor_ = 0;
};

}  // namespace weir::dataplane::guard
