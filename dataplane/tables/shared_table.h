// $sht and $shv: tables that all lcores and control read and write at once.
#pragma once

#include "dataplane/clock.h"
#include "dataplane/tables/keyed_hash.h"
#include "dataplane/tables/table_definition.h"
#include "sip/address.h"

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

namespace weir::dataplane::tables {

inline constexpr std::size_t kMaxKey = 104;   // bytes of a key
inline constexpr std::size_t kMaxText = 120;  // bytes of a text value

// The clock of all shared tables: seconds of the time stamp counter, the same in every thread.
using TableTime = std::uint32_t;
constexpr TableTime table_time(Cycles now, Frequency frequency) noexcept {
  return static_cast<TableTime>(count(now) / frequency.hz);
}

// A value, owned: a 32-bit integer or a short text.
struct TableValue {
  bool is_text = false;
  std::uint8_t size = 0;  // of the text
  std::int32_t number = 0;
  std::array<char, kMaxText> bytes{};

  std::string_view text() const noexcept { return {bytes.data(), size}; }

  static TableValue of(std::int32_t number) noexcept {
    TableValue value;
    value.number = number;
    return value;
  }
  // Text beyond kMaxText is the caller's mistake: set() refuses it by size before it comes here.
  static TableValue of(std::string_view text) noexcept;
};

enum class TableOutcome : std::uint8_t {
  kOk,
  kMissing,     // no such key (or its time is over)
  kNotANumber,  // increment of a text
  kBusy,        // another writer held the bucket longer than the bound: refused, counted
  kFull,        // the key's bucket is full of live values: refused, counted
  kTooLong,     // key or text over its size: refused, counted
};

struct TableStatistics {
  std::uint64_t busy = 0;
  std::uint64_t full = 0;
  std::uint64_t too_long = 0;
  std::uint64_t entries = 0;  // expired ones included until they are swept
  std::uint64_t capacity = 0;
};

// Fixed memory, keyed hash, a seqlock a bucket, small values inline. Readers never wait for writers
// beyond kReadTries copies and never write. Writers take the bucket by a bounded try-lock; a
// refusal is counted. Every method may be called by any thread at any time.
class SharedTable {
 public:
  static constexpr std::size_t kWays = 7;
  static constexpr std::size_t kMinBuckets = 1024;
  static constexpr std::size_t kMaxBuckets = 65536;

  // Null when there is no memory. `seed` is random and secret.
  static std::unique_ptr<SharedTable> make(const TableDefinition& definition, std::uint64_t seed);

  const TableDefinition& definition() const noexcept { return definition_; }

  // kOk, kMissing (also when there is an initval: the caller reads definition()), or kBusy when
  // writers never left the bucket alone.
  TableOutcome get(std::string_view key, TableTime now, TableValue& value) const noexcept;

  // Sets; a new key lives for autoexpire seconds, an old one anew when updateexpire is on.
  TableOutcome set(std::string_view key, TableTime now, std::int32_t number) noexcept;
  TableOutcome set(std::string_view key, TableTime now, std::string_view text) noexcept;

  // Adds, atomically, wrapping at 32 bits; `result` is the new value. A missing key starts at
  // initval; without one at 0 when `create`, and is kMissing otherwise.
  TableOutcome add(std::string_view key, TableTime now, std::int32_t delta, bool create,
                   std::int32_t& result) noexcept;

  TableOutcome remove(std::string_view key, TableTime now) noexcept;

  // Seconds left; 0 when the key never expires.
  TableOutcome expiry(std::string_view key, TableTime now, std::uint32_t& seconds) const noexcept;
  // `seconds` 0: never.
  TableOutcome set_expiry(std::string_view key, TableTime now, std::uint32_t seconds) noexcept;

  // Whether an address has a live value, for tables with address_keys. The key's spelling does not
  // matter (2001:db8::1 and 2001:DB8:0:0:0:0:0:1 are one key in such a table). With no such key in
  // the table: one load.
  bool holds(const sip::Address& address, TableTime now) const noexcept;
  bool has_addresses() const noexcept { return address_keys_.load(std::memory_order_relaxed) != 0; }

  // The entry at or after `cursor`, which begins as 0, of a walk over the whole table; moves
  // `cursor` behind it. `key` is set to a view into `room`. False at the end. Entries that come or
  // go meanwhile may or may not be seen, and one whose writer never leaves is not.
  bool next(std::uint64_t& cursor, TableTime now, std::span<char, kMaxKey> room,
            std::string_view& key, TableValue& value) const noexcept;

  // For control. Entries that come or go meanwhile may or may not be seen; each is seen whole.
  using Visit = std::function<void(std::string_view key, const TableValue& value,
                                   std::uint32_t seconds_left)>;
  void for_each(TableTime now, const Visit& visit) const;

  // Removes every entry for which `match` is true; returns how many.
  using Match = std::function<bool(std::string_view key, const TableValue& value)>;
  std::size_t remove_if(TableTime now, const Match& match);
  void clear(TableTime now);

  // Frees expired entries of the next `buckets` buckets, and tells `expired` (may be empty) about
  // each: control's timer.
  std::size_t sweep(TableTime now, std::size_t buckets, const Visit& expired);
  std::size_t buckets() const noexcept { return mask_ + 1; }

  TableStatistics statistics() const noexcept;

 private:
  struct Entry;
  struct Bucket;
  struct Hashed;
  struct BucketsDelete {
    void operator()(Bucket* buckets) const noexcept;
  };
  enum class Step : std::uint8_t { kNothing, kStore, kErase };

  SharedTable() = default;

  // The key as it is stored, and its hash; `canonical` is the buffer for the former.
  Hashed hash(std::string_view key, std::span<char> canonical) const noexcept;
  TableOutcome find(const Hashed& key, TableTime now, Entry& copy) const noexcept;

  // Locks the key's bucket; `change` sees the entry (a new one when it did not exist) and says what
  // becomes of it.
  template <class Change>
  TableOutcome write(std::string_view key, TableTime now, Change change) noexcept;
  std::size_t find_way(Bucket& bucket, const Hashed& key, TableTime now,
                       std::size_t& free) noexcept;
  void free_way(Bucket& bucket, std::size_t way) noexcept;
  bool try_lock(Bucket& bucket) const noexcept;
  std::uint32_t end_of(bool exists, std::uint32_t old, TableTime now) const noexcept;
  static TableOutcome refuse(std::atomic<std::uint64_t>& counter, TableOutcome outcome) noexcept {
    counter.fetch_add(1, std::memory_order_relaxed);
    return outcome;
  }
  void count_address(std::string_view key, std::int32_t change) noexcept;
  std::size_t address_cell(const sip::Address& address) const noexcept;

  TableDefinition definition_;
  HashKey hash_key_;
  std::size_t mask_ = 0;
  std::unique_ptr<Bucket[], BucketsDelete> buckets_;
  std::unique_ptr<std::atomic<std::uint32_t>[]> addresses_;  // how many address keys hash here
  std::atomic<std::uint64_t> address_keys_ = 0;
  std::atomic<std::uint64_t> entries_ = 0;
  mutable std::atomic<std::uint64_t> busy_ = 0;
  std::atomic<std::uint64_t> full_ = 0;
  std::atomic<std::uint64_t> too_long_ = 0;
  std::size_t sweep_cursor_ = 0;
};

// The tables of every script that runs or may run again. For control; none ever moves.
class SharedTables {
 public:
  // The table of exactly that definition, with what it holds; a new and empty one when there is
  // none, so a changed definition begins anew. Null when there is no memory.
  SharedTable* add(const TableDefinition& definition, std::uint64_t seed);

  // The newest of that name, or null.
  SharedTable* find(std::string_view name) const noexcept;

  // Frees every table for which `used` is false.
  void keep(const std::function<bool(const SharedTable& table)>& used);

  // Frees expired entries of the next `buckets` buckets of each.
  void sweep(TableTime now, std::size_t buckets);

  std::size_t size() const noexcept { return tables_.size(); }

 private:
  std::vector<std::unique_ptr<SharedTable>> tables_;
};

}  // namespace weir::dataplane::tables
