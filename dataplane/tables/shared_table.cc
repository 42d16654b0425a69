#include "dataplane/tables/shared_table.h"

#include <algorithm>
#include <bit>
#include <new>
#include <thread>

#include <immintrin.h>

namespace weir::dataplane::tables {

namespace {

constexpr unsigned kReadTries = 128;
constexpr unsigned kLockTries = 128;
constexpr std::size_t kAddressCells = 1u << 14;

constexpr std::size_t kKeyWords = kMaxKey / 8;
constexpr std::size_t kTextWords = kMaxText / 8;

}  // namespace

// A value as threads copy it: plain words, no pointers.
struct SharedTable::Entry {
  std::uint32_t expires = 0;  // TableTime; 0: never
  std::int32_t number = 0;
  std::uint8_t key_size = 0;
  std::uint8_t text_size = 0;
  std::uint8_t is_text = 0;
  std::uint8_t unused[5] = {};
  std::array<char, kMaxKey> key_bytes{};
  std::array<char, kMaxText> text_bytes{};

  std::string_view key() const noexcept { return {key_bytes.data(), key_size}; }
  bool over(TableTime now) const noexcept { return expires != 0 && expires <= now; }

  void set_key(std::string_view key) noexcept {
    key_size = static_cast<std::uint8_t>(key.size());
    std::memcpy(key_bytes.data(), key.data(), key.size());
  }
  void set_text(std::string_view text) noexcept {
    is_text = 1;
    text_size = static_cast<std::uint8_t>(text.size());
    if (!text.empty()) std::memcpy(text_bytes.data(), text.data(), text.size());
  }
  TableValue value() const noexcept {
    TableValue value;
    value.is_text = is_text != 0;
    value.number = number;
    value.size = text_size;
    value.bytes = text_bytes;
    return value;
  }
  std::uint32_t seconds_left(TableTime now) const noexcept {
    return expires == 0 ? 0 : expires - now;
  }
};

// The version is odd while a writer is at work. The data are stored with release and loaded with
// acquire: a reader that sees a word of a write then also sees the odd version before it, so no
// fence is needed and a thread sanitizer understands it. On x86 all of these are plain moves.
struct alignas(64) SharedTable::Bucket {
  static constexpr std::size_t kWords = sizeof(Entry) / 8;

  std::atomic<std::uint64_t> version = 0;
  std::array<std::atomic<std::uint64_t>, kWays> hashes{};  // 0: free
  std::array<std::array<std::atomic<std::uint64_t>, kWords>, kWays> words{};

  void load(std::size_t way, Entry& entry) const noexcept {
    static_assert(kWords == 2 + kKeyWords + kTextWords && sizeof(Entry) % 8 == 0);
    std::array<std::uint64_t, kWords> plain;
    for (std::size_t i = 0; i < kWords; ++i) {
      plain[i] = words[way][i].load(std::memory_order_acquire);
    }
    std::memcpy(static_cast<void*>(&entry), plain.data(), sizeof entry);
  }
  // The time of one way, without the rest.
  bool over(std::size_t way, TableTime now) const noexcept {
    const auto expires = static_cast<std::uint32_t>(words[way][0].load(std::memory_order_acquire));
    return expires != 0 && expires <= now;
  }
  // A whole way as it was at one moment; false when it is free. For control: waits for writers.
  bool copy(std::size_t way, Entry& entry) const noexcept {
    for (;;) {
      const std::uint64_t before = version.load(std::memory_order_acquire);
      const bool used = hashes[way].load(std::memory_order_acquire) != 0;
      if (used) load(way, entry);
      if ((before & 1) == 0 && version.load(std::memory_order_relaxed) == before) return used;
      std::this_thread::yield();
    }
  }
  // The same, but no longer than kReadTries: false also when a writer is there all the time.
  bool try_copy(std::size_t way, Entry& entry) const noexcept {
    if (hashes[way].load(std::memory_order_acquire) == 0) return false;
    for (unsigned i = 0; i < kReadTries; ++i) {
      const std::uint64_t before = version.load(std::memory_order_acquire);
      const bool used = hashes[way].load(std::memory_order_acquire) != 0;
      if (used) load(way, entry);
      if ((before & 1) == 0 && version.load(std::memory_order_relaxed) == before) {
        return used && entry.key_size <= kMaxKey;
      }
      _mm_pause();
    }
    return false;
  }
  // By the holder of the lock.
  void store(std::size_t way, std::uint64_t hash, const Entry& entry) noexcept {
    std::array<std::uint64_t, kWords> plain;
    std::memcpy(plain.data(), &entry, sizeof entry);
    for (std::size_t i = 0; i < kWords; ++i) {
      words[way][i].store(plain[i], std::memory_order_release);
    }
    hashes[way].store(hash, std::memory_order_release);
  }
  void unlock() noexcept { version.fetch_add(1, std::memory_order_release); }
};

struct SharedTable::Hashed {
  std::string_view key;
  std::uint64_t hash = 0;
};

void SharedTable::BucketsDelete::operator()(Bucket* buckets) const noexcept { delete[] buckets; }

TableValue TableValue::of(std::string_view text) noexcept {
  TableValue value;
  value.is_text = true;
  value.size = static_cast<std::uint8_t>(std::min(text.size(), kMaxText));
  if (value.size != 0) std::memcpy(value.bytes.data(), text.data(), value.size);
  return value;
}

std::unique_ptr<SharedTable> SharedTable::make(const TableDefinition& definition,
                                               std::uint64_t seed) {
  std::unique_ptr<SharedTable> table(new (std::nothrow) SharedTable);
  if (table == nullptr) return nullptr;
  const std::size_t buckets =
      std::clamp(std::size_t{1} << std::min(definition.size, 31u), kMinBuckets, kMaxBuckets);
  table->definition_ = definition;
  table->hash_key_ = HashKey::from_seed(seed);
  table->mask_ = buckets - 1;
  table->buckets_.reset(new (std::nothrow) Bucket[buckets]);
  if (definition.address_keys) {
    table->addresses_.reset(new (std::nothrow) std::atomic<std::uint32_t>[kAddressCells]());
    if (table->addresses_ == nullptr) return nullptr;
  }
  return table->buckets_ == nullptr ? nullptr : std::move(table);
}

SharedTable::Hashed SharedTable::hash(std::string_view key,
                                      std::span<char> canonical) const noexcept {
  if (definition_.address_keys) {
    if (const auto address = sip::parse_address(key)) {
      key = {canonical.data(), sip::format_address(*address, canonical)};
    }
  }
  const std::uint64_t hash = hash_text(hash_key_, key);
  return {key, hash == 0 ? 1 : hash};
}

bool SharedTable::try_lock(Bucket& bucket) const noexcept {
  for (unsigned i = 0; i < kLockTries; ++i) {
    std::uint64_t version = bucket.version.load(std::memory_order_relaxed);
    if ((version & 1) == 0 &&
        bucket.version.compare_exchange_weak(version, version + 1, std::memory_order_acq_rel,
                                             std::memory_order_relaxed)) {
      return true;
    }
    _mm_pause();
  }
  return false;
}

TableOutcome SharedTable::find(const Hashed& key, TableTime now, Entry& copy) const noexcept {
  const Bucket& bucket = buckets_[key.hash & mask_];
  for (unsigned i = 0; i < kReadTries; ++i) {
    const std::uint64_t version = bucket.version.load(std::memory_order_acquire);
    if ((version & 1) != 0) {
      _mm_pause();
      continue;
    }
    bool found = false;
    for (std::size_t way = 0; way < kWays && !found; ++way) {
      if (bucket.hashes[way].load(std::memory_order_acquire) != key.hash) continue;
      bucket.load(way, copy);
      found = copy.key_size <= kMaxKey && copy.key() == key.key;
    }
    if (bucket.version.load(std::memory_order_relaxed) != version) continue;
    return found && !copy.over(now) ? TableOutcome::kOk : TableOutcome::kMissing;
  }
  busy_.fetch_add(1, std::memory_order_relaxed);
  return TableOutcome::kBusy;
}

TableOutcome SharedTable::get(std::string_view key, TableTime now,
                              TableValue& value) const noexcept {
  std::array<char, sip::kAddressText> canonical;
  Entry entry;
  const TableOutcome outcome = find(hash(key, canonical), now, entry);
  if (outcome == TableOutcome::kOk) value = entry.value();
  return outcome;
}

TableOutcome SharedTable::expiry(std::string_view key, TableTime now,
                                 std::uint32_t& seconds) const noexcept {
  std::array<char, sip::kAddressText> canonical;
  Entry entry;
  const TableOutcome outcome = find(hash(key, canonical), now, entry);
  if (outcome == TableOutcome::kOk) seconds = entry.seconds_left(now);
  return outcome;
}

bool SharedTable::holds(const sip::Address& address, TableTime now) const noexcept {
  if (!has_addresses() || addresses_ == nullptr) return false;
  if (addresses_[address_cell(address)].load(std::memory_order_relaxed) == 0) return false;
  std::array<char, sip::kAddressText> text;
  const std::string_view key{text.data(), sip::format_address(address, text)};
  const std::uint64_t hash = hash_text(hash_key_, key);
  Entry entry;
  return find({key, hash == 0 ? 1 : hash}, now, entry) == TableOutcome::kOk;
}

// The way that holds the key, or kWays. Values whose time is over make room on the way; `free` is a
// free way, or kWays. By the holder of the lock.
std::size_t SharedTable::find_way(Bucket& bucket, const Hashed& key, TableTime now,
                                  std::size_t& free) noexcept {
  free = kWays;
  Entry entry;
  for (std::size_t way = 0; way < kWays; ++way) {
    const std::uint64_t held = bucket.hashes[way].load(std::memory_order_relaxed);
    if (held != 0 && bucket.over(way, now)) free_way(bucket, way);
    if (bucket.hashes[way].load(std::memory_order_relaxed) == 0) {
      free = way;
    } else if (held == key.hash) {
      bucket.load(way, entry);
      if (entry.key() == key.key) return way;
    }
  }
  return kWays;
}

// By the holder of the lock.
void SharedTable::free_way(Bucket& bucket, std::size_t way) noexcept {
  if (definition_.address_keys) {
    Entry entry;
    bucket.load(way, entry);
    count_address(entry.key(), -1);
  }
  bucket.hashes[way].store(0, std::memory_order_release);
  entries_.fetch_sub(1, std::memory_order_relaxed);
}

template <class Change>
TableOutcome SharedTable::write(std::string_view key, TableTime now, Change change) noexcept {
  std::array<char, sip::kAddressText> canonical;
  const Hashed hashed = hash(key, canonical);
  if (hashed.key.size() > kMaxKey) return refuse(too_long_, TableOutcome::kTooLong);
  Bucket& bucket = buckets_[hashed.hash & mask_];
  if (!try_lock(bucket)) return refuse(busy_, TableOutcome::kBusy);

  Entry entry;
  std::size_t free = kWays;
  std::size_t way = find_way(bucket, hashed, now, free);
  const bool exists = way != kWays;
  if (exists) {
    bucket.load(way, entry);
  } else {
    way = free;
    entry.set_key(hashed.key);
  }
  TableOutcome outcome = TableOutcome::kOk;
  switch (change(exists, entry, outcome)) {
    case Step::kNothing:
      break;
    case Step::kErase:
      free_way(bucket, way);
      break;
    case Step::kStore:
      if (way == kWays) {
        outcome = refuse(full_, TableOutcome::kFull);
        break;
      }
      bucket.store(way, hashed.hash, entry);
      if (exists) break;
      entries_.fetch_add(1, std::memory_order_relaxed);
      if (definition_.address_keys) count_address(hashed.key, 1);
      break;
  }
  bucket.unlock();
  return outcome;
}

// When a value that is set now ends: anew, or as it was for an old one without updateexpire.
std::uint32_t SharedTable::end_of(bool exists, std::uint32_t old, TableTime now) const noexcept {
  if (exists && !definition_.update_expire) return old;
  return definition_.autoexpire == 0 ? 0 : now + definition_.autoexpire;
}

TableOutcome SharedTable::set(std::string_view key, TableTime now, std::int32_t number) noexcept {
  return write(key, now, [&](bool exists, Entry& entry, TableOutcome&) noexcept {
    entry.expires = end_of(exists, entry.expires, now);
    entry.is_text = 0;
    entry.text_size = 0;
    entry.number = number;
    return Step::kStore;
  });
}

TableOutcome SharedTable::set(std::string_view key, TableTime now, std::string_view text) noexcept {
  if (text.size() > kMaxText) return refuse(too_long_, TableOutcome::kTooLong);
  return write(key, now, [&](bool exists, Entry& entry, TableOutcome&) noexcept {
    entry.expires = end_of(exists, entry.expires, now);
    entry.number = 0;
    entry.set_text(text);
    return Step::kStore;
  });
}

TableOutcome SharedTable::add(std::string_view key, TableTime now, std::int32_t delta, bool create,
                              std::int32_t& result) noexcept {
  return write(key, now, [&](bool exists, Entry& entry, TableOutcome& outcome) noexcept {
    if (!exists && !create && !definition_.has_initial) {
      outcome = TableOutcome::kMissing;
      return Step::kNothing;
    }
    if (exists && entry.is_text != 0) {
      outcome = TableOutcome::kNotANumber;
      return Step::kNothing;
    }
    const std::int32_t start = exists ? entry.number : definition_.initial;
    result = static_cast<std::int32_t>(static_cast<std::uint32_t>(start) +
                                       static_cast<std::uint32_t>(delta));
    entry.number = result;
    entry.expires = end_of(exists, entry.expires, now);
    return Step::kStore;
  });
}

TableOutcome SharedTable::remove(std::string_view key, TableTime now) noexcept {
  return write(key, now, [](bool exists, Entry&, TableOutcome& outcome) noexcept {
    if (!exists) outcome = TableOutcome::kMissing;
    return exists ? Step::kErase : Step::kNothing;
  });
}

TableOutcome SharedTable::set_expiry(std::string_view key, TableTime now,
                                     std::uint32_t seconds) noexcept {
  return write(key, now, [&](bool exists, Entry& entry, TableOutcome& outcome) noexcept {
    if (!exists) outcome = TableOutcome::kMissing;
    entry.expires = seconds == 0 ? 0 : now + seconds;
    return exists ? Step::kStore : Step::kNothing;
  });
}

bool SharedTable::next(std::uint64_t& cursor, TableTime now, std::span<char, kMaxKey> room,
                       std::string_view& key, TableValue& value) const noexcept {
  for (; cursor < (mask_ + 1) * kWays; ++cursor) {
    Entry entry;
    if (!buckets_[cursor / kWays].try_copy(cursor % kWays, entry) || entry.over(now)) continue;
    ++cursor;
    std::memcpy(room.data(), entry.key_bytes.data(), entry.key_size);
    key = {room.data(), entry.key_size};
    value = entry.value();
    return true;
  }
  return false;
}

void SharedTable::for_each(TableTime now, const Visit& visit) const {
  for (std::size_t i = 0; i <= mask_; ++i) {
    for (std::size_t way = 0; way < kWays; ++way) {
      Entry entry;
      if (!buckets_[i].copy(way, entry) || entry.over(now)) continue;
      visit(entry.key(), entry.value(), entry.seconds_left(now));
    }
  }
}

std::size_t SharedTable::remove_if(TableTime now, const Match& match) {
  std::size_t removed = 0;
  for (std::size_t i = 0; i <= mask_; ++i) {
    for (std::size_t way = 0; way < kWays; ++way) {
      Entry entry;
      if (!buckets_[i].copy(way, entry) || entry.over(now)) continue;
      if (!match(entry.key(), entry.value())) continue;
      while (remove(entry.key(), now) == TableOutcome::kBusy) std::this_thread::yield();
      ++removed;
    }
  }
  return removed;
}

void SharedTable::clear(TableTime now) {
  remove_if(now, [](std::string_view, const TableValue&) { return true; });
}

std::size_t SharedTable::sweep(TableTime now, std::size_t buckets, const Visit& expired) {
  std::size_t freed = 0;
  for (; buckets > 0; --buckets) {
    Bucket& bucket = buckets_[sweep_cursor_];
    sweep_cursor_ = (sweep_cursor_ + 1) & mask_;
    for (std::size_t way = 0; way < kWays; ++way) {
      if (bucket.hashes[way].load(std::memory_order_relaxed) == 0 || !bucket.over(way, now))
        continue;
      if (!try_lock(bucket)) continue;  // next time round
      Entry entry;
      bucket.load(way, entry);
      const bool over = bucket.hashes[way].load(std::memory_order_relaxed) != 0 && entry.over(now);
      if (over) free_way(bucket, way);
      bucket.unlock();
      if (!over) continue;
      ++freed;
      if (expired) expired(entry.key(), entry.value(), 0);
    }
  }
  return freed;
}

std::size_t SharedTable::address_cell(const sip::Address& address) const noexcept {
  return hash_address(hash_key_, address) & (kAddressCells - 1);
}

// The readers' filter: how many address keys hash to a cell.
void SharedTable::count_address(std::string_view key, std::int32_t change) noexcept {
  const auto address = sip::parse_address(key);
  if (!address) return;
  addresses_[address_cell(*address)].fetch_add(static_cast<std::uint32_t>(change),
                                               std::memory_order_relaxed);
  address_keys_.fetch_add(static_cast<std::uint64_t>(static_cast<std::int64_t>(change)),
                          std::memory_order_relaxed);
}

TableStatistics SharedTable::statistics() const noexcept {
  return {.busy = busy_.load(std::memory_order_relaxed),
          .full = full_.load(std::memory_order_relaxed),
          .too_long = too_long_.load(std::memory_order_relaxed),
          .entries = entries_.load(std::memory_order_relaxed),
          .capacity = (mask_ + 1) * kWays};
}

SharedTable* SharedTables::add(const TableDefinition& definition, std::uint64_t seed) {
  for (const auto& table : tables_) {
    if (table->definition() == definition) return table.get();
  }
  std::unique_ptr<SharedTable> table = SharedTable::make(definition, seed + tables_.size());
  if (table == nullptr) return nullptr;
  return tables_.emplace_back(std::move(table)).get();
}

SharedTable* SharedTables::find(std::string_view name) const noexcept {
  const auto found = std::find_if(tables_.rbegin(), tables_.rend(), [&](const auto& table) {
    return table->definition().name == name;
  });
  return found == tables_.rend() ? nullptr : found->get();
}

void SharedTables::keep(const std::function<bool(const SharedTable& table)>& used) {
  std::erase_if(tables_, [&](const auto& table) { return !used(*table); });
}

void SharedTables::sweep(TableTime now, std::size_t buckets) {
  for (const auto& table : tables_) table->sweep(now, buckets, {});
}

}  // namespace weir::dataplane::tables
