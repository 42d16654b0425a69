// When a flood begins and when it is over, from what the guards drop a second; and how many events
// of one kind a second may run a route.
#pragma once

#include <cstdint>

namespace weir::control {

// Begins with the first second in which at least `rate` packets are dropped, and ends when
// `seconds` on end had less than half of that: a flood that comes and goes is one flood.
class FloodWatch {
 public:
  enum class Change : std::uint8_t { kNone, kStart, kEnd };

  // Once a second, with what was dropped in it. A `rate` of 0: there is no flood.
  Change step(std::uint64_t dropped, std::uint32_t rate, std::uint32_t seconds) noexcept {
    if (!flood_) {
      if (rate == 0 || dropped < rate) return Change::kNone;
      *this = {};
      flood_ = true;
      lasted_ = 1;
      dropped_ = dropped;
      return Change::kStart;
    }
    ++lasted_;
    dropped_ += dropped;
    quiet_ = dropped * 2 < rate ? quiet_ + 1 : 0;
    if (quiet_ < seconds && rate != 0) return Change::kNone;
    flood_ = false;
    lasted_ -= quiet_;
    return Change::kEnd;
  }

  bool flood() const noexcept { return flood_; }
  std::uint32_t seconds() const noexcept { return lasted_; }   // that it lasts, or the last one did
  std::uint64_t dropped() const noexcept { return dropped_; }  // in it

 private:
  bool flood_ = false;
  std::uint32_t lasted_ = 0;
  std::uint32_t quiet_ = 0;  // the last seconds that were quiet
  std::uint64_t dropped_ = 0;
};

// So many a second and no more; what is refused is counted.
class EventBudget {
 public:
  bool take(std::uint32_t a_second) noexcept {
    if (taken_ >= a_second) {
      ++refused_;
      return false;
    }
    ++taken_;
    return true;
  }

  // A second is over; returns what it refused.
  std::uint64_t renew() noexcept {
    const std::uint64_t refused = refused_;
    *this = {};
    return refused;
  }

 private:
  std::uint32_t taken_ = 0;
  std::uint64_t refused_ = 0;
};

}  // namespace weir::control
