// Handing a packet over to control: refused or gone, nothing between.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "dataplane/packet.h"
#include "dataplane/ring.h"

namespace weir::dataplane {

// A stopped route program: what is needed to go on, and no pointer into an lcore.
struct Continuation {
  static constexpr std::size_t kMaxFrames = 12;

  std::uint32_t generation = 0;                    // of the image that the frames belong to
  std::uint32_t depth = 0;                         // frames in use, at least 1
  std::array<std::uint32_t, kMaxFrames> frames{};  // return addresses; the last is the kHandoff
};

static_assert(sizeof(Continuation) <= 64);

struct Handoff {
  Packet packet;
  Continuation continuation;
};

// One FIFO of one lcore and shard. Strangers are refused above half, trusted and proved above nine
// tenths, peers only when it is full: control's pressure is felt by those we owe least.
class HandoffRing {
 public:
  explicit HandoffRing(std::size_t capacity) : ring_(capacity) {
    const std::size_t full = ring_.capacity();
    limits_.fill(full / 2);
    limits_[static_cast<std::size_t>(SourceClass::kDenied)] = 0;
    limits_[static_cast<std::size_t>(SourceClass::kProved)] = full * 9 / 10;
    limits_[static_cast<std::size_t>(SourceClass::kTrusted)] = full * 9 / 10;
    limits_[static_cast<std::size_t>(SourceClass::kPeer)] = full;
  }

  std::size_t capacity() const noexcept { return ring_.capacity(); }
  std::size_t size() const noexcept { return ring_.size(); }
  std::size_t limit(SourceClass klass) const noexcept {
    return limits_[static_cast<std::size_t>(klass)];
  }

  // By the lcore. Takes `packet` only when it returns true: its buffer belongs to the reader then.
  // False: above the watermark of packet.klass, the packet is still the caller's to drop and count.
  [[nodiscard]] bool try_push(const Packet& packet, const Continuation& continuation) noexcept {
    Handoff* const place = ring_.try_claim(limit(packet.klass));
    if (place == nullptr) return false;
    place->packet = packet;
    place->continuation = continuation;
    ring_.publish();
    return true;
  }

  // By control. False: empty.
  [[nodiscard]] bool try_pop(Handoff& out) noexcept { return ring_.try_pop(out); }

 private:
  Ring<Handoff> ring_;
  std::array<std::size_t, kSourceClasses> limits_{};
};

}  // namespace weir::dataplane
