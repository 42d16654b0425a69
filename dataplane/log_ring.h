// The script's log lines on their way off an lcore: bounded, rate-limited, losses counted aloud.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "dataplane/clock.h"
#include "dataplane/ring.h"

namespace weir::dataplane {

inline constexpr std::size_t kLogText = 1000;  // bytes of a line; the rest is cut off

struct LogRecord {
  std::uint64_t wall_ns = 0;
  std::uint16_t size = 0;
  std::int8_t level = 0;
  std::int8_t facility = 0;
  std::array<char, kLogText> text;

  std::string_view view() const noexcept { return {text.data(), size}; }
};

// Written by one lcore, read by control.
class LogRing {
 public:
  // `lines_per_second` may burst up to one second's worth; 0 lets no line pass.
  LogRing(std::size_t capacity, std::uint32_t lines_per_second, Frequency frequency)
      : ring_(capacity),
        cost_(frequency.per_event(lines_per_second)),
        burst_(frequency.seconds(1)),
        closed_(lines_per_second == 0) {}

  // By the lcore. False: over the rate or the ring is full; the caller counts it.
  [[nodiscard]] bool try_write(Cycles now, std::uint64_t wall_ns, std::int8_t level,
                               std::int8_t facility, std::string_view text) noexcept {
    if (closed_) return false;
    const std::uint64_t earliest = std::max(due_, count(now));
    if (earliest - count(now) > count(burst_)) return false;
    LogRecord* const place = ring_.try_claim();
    if (place == nullptr) return false;
    due_ = earliest + count(cost_);
    place->wall_ns = wall_ns;
    place->size = static_cast<std::uint16_t>(std::min(text.size(), kLogText));
    place->level = level;
    place->facility = facility;
    std::memcpy(place->text.data(), text.data(), place->size);
    ring_.publish();
    return true;
  }

  // By control: the oldest line in place until pop(), or null.
  const LogRecord* front() noexcept { return ring_.front(); }
  void pop() noexcept { ring_.pop(); }
  bool empty() const noexcept { return ring_.empty(); }
  std::uint64_t written() const noexcept { return ring_.written(); }
  std::uint64_t taken() const noexcept { return ring_.taken(); }

 private:
  Ring<LogRecord> ring_;
  const Cycles cost_;
  const Cycles burst_;
  const bool closed_;
  std::uint64_t due_ = 0;  // when the allowance is full again, in cycles
};

}  // namespace weir::dataplane
