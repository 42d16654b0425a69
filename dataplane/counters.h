// What an lcore counts, and how control reads it without stopping anybody.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <type_traits>

#include "dataplane/drops.h"
#include "dataplane/packet.h"

namespace weir::dataplane {

// What a datagram that we send is to the packet that caused it. The account counts a packet once:
// by the fate of its principal datagram (kForward or kAnswer); kExtra is anything beyond that.
enum class SendKind : std::uint8_t { kForward, kAnswer, kExtra };

// Written by one lcore (and the ports it polls, from the same thread), plain 64-bit numbers.
// The account: received = forwarded + answered + handed_off + exception + keepalive + sum of drops.
struct Counters {
  std::uint64_t received = 0;    // packets taken from a port, or refused while decoding
  std::uint64_t forwarded = 0;   // requests and replies that went on to a next hop
  std::uint64_t answered = 0;    // requests that we replied to and did not forward
  std::uint64_t handed_off = 0;  // given to control
  std::uint64_t exception = 0;   // not SIP to one of our sockets: given to the twin
  std::uint64_t keepalive = 0;   // CRLF, STUN and the like
  std::array<std::uint64_t, kDropReasons> drops{};  // by DropReason

  // Beyond the account.
  std::uint64_t received_bytes = 0;  // UDP payload
  std::uint64_t sent = 0;            // datagrams that left
  std::uint64_t sent_bytes = 0;
  std::uint64_t requests = 0;                            // parsed
  std::uint64_t replies = 0;                             // parsed
  std::array<std::uint64_t, kSourceClasses> admitted{};  // past the guard's first gate, by class
  std::uint64_t extra_refused = 0;                       // kExtra datagrams that could not be sent
  std::uint64_t keepalives_answered = 0;
  std::uint64_t observed_drops = 0;    // would have been dropped, were `observe` off
  std::uint64_t overload_refused = 0;  // answered 503, since the next hop asked for fewer requests
  std::uint64_t emergencies = 0;       // emergency calls that their reserve let in
  std::uint64_t over_budget = 0;       // strangers over a common budget, let in without pressure
  std::uint64_t bans = 0;              // automatic ones
  std::uint64_t refused_bans = 0;      // the address table was full
  std::uint64_t refused_flows = 0;     // trust or proof not remembered: the flow table was full
  std::uint64_t evicted = 0;           // sources and prefixes forgotten while they still owed
  std::uint64_t edits_refused = 0;     // overlapping edits: the first wins
  std::uint64_t log_suppressed = 0;    // script log lines over the rate or over a full ring
  std::uint64_t lessons_lost = 0;      // the lessons ring was full
  std::uint64_t table_busy = 0;        // bounded try-locks that gave up
  std::uint64_t turns = 0;             // loop turns that had packets
  std::uint64_t sleeps = 0;            // times the lcore slept
  std::uint64_t busy_cycles = 0;       // TSC cycles spent in turns that had packets

  void drop(DropReason reason) noexcept { ++drops[static_cast<std::size_t>(reason)]; }

  // One datagram's end: `reason` kNone says that it left.
  void settle(SendKind kind, DropReason reason, std::uint32_t size) noexcept {
    if (reason == DropReason::kNone) {
      ++sent;
      sent_bytes += size;
      if (kind == SendKind::kForward) ++forwarded;
      if (kind == SendKind::kAnswer) ++answered;
    } else if (kind == SendKind::kExtra) {
      ++extra_refused;
    } else {
      drop(reason);
    }
  }

  std::uint64_t dropped() const noexcept {
    std::uint64_t sum = 0;
    for (const std::uint64_t n : drops) sum += n;
    return sum;
  }

  // received minus everything that became of it: 0, always.
  std::int64_t account_difference() const noexcept {
    return static_cast<std::int64_t>(received - forwarded - answered - handed_off - exception -
                                     keepalive - dropped());
  }

  Counters& operator+=(const Counters& other) noexcept;
};

static_assert(std::is_trivially_copyable_v<Counters> && sizeof(Counters) % 8 == 0);

// The words of Counters, for summing and copying: it holds nothing but 64-bit numbers.
inline constexpr std::size_t kCounterWords = sizeof(Counters) / 8;
using CounterWords = std::array<std::uint64_t, kCounterWords>;

inline Counters& Counters::operator+=(const Counters& other) noexcept {
  CounterWords mine;
  CounterWords theirs;
  std::memcpy(mine.data(), this, sizeof mine);
  std::memcpy(theirs.data(), &other, sizeof theirs);
  for (std::size_t i = 0; i < kCounterWords; ++i) mine[i] += theirs[i];
  std::memcpy(static_cast<void*>(this), mine.data(), sizeof mine);
  return *this;
}

// The copy that control reads: an lcore publishes at the end of a turn, so the account is exact in
// every snapshot. A seqlock; the writer never waits, a reader tries again while a copy is made.
class alignas(64) PublishedCounters {
 public:
  // By the lcore alone.
  void publish(const Counters& counters) noexcept {
    CounterWords words;
    std::memcpy(words.data(), &counters, sizeof words);
    const std::uint64_t version = version_.load(std::memory_order_relaxed);
    version_.store(version + 1, std::memory_order_relaxed);
    for (std::size_t i = 0; i < kCounterWords; ++i) {
      // Release: not before the odd version. (A fence would do, but ThreadSanitizer knows none.)
      words_[i].store(words[i], std::memory_order_release);
    }
    version_.store(version + 2, std::memory_order_release);
  }

  // By any thread.
  Counters read() const noexcept {
    CounterWords words;
    for (;;) {
      const std::uint64_t before = version_.load(std::memory_order_acquire);
      for (std::size_t i = 0; i < kCounterWords; ++i) {
        words[i] = words_[i].load(std::memory_order_acquire);
      }
      if ((before & 1) == 0 && version_.load(std::memory_order_relaxed) == before) break;
    }
    Counters counters;
    std::memcpy(static_cast<void*>(&counters), words.data(), sizeof words);
    return counters;
  }

 private:
  std::atomic<std::uint64_t> version_ = 0;
  std::array<std::atomic<std::uint64_t>, kCounterWords> words_{};
};

}  // namespace weir::dataplane
