// A count in two bytes: exact while it is small, within a few parts in a hundred when it is large.
#pragma once

#include <cstdint>

namespace weir::dataplane::guard {

// A floating point number that is counted up by chance (R. Morris, "Counting large numbers of
// events in small registers", 1978): four bits of exponent, twelve of fraction. Exact up to 8,191,
// then with a standard error of about one part in a hundred; it stays at 134,201,344.
class RoughCount {
 public:
  // One more. `dice` is anybody's: a number that this call changes and draws from.
  constexpr void add(std::uint32_t& dice) noexcept {
    constexpr std::uint16_t kExact = 2u << kFraction;
    if (bits_ < kExact) {
      ++bits_;
      return;
    }
    dice = dice * 1664525u + 1013904223u;
    const std::uint32_t step = 1u << ((bits_ >> kFraction) - 1);
    // No branch on what chance decides: it could not be foreseen.
    bits_ = static_cast<std::uint16_t>(bits_ + ((dice >> 8 & (step - 1)) == 0 && bits_ != 0xFFFF));
  }

  constexpr std::uint32_t value() const noexcept {
    const std::uint32_t exponent = bits_ >> kFraction;
    const std::uint32_t fraction = bits_ & ((1u << kFraction) - 1);
    return exponent == 0 ? fraction : (fraction | 1u << kFraction) << (exponent - 1);
  }

 private:
  static constexpr unsigned kFraction = 12;
  std::uint16_t bits_ = 0;
};
static_assert(sizeof(RoughCount) == 2);

}  // namespace weir::dataplane::guard
