// What is not ours goes to the kernel, but not all of it: the exception path of one lcore is
// policed by class, so that a flood of pings cannot keep ARP from the kernel.
#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "dataplane/clock.h"
#include "dataplane/stage_decode.h"

namespace weir::dataplane {

// Best first. Architecture section 6: ARP/ND and routing protocols > known TCP > the rest. Each has
// a rate of its own, so that a flood of one costs no other.
enum class ExceptionClass : std::uint8_t {
  kRouting,    // OSPF, PIM, VRRP, IGMP, BFD, LLC, and BGP over a known connection
  kDiscovery,  // neighbours and routers of IPv6, multicast listeners
  kKnownTcp,
  kArp,
  kOpening,  // TCP of BGP's port that is not known: a session's first SYN, or a flood of them
  kRest,
};

inline constexpr std::size_t kExceptionClasses = 6;

struct ExceptionRates {
  struct Rate {
    std::uint32_t per_second;
    std::uint32_t burst;
  };
  std::array<Rate, kExceptionClasses> rates{
      {{2000, 256}, {2000, 256}, {20000, 512}, {2000, 256}, {200, 32}, {1000, 128}}};
};

// Owned by one lcore. No lock, no allocation.
class ExceptionGate {
 public:
  ExceptionGate(const ExceptionRates& rates, Frequency frequency) noexcept;

  // `frame` lies in one piece and `f` is what decode() said of it.
  ExceptionClass classify(std::span<const std::uint8_t> frame, const Frame& f) const noexcept;

  // Takes one frame's worth; false: over the rate, or the class may not fill a ring of which
  // `used` of `size` places are taken (the rest and openings up to a half, ARP up to three
  // quarters, known TCP up to nine tenths).
  bool admit(Cycles now, ExceptionClass c, std::uint32_t used, std::uint32_t size) noexcept;

  // A frame that the kernel sends: what it says over TCP, beyond answering a SYN or refusing,
  // makes the flow known. Our own SYN does too.
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
