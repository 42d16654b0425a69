// An array of fixed size taken from the system at start, in huge pages where it can be had.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <new>
#include <type_traits>
#include <utility>

#include <sys/mman.h>

namespace weir::dataplane::guard {

// Zeroed memory for `size` objects whose zero bytes are a valid value. Every page is touched by
// make(), so that no packet pays for a page fault later.
template <class T>
class FixedArray {
  static_assert(std::is_trivially_copyable_v<T>);

 public:
  FixedArray() noexcept = default;
  FixedArray(const FixedArray&) = delete;
  FixedArray& operator=(const FixedArray&) = delete;
  ~FixedArray() {
    if (data_ != nullptr) munmap(base_, bytes_);
  }

  // Takes the memory; false when the system refuses it. Once.
  bool make(std::size_t size) noexcept {
    constexpr std::size_t kHuge = 2u << 20;
    const std::size_t wanted = size * sizeof(T);
    const bool huge = wanted >= kHuge;
    bytes_ = huge ? (wanted + 2 * kHuge - 1) / kHuge * kHuge : (wanted + 4095) / 4096 * 4096;
    if (bytes_ == 0) bytes_ = 4096;
    base_ = mmap(nullptr, bytes_, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (base_ == MAP_FAILED) return false;
    std::uintptr_t start = reinterpret_cast<std::uintptr_t>(base_);
    if (huge) {
      start = (start + kHuge - 1) / kHuge * kHuge;
      madvise(reinterpret_cast<void*>(start), wanted, MADV_HUGEPAGE);
    }
    void* const memory = reinterpret_cast<void*>(start);
    std::memset(memory, 0, wanted);
    data_ = static_cast<T*>(memory);
    size_ = size;
    return true;
  }

  std::size_t size() const noexcept { return size_; }
  std::size_t bytes() const noexcept { return bytes_; }
  T* data() noexcept { return data_; }
  T& operator[](std::size_t i) noexcept { return data_[i]; }
  const T& operator[](std::size_t i) const noexcept { return data_[i]; }
  void clear() noexcept { std::memset(static_cast<void*>(data_), 0, size_ * sizeof(T)); }

 private:
  void* base_ = nullptr;
  T* data_ = nullptr;
  std::size_t size_ = 0;
  std::size_t bytes_ = 0;
};

}  // namespace weir::dataplane::guard
