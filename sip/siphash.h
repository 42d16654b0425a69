// SipHash-2-4, the keyed hash of Aumasson and Bernstein, over pieces fed one by one.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

namespace weir::sip {

using SipKey = std::array<std::uint8_t, 16>;

// Feed pieces with add(), end with finish(). Pieces run together: what must not be confused
// ("ab"+"c" with "a"+"bc") is fed with add_piece(), which adds the size first.
class SipHash {
 public:
  explicit SipHash(const SipKey& key) noexcept;

  void add(std::string_view bytes) noexcept;
  void add(std::span<const std::uint8_t> bytes) noexcept;
  void add(std::uint64_t number) noexcept;  // as eight bytes, the lowest first
  void add_piece(std::string_view bytes) noexcept {
    add(static_cast<std::uint64_t>(bytes.size()));
    add(bytes);
  }

  // The hash of everything fed; the object is used up.
  std::uint64_t finish() noexcept;

 private:
  void compress(std::uint64_t word) noexcept;

  std::uint64_t v0_;
  std::uint64_t v1_;
  std::uint64_t v2_;
  std::uint64_t v3_;
  std::uint64_t tail_ = 0;  // bytes that do not fill a word yet, first byte lowest
  std::uint64_t size_ = 0;  // bytes fed
};

// The hash of one text.
std::uint64_t siphash(const SipKey& key, std::string_view bytes) noexcept;

}  // namespace weir::sip
