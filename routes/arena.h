// Arena: the bump buffer that owns the texts one message's script makes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace weir::routes {

// Borrows a fixed buffer; one per lcore, reset before each message. When it is full allocations
// give nullptr and `exhausted` stays set until the reset: the VM ends the script then.
class Arena {
 public:
  Arena(char* buffer, std::size_t size) noexcept : buffer_(buffer), size_(size) {}

  void reset() noexcept {
    used_ = 0;
    exhausted_ = false;
  }

  char* allocate(std::size_t size) noexcept {
    if (size > size_ - used_) {
      exhausted_ = true;
      return nullptr;
    }
    char* const at = buffer_ + used_;
    used_ += size;
    return at;
  }

  // Gives back the tail of the latest allocation, which began at `at`, from `used` bytes on.
  void shrink(const char* at, std::size_t used) noexcept {
    used_ = static_cast<std::size_t>(at - buffer_) + used;
  }

  // A copy that lives until the reset; empty when the arena is full.
  std::string_view copy(std::string_view text) noexcept {
    char* const at = allocate(text.size());
    if (at == nullptr) return {};
    if (!text.empty()) std::memcpy(at, text.data(), text.size());
    return {at, text.size()};
  }

  // `a` and `b` in one piece; empty when the arena is full.
  std::string_view concat(std::string_view a, std::string_view b) noexcept {
    char* const at = allocate(a.size() + b.size());
    if (at == nullptr) return {};
    if (!a.empty()) std::memcpy(at, a.data(), a.size());
    if (!b.empty()) std::memcpy(at + a.size(), b.data(), b.size());
    return {at, a.size() + b.size()};
  }

  std::size_t used() const noexcept { return used_; }
  std::size_t left() const noexcept { return size_ - used_; }
  bool exhausted() const noexcept { return exhausted_; }

 private:
  char* buffer_;
  std::size_t size_;
  std::size_t used_ = 0;
  bool exhausted_ = false;
};

}  // namespace weir::routes
