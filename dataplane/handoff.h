// Handing a message over to control: refused or gone, nothing between.
#pragma once

#include <array>
#include <cstddef>

#include "dataplane/edition.h"
#include "dataplane/packet.h"
#include "dataplane/ring.h"
#include "dataplane/turn.h"
#include "routes/job.h"

namespace weir::dataplane {

// A message with the program that stopped in it; the job goes back to its lcore when control is
// done. `turn` says what has left already.
struct Handoff {
  routes::Job* job = nullptr;
  const Edition* edition = nullptr;  // that it was routed by
  Packet packet;                     // its bytes are the job's own copy
  Turn turn;
  bool is_reply = false;       // to a transaction: its reply_route has not run
  std::uint64_t log_mark = 0;  // lines that the lcore had written: control's own come behind them
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

  // By the lcore. Takes the job only when it returns true. False: above the watermark of
  // packet.klass, the message is still the caller's to drop and count.
  [[nodiscard]] bool try_push(const Handoff& item) noexcept {
    Handoff* const place = ring_.try_claim(limit(item.packet.klass));
    if (place == nullptr) return false;
    *place = item;
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
