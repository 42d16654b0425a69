// What is not ours goes to the kernel, but not all of it: the exception path of one lcore is
// policed by class, so that a flood of pings cannot keep ARP from the kernel.
#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "dataplane/clock.h"
#include "dataplane/stage_decode.h"

namespace weir::dataplane {

// Best first. Architecture section 6: ARP/ND and routing protocols > known TCP > the rest.
enum class ExceptionClass : std::uint8_t { kNetwork, kKnownTcp, kRest };

inline constexpr std::size_t kExceptionClasses = 3;

struct ExceptionRates {
  struct Rate {
    std::uint32_t per_second;
    std::uint32_t burst;
  };
  std::array<Rate, kExceptionClasses> rates{{{2000, 256}, {20000, 512}, {1000, 128}}};
};

// Owned by one lcore. No lock, no allocation.
class ExceptionGate {
 public:
  ExceptionGate(const ExceptionRates& rates, Frequency frequency) noexcept;

  // `frame` lies in one piece and `f` is what decode() said of it.
  ExceptionClass classify(std::span<const std::uint8_t> frame, const Frame& f) const noexcept;

  // Takes one frame's worth; false: over the rate, or the class may not fill a ring of which
  // `used` of `size` places are taken (the rest up to a half, known TCP up to nine tenths).
  bool admit(Cycles now, ExceptionClass c, std::uint32_t used, std::uint32_t size) noexcept;

  // A frame that the kernel sends: what it says over TCP, beyond answering a SYN, makes the flow
  // known. Our own SYN does too.
  void learn(std::span<const std::uint8_t> frame) noexcept;

 private:
  static constexpr std::size_t kFlows = 4096;

  struct Bucket {
    std::uint64_t due = 0;    // cycles: when it is full again
    std::uint64_t cost = 0;   // cycles a frame
    std::uint64_t burst = 0;  // cycles
  };

  std::array<Bucket, kExceptionClasses> buckets_{};
  std::array<std::uint32_t, kFlows> flows_{};  // fingerprints by hash; a newer flow evicts
};

}  // namespace weir::dataplane
