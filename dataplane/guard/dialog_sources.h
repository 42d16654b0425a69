// From which addresses a dialog's cookie was said. Both sides of a dialog know it, and may tell the
// world: it may speak for a few addresses, since phones move, and for no more.
#pragma once

#include "dataplane/clock.h"
#include "dataplane/guard/fixed_array.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

namespace weir::dataplane::guard {

class DialogSources {
 public:
  static constexpr std::size_t kMost = 3;      // addresses of one dialog
  static constexpr std::uint32_t kKept = 120;  // seconds before another dialog may take its place

  // Room for at least `dialogs`. False when there is no memory.
  bool make(std::size_t dialogs, Frequency frequency) noexcept {
    frequency_ = frequency;
    return lines_.make(std::bit_ceil(std::max<std::size_t>(dialogs / kWays, 1)));
  }

  // Whether the cookie of the dialog with that hash proves anything for the source with that one.
  // Not where others were first, nor where younger dialogs fill its place.
  bool admit(std::uint64_t dialog, std::uint64_t source, Cycles now) noexcept {
    const auto second = static_cast<std::uint32_t>(count(now) / frequency_.hz);
    const auto name = static_cast<std::uint32_t>(dialog >> 32 | 1);
    const auto who = static_cast<std::uint32_t>(source >> 32 | 1);
    Line& line = lines_[dialog & (lines_.size() - 1)];
    Dialog* oldest = nullptr;
    for (Dialog& one : line.dialogs) {
      if (one.name == name) {
        one.seen = second;
        return join(one, who);
      }
      if (oldest == nullptr || one.name == 0 || (oldest->name != 0 && one.seen < oldest->seen)) {
        oldest = &one;
      }
    }
    if (oldest->name != 0 && second - oldest->seen < kKept) return false;
    *oldest = {name, second, {who, 0, 0}};
    return true;
  }

  std::size_t bytes() const noexcept { return lines_.bytes(); }

 private:
  struct Dialog {
    std::uint32_t name = 0;  // 0: free
    std::uint32_t seen = 0;  // in seconds of the clock
    std::array<std::uint32_t, kMost> sources{};
  };
  static constexpr std::size_t kWays = 3;
  struct alignas(64) Line {
    std::array<Dialog, kWays> dialogs;
  };
  static_assert(sizeof(Line) == 64);

  static bool join(Dialog& dialog, std::uint32_t who) noexcept {
    for (std::uint32_t& one : dialog.sources) {
      if (one == 0) one = who;
      if (one == who) return true;
    }
    return false;
  }

  FixedArray<Line> lines_;
  Frequency frequency_{1};
};

}  // namespace weir::dataplane::guard
