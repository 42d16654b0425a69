// Publishing: every method says who may call it and what it promises.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>

#include "dataplane/grace.h"

namespace weir::dataplane {

// The image (or any other snapshot T) that each lcore uses. Writer: the control thread, alone.
// Readers: each lcore its own slot.
template <class T>
class Slots {
 public:
  explicit Slots(Grace& grace) noexcept : grace_(&grace) {}

  // The image for this burst. Valid until the lcore's next quiescent().
  T* current(unsigned worker) const noexcept {
    return slots_[worker].image.load(std::memory_order_acquire);
  }

  // Installs `next` for `worker` and returns what it displaced. Nobody may free that before
  // grace_over(grace_begin()) has come true.
  [[nodiscard]] T* install(unsigned worker, T* next) noexcept {
    return slots_[worker].image.exchange(next, std::memory_order_acq_rel);
  }

  // Opens a grace period; call after the last install() of a reload.
  std::uint64_t grace_begin() noexcept { return grace_->begin(); }

  // Never blocks: the control loop asks again on its next turn.
  bool grace_over(std::uint64_t token) noexcept { return grace_->over(token); }

 private:
  struct alignas(64) Slot {
    std::atomic<T*> image = nullptr;
  };

  std::array<Slot, kMaxWorkers> slots_{};
  Grace* grace_;
};

}  // namespace weir::dataplane
