// What became of one packet.
#pragma once

#include <cstdint>
#include <string_view>

#include "dataplane/drops.h"

namespace weir::dataplane {

enum class Fate : std::uint8_t { kDropped, kForwarded, kAnswered, kKeepalive, kHandedOff };
inline constexpr std::size_t kFates = 5;

constexpr std::string_view fate_name(Fate fate) noexcept {
  constexpr std::string_view kNames[kFates] = {"dropped", "forwarded", "answered", "keepalive",
                                                "handed_off"};
  return kNames[static_cast<std::size_t>(fate)];
}

// Sends are queued when this is known: what a device or the kernel refuses later is in the counters
// alone.
struct Outcome {
  Fate fate = Fate::kForwarded;
  DropReason reason = DropReason::kNone;    // why it was dropped
  DropReason observed = DropReason::kNone;  // why it would have been, were `observe` off

  bool operator==(const Outcome&) const = default;
};

}  // namespace weir::dataplane
