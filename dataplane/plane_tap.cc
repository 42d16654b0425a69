// Plane's taps: what `sipweirctl capture` reads. See tap.h.
#include "dataplane/plane_state.h"

namespace weir::dataplane {

void Plane::start_tap(const TapFilter& filter) {
  State& s = *state_;
  stop_tap();
  for (const auto& worker : s.workers) {
    s.taps.push_back(std::make_unique<Tap>(filter));
    worker->tap.store(s.taps.back().get(), std::memory_order_release);
  }
}

// An lcore may be within a burst that still writes: the rings go after a grace period.
void Plane::stop_tap() {
  State& s = *state_;
  for (const auto& worker : s.workers) worker->tap.store(nullptr, std::memory_order_release);
  if (s.taps.empty()) return;
  State::Retired old;
  old.taps = std::exchange(s.taps, {});
  s.retire(std::move(old));
}

std::size_t Plane::drain_tap(const std::function<void(const TapRecord&, unsigned)>& take,
                             std::size_t limit) {
  std::size_t taken = 0;
  for (unsigned i = 0; i < state_->taps.size(); ++i) {
    Tap& tap = *state_->taps[i];
    while (taken < limit) {
      const TapRecord* const record = tap.front();
      if (record == nullptr) break;
      take(*record, i);
      tap.pop();
      ++taken;
    }
  }
  return taken;
}

std::uint64_t Plane::tap_lost() const noexcept {
  std::uint64_t lost = 0;
  for (const auto& tap : state_->taps) lost += tap->lost();
  return lost;
}

}  // namespace weir::dataplane
