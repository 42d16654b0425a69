// The last packets that were dropped, a few for each reason: fixed memory, off the hot path.
#pragma once

#include "dataplane/clock.h"
#include "dataplane/drops.h"
#include "dataplane/packet.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace weir::dataplane::guard {

struct Example {
  static constexpr std::size_t kBytes = 256;

  sip::Endpoint source;
  Cycles when{0};
  std::uint32_t size = 0;  // of the payload; its first kBytes are kept
  std::array<char, kBytes> bytes{};

  std::string_view text() const noexcept { return {bytes.data(), size < kBytes ? size : kBytes}; }
};

// Owned by one lcore; control gets a copy by a survey. At most one packet a reason and interval is
// copied, so a flood pays one comparison a packet.
class Examples {
 public:
  static constexpr std::size_t kEach = 4;

  explicit Examples(Cycles interval) noexcept : interval_(interval) {}

  void note(Cycles now, const Packet& packet, DropReason reason) noexcept {
    Ring& ring = rings_[static_cast<std::size_t>(reason)];
    if (count(now) >= ring.next) [[unlikely]]
      copy(now, packet, ring);
  }

  // The example before the last `age` ones (0: the newest), or null.
  const Example* find(DropReason reason, std::size_t age) const noexcept;

 private:
  struct Ring {
    std::uint64_t next = 0;     // in cycles: when the next example may be taken
    std::uint64_t written = 0;  // examples taken so far
    std::array<Example, kEach> examples{};
  };

  void copy(Cycles now, const Packet& packet, Ring& ring) noexcept;

  Cycles interval_;
  std::array<Ring, kDropReasons> rings_{};
};

}  // namespace weir::dataplane::guard
