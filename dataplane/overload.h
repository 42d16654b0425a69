// Overload control between friends, as client and as server: RFC 7339 (loss), RFC 7415 (rate).
//
// One lcore's. Dialogs in progress and emergency calls go before new requests (RFC 7339 section
// 5.10.1).
#pragma once

#include "dataplane/clock.h"
#include "dataplane/guard/allowance.h"
#include "dataplane/guard/precedence.h"
#include "dataplane/tables/keyed_hash.h"
#include "sip/address.h"
#include "sip/overload.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace weir::dataplane {

// What next hops ask of us.
class OverloadClients {
 public:
  OverloadClients(Frequency frequency, std::uint64_t seed) noexcept
      : frequency_(frequency), key_(tables::HashKey::from_seed(seed)) {}

  // A report from `hop`, which has proved to be where we sent to. An older one than the last, and
  // one more hop than there is room for, are left out.
  void learn(Cycles now, const sip::Endpoint& hop, const sip::OverloadReport& report) noexcept;

  // Whether a request may go to `hop`. `transaction` names it: a retransmission has the same fate
  // while the hop's wish stays the same.
  bool may_send(Cycles now, const sip::Endpoint& hop, guard::Precedence precedence,
                std::string_view transaction) noexcept;

  // Whether any hop has asked for anything yet.
  bool any() const noexcept { return used_ != 0; }

  static constexpr std::size_t kHops = 64;

 private:
  struct Hop {
    sip::Endpoint at;
    sip::OverloadReport report;
    std::uint64_t until = 0;  // in cycles; 0: free
    std::uint64_t sequence = 0;
    guard::Rate rate, rate_new;  // with kRate
    guard::Allowance allowance;
    std::uint32_t seen = 0;  // requests lately, and those of them that begin something
    std::uint32_t seen_new = 0;
  };

  Hop* find(const sip::Endpoint& hop) noexcept;
  bool survives(Hop& hop, guard::Precedence precedence, std::string_view transaction) noexcept;

  Frequency frequency_;
  tables::HashKey key_;
  std::array<Hop, kHops> hops_{};
  std::size_t used_ = 0;
};

// What we ask of those before us.
class OverloadServer {
 public:
  explicit OverloadServer(Frequency frequency) noexcept : window_(frequency.milliseconds(100)) {}

  // Once a turn: whether the lcore was behind. Every tenth of a second that was behind for the most
  // part asks for a twentieth more to be held back, up to 90 percent; every other for as much less.
  void note_turn(Cycles now, bool behind) noexcept;

  std::uint32_t loss() const noexcept { return loss_; }

  // The report for a client that offers `offer`: with `cap` requests a second agreed, a rate where
  // it can do one.
  sip::OverloadReport report(const sip::OverloadOffer& offer, std::uint32_t cap,
                             std::int64_t wall_ns) const noexcept;

 private:
  Cycles window_;
  std::uint64_t begin_ = 0;
  std::uint32_t turns_ = 0;
  std::uint32_t behind_ = 0;
  std::uint32_t loss_ = 0;  // percent
};

}  // namespace weir::dataplane
