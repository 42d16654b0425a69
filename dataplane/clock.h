// Time on the data plane: one unit, cycles of the time stamp counter, read once a burst.
#pragma once

#include <compare>
#include <cstdint>

#include <x86intrin.h>

namespace weir::dataplane {

// A point or a span on the TSC; one unit everywhere on the hot path.
enum class Cycles : std::uint64_t {};

constexpr std::uint64_t count(Cycles c) noexcept { return static_cast<std::uint64_t>(c); }
constexpr Cycles operator-(Cycles a, Cycles b) noexcept { return Cycles{count(a) - count(b)}; }
constexpr Cycles operator+(Cycles a, Cycles b) noexcept { return Cycles{count(a) + count(b)}; }

// The counter now. Once a burst, never once a packet.
inline Cycles read_cycles() noexcept { return Cycles{__rdtsc()}; }

// How many cycles a second has on this machine. Measured by EAL (or by ourselves where there is no
// EAL) before any lcore runs, and handed to whoever turns rates into cycles.
struct Frequency {
  std::uint64_t hz = 1'000'000'000;

  constexpr Cycles seconds(std::uint64_t s) const noexcept { return Cycles{hz * s}; }
  constexpr Cycles milliseconds(std::uint64_t ms) const noexcept { return Cycles{hz / 1000 * ms}; }
  constexpr Cycles microseconds(std::uint64_t us) const noexcept {
    return Cycles{hz / 1000 * us / 1000};
  }
  // What one event costs at `rate` events a second; 0 for a rate of 0.
  constexpr Cycles per_event(std::uint64_t rate) const noexcept {
    return Cycles{rate == 0 ? 0 : hz / rate};
  }
};

}  // namespace weir::dataplane
