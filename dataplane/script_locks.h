// Locks that scripts take by name: lock() of cfgutils, sht_lock() of htable.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>

namespace weir::dataplane {

// What all lcores share: an owner a lock, 0 for none. Names that meet in one lock wait for each
// other, as in Kamailio.
struct LockTable {
  static constexpr std::size_t kLocks = 1024;  // a power of two
  std::array<std::atomic<std::uint32_t>, kLocks> owners{};
};

// The locks of one lcore's message. One thread.
class ScriptLocks {
 public:
  static constexpr std::size_t kHeld = 8;  // at once by one message

  ScriptLocks(LockTable& table, unsigned lcore) noexcept : table_(&table), me_(lcore + 1) {}

  // Tries up to `turns` times. False when another lcore holds it, or this message too many. One
  // that this message holds already is no obstacle where it would wait (more than one turn).
  bool lock(std::uint64_t name, unsigned turns) noexcept;
  // False when this message does not hold it.
  bool unlock(std::uint64_t name) noexcept;
  // Lets go of all.
  void release() noexcept {
    while (held_ > 0) let_go(names_[--held_]);
  }

 private:
  void let_go(std::size_t at) noexcept { table_->owners[at].store(0, std::memory_order_release); }

  LockTable* table_;
  std::uint32_t me_;
  std::size_t held_ = 0;
  std::array<std::size_t, kHeld> names_{};
};

}  // namespace weir::dataplane
