// Link addresses of the next hops, as the kernel has resolved them: a snapshot for lcores.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "dataplane/egress.h"
#include "sip/address.h"

namespace weir::dataplane {

using Mac = std::array<std::uint8_t, 6>;

struct Neighbor {
  sip::Address address;
  Mac mac{};
  bool failed = false;  // the kernel asked and nobody answered: datagrams to it are dropped
};

// Immutable but for the marks of use; hashed, at most half full.
class NeighborTable {
 public:
  NeighborTable() = default;
  explicit NeighborTable(std::span<const Neighbor> neighbors);

  // Null when it is unknown. An lcore that finds a neighbour marks it as used.
  const Neighbor* find(const sip::Address& address) const noexcept;

  // Control: those used since the last call.
  std::vector<sip::Address> take_used() const;

  std::size_t size() const noexcept { return size_; }

 private:
  static std::size_t hash(const sip::Address& address) noexcept;

  std::vector<Neighbor> slots_;
  // A mark a slot, beside the slots, so that reading a neighbour never dirties its line.
  std::unique_ptr<std::atomic<bool>[]> used_;
  std::vector<bool> taken_;
  std::size_t mask_ = 0;
  std::size_t size_ = 0;
};

// What one port needs to address a frame: the routes of its twin's interface and the neighbours on
// that link.
struct Surroundings {
  RouteTable routes;
  NeighborTable neighbors;
  // Where everything goes that has no neighbour here: set on ports without a twin (`mac=`).
  std::optional<Mac> fixed;
};

enum class Hop : std::uint8_t {
  kKnown,    // `mac` is the link address
  kUnknown,  // a route, but nobody has asked for the link address yet
  kFailed,   // no route, or the neighbour does not answer
};

// The link address of the way to `to`; nothing published yet counts as no route.
Hop find_hop(const Surroundings* around, const sip::Address& to, Mac& mac) noexcept;

}  // namespace weir::dataplane
