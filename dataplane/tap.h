// Packets and what became of them, for `sipweirctl capture`: a bounded ring from one lcore to
// control.
#pragma once

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "dataplane/outcome.h"
#include "dataplane/packet.h"
#include "dataplane/ring.h"
#include "sip/address.h"

namespace weir::dataplane {

// Which packets are wanted; all of its conditions hold. The default wants everything.
struct TapFilter {
  bool by_source = false;
  sip::Prefix source;
  bool by_fate = false;
  Fate fate = Fate::kDropped;
  DropReason reason = DropReason::kNone;  // dropped for it, or let go on by `observe`
  bool observed = false;                  // only what `observe` let go on

  bool wants(const Packet& packet, const Outcome& outcome) const noexcept {
    if (by_fate && outcome.fate != fate) return false;
    if (reason != DropReason::kNone && outcome.reason != reason && outcome.observed != reason) {
      return false;
    }
    if (observed && outcome.observed == DropReason::kNone) return false;
    return !by_source || source.contains(packet.src);
  }
};

struct TapRecord {
  static constexpr std::size_t kBytes = 2048;

  sip::Endpoint source;
  sip::Endpoint destination;
  std::int64_t wall_ns = 0;
  std::uint32_t size = 0;  // of the payload; its first kBytes are kept
  std::uint16_t listen = 0;
  SourceClass klass = SourceClass::kStranger;
  Outcome outcome;
  std::array<char, kBytes> bytes;

  std::string_view text() const noexcept {
    return {bytes.data(), std::min<std::size_t>(size, kBytes)};
  }
};

// Written by one lcore, read by control. The lcore never waits: what finds no room is counted.
class Tap {
 public:
  static constexpr std::size_t kRecords = 2048;

  explicit Tap(const TapFilter& filter, std::size_t records = kRecords)
      : filter_(filter), ring_(records) {}

  // By the lcore.
  void note(std::int64_t wall_ns, const Packet& packet, const Outcome& outcome) noexcept {
    if (!filter_.wants(packet, outcome)) return;
    TapRecord* const record = ring_.try_claim();
    if (record == nullptr) {
      lost_.store(lost_.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
      return;
    }
    record->source = {packet.src, packet.sport};
    record->destination = {packet.dst, packet.dport};
    record->wall_ns = wall_ns;
    record->size = packet.size;
    record->listen = packet.listen;
    record->klass = packet.klass;
    record->outcome = outcome;
    const std::string_view kept = packet.text().substr(0, TapRecord::kBytes);
    if (!kept.empty()) std::memcpy(record->bytes.data(), kept.data(), kept.size());
    ring_.publish();
  }

  // By control.
  const TapRecord* front() noexcept { return ring_.front(); }
  void pop() noexcept { ring_.pop(); }
  std::uint64_t lost() const noexcept { return lost_.load(std::memory_order_relaxed); }

 private:
  const TapFilter filter_;
  Ring<TapRecord> ring_;
  std::atomic<std::uint64_t> lost_ = 0;
};

}  // namespace weir::dataplane
