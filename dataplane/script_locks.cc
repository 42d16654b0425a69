#include "dataplane/script_locks.h"

#include <immintrin.h>

namespace weir::dataplane {

bool ScriptLocks::lock(std::uint64_t name, unsigned turns) noexcept {
  const std::size_t at = name & (LockTable::kLocks - 1);
  std::atomic<std::uint32_t>& owner = table_->owners[at];
  if (owner.load(std::memory_order_relaxed) == me_) return turns > 1;
  if (held_ == kHeld) return false;
  for (; turns > 0; --turns) {
    std::uint32_t free = 0;
    if (owner.load(std::memory_order_relaxed) == 0 &&
        owner.compare_exchange_strong(free, me_, std::memory_order_acquire,
                                      std::memory_order_relaxed)) {
      names_[held_++] = at;
      return true;
    }
    _mm_pause();
  }
  return false;
}

bool ScriptLocks::unlock(std::uint64_t name) noexcept {
  const std::size_t at = name & (LockTable::kLocks - 1);
  for (std::size_t i = 0; i < held_; ++i) {
    if (names_[i] != at) continue;
    let_go(at);
    names_[i] = names_[--held_];
    return true;
  }
  return false;
}

}  // namespace weir::dataplane
