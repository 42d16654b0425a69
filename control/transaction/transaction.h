// Transaction: one request, its branches and what came back. RFC 3261 sections 16.7 and 17.
#pragma once

#include "control/timers.h"
#include "control/transaction/desk.h"
#include "routes/armed.h"
#include "routes/kept_notes.h"
#include "sip/names.h"
#include "sip/via_fix.h"

#include <cstdint>
#include <string>
#include <vector>

namespace weir::control::transaction {

// A point in time that never comes.
inline constexpr Milliseconds kNever = Milliseconds::max();

// Something sent again and again, at intervals that double (timers A, E and G).
struct Retransmission {
  Milliseconds at = kNever;
  Milliseconds interval{0};

  void begin(Milliseconds now, Milliseconds first) noexcept {
    interval = first;
    at = now + first;
  }
  void next(Milliseconds now, Milliseconds most) noexcept {
    interval = interval * 2 > most ? most : interval * 2;
    at = now + interval;
  }
  void stop() noexcept { at = kNever; }
  bool due(Milliseconds now) const noexcept { return at <= now; }
};

// The client side towards one target.
struct Branch {
  std::uint64_t id = 0;  // branch_id() of our Via
  Datagram sent;
  std::string uri;  // the R-URI that left
  std::string cancel;
  std::string onward;  // its final refusal as it would go upstream

  std::uint16_t status = 0;  // the last one; 0: none yet
  bool unsent = false;       // it never left: it has no reply and gets none
  bool provisional = false;  // some reply has come before a final one
  bool replied = false;      // and the script has seen one
  bool faked = false;        // the final status is our own
  bool timed_out = false;    // fr_timer or fr_inv_timer made it
  bool cancelled = false;    // nobody waits for it any more
  bool dropped = false;      // its reply is not chosen

  std::int16_t on_failure = routes::Armed::kNone;
  std::int16_t on_reply = routes::Armed::kNone;
  std::int16_t on_branch_failure = routes::Armed::kNone;
  std::uint32_t flags = 0;
  unsigned cancel_code = 0;  // why: the status of the Reason; 0: no Reason of ours

  Retransmission request;     // timer A or E
  Retransmission cancelling;  // timer E of its CANCEL
  Milliseconds fr_at = kNever;
  Milliseconds cancel_fr_at = kNever;

  bool pending() const noexcept { return !unsent && status < 200; }
};

// The server side, and what the script has said.
struct Transaction {
  std::uint32_t index = 0;  // its place in the pool, and how often that was used
  std::uint32_t generation = 0;
  std::uint64_t key = 0;  // of the request, as it comes again

  sip::Method method = sip::Method::kOther;
  std::uint8_t source_class = 0;
  std::string request;  // as received
  routes::Reception reception;
  sip::ViaFix fix;
  Hop upstream;
  std::string cancel_reason;  // the Reason line of the client's CANCEL

  std::uint16_t status = 0;  // the last one sent upstream
  std::string reply;
  int chosen = -1;  // the branch whose reply went upstream; -1: our own, or none

  std::vector<Branch> branches;
  std::uint32_t first_of_set = 0;  // of the branches that were added last
  routes::Armed armed;
  routes::KeptRequest kept;
  routes::KeptState state;

  bool cancelled = false;
  bool expired = false;
  bool blocked = false;    // a 6xx ends it: no branch more
  bool replicate = false;  // replies are not passed on
  bool dropped = false;    // t_drop()
  bool saved = false;      // t_save_lumps() has taken the edits
  bool released = false;   // t_release(): ends with its run
  bool in_use = false;     // a run works on it: it must not go

  Retransmission answer;          // timer G
  Milliseconds end_at = kNever;   // max_inv_lifetime and its kin
  Milliseconds wait_at = kNever;  // it is forgotten
  Milliseconds created{0};
  TimerId timer;
  Milliseconds timer_at = kNever;

  bool invite() const noexcept { return method == sip::Method::kInvite; }
  bool pending() const noexcept {
    for (const Branch& branch : branches) {
      if (branch.pending()) return true;
    }
    return false;
  }
  // Memory beside the object itself.
  std::size_t bytes() const noexcept;
};

}  // namespace weir::control::transaction
