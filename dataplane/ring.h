// A bounded ring between two threads: one writes, one reads, neither waits for the other.
#pragma once

#include <atomic>
#include <bit>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <type_traits>

namespace weir::dataplane {

// All memory is taken by the constructor. T travels by copy.
template <class T>
class Ring {
  static_assert(std::is_trivially_copyable_v<T>);

 public:
  // `capacity` is rounded up to a power of two.
  explicit Ring(std::size_t capacity)
      : mask_(std::bit_ceil(capacity) - 1), items_(std::make_unique<T[]>(mask_ + 1)) {}

  std::size_t capacity() const noexcept { return mask_ + 1; }

  // Items in the ring: exact for either side when the other rests.
  std::size_t size() const noexcept {
    return static_cast<std::size_t>(tail_.load(std::memory_order_acquire) -
                                    head_.load(std::memory_order_acquire));
  }
  bool empty() const noexcept { return size() == 0; }
  // Items ever written, and ever taken: either side may ask.
  std::uint64_t written() const noexcept { return tail_.load(std::memory_order_acquire); }
  std::uint64_t taken() const noexcept { return head_.load(std::memory_order_acquire); }

  // Writer only. The place of the next item, to be filled in before publish(); null when `limit`
  // (at most capacity()) items are waiting.
  T* try_claim(std::size_t limit) noexcept {
    const std::uint64_t tail = tail_.load(std::memory_order_relaxed);
    if (tail - cached_head_ >= limit) {
      cached_head_ = head_.load(std::memory_order_acquire);
      if (tail - cached_head_ >= limit) return nullptr;
    }
    return &items_[tail & mask_];
  }
  T* try_claim() noexcept { return try_claim(capacity()); }

  // Writer only: makes the claimed item visible to the reader.
  void publish() noexcept {
    tail_.store(tail_.load(std::memory_order_relaxed) + 1, std::memory_order_release);
  }

  // Writer only. False: full, nothing changed.
  [[nodiscard]] bool try_push(const T& item) noexcept {
    T* const place = try_claim();
    if (place == nullptr) return false;
    *place = item;
    publish();
    return true;
  }

  // Reader only. The oldest item, in place until pop(); null when there is none.
  const T* front() noexcept {
    const std::uint64_t head = head_.load(std::memory_order_relaxed);
    if (head == cached_tail_) {
      cached_tail_ = tail_.load(std::memory_order_acquire);
      if (head == cached_tail_) return nullptr;
    }
    return &items_[head & mask_];
  }

  // Reader only, after front() gave an item.
  void pop() noexcept {
    assert(head_.load(std::memory_order_relaxed) != tail_.load(std::memory_order_relaxed));
    head_.store(head_.load(std::memory_order_relaxed) + 1, std::memory_order_release);
  }

  // Reader only. False: empty.
  [[nodiscard]] bool try_pop(T& item) noexcept {
    const T* const oldest = front();
    if (oldest == nullptr) return false;
    item = *oldest;
    pop();
    return true;
  }

 private:
  const std::size_t mask_;
  const std::unique_ptr<T[]> items_;
  alignas(64) std::atomic<std::uint64_t> tail_ = 0;  // the writer's line
  std::uint64_t cached_head_ = 0;
  alignas(64) std::atomic<std::uint64_t> head_ = 0;  // the reader's line
  std::uint64_t cached_tail_ = 0;
};

}  // namespace weir::dataplane
