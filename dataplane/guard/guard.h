// Who gets in: the gate before the parse, the gate after it, and what they remember.
//
// One Guard an lcore, used by that lcore alone: no lock, no atomic, fixed memory taken by make().
// A dropped packet is never answered. Control speaks to a guard through GuardCommand.
#pragma once

#include "dataplane/clock.h"
#include "dataplane/drops.h"
#include "dataplane/guard/access_lists.h"
#include "dataplane/guard/address_table.h"
#include "dataplane/guard/allowance.h"
#include "dataplane/guard/command.h"
#include "dataplane/guard/dialog_sources.h"
#include "dataplane/guard/examples.h"
#include "dataplane/guard/flow_table.h"
#include "dataplane/guard/meter.h"
#include "dataplane/guard/parameters.h"
#include "dataplane/guard/pike.h"
#include "dataplane/guard/source_table.h"
#include "dataplane/guard/survey.h"
#include "dataplane/packet.h"
#include "dataplane/tables/keyed_hash.h"

#include <array>
#include <cstdint>
#include <memory>
#include <span>

namespace weir::sip {
class MessageView;
}

namespace weir::dataplane::tables {
class SharedTable;
}

namespace weir::dataplane::guard {

// What the gate before the parse says of one packet.
struct alignas(4) Verdict {
  enum class Action : std::uint8_t { kAdmit, kKeepalive, kDrop };

  Action action = Action::kAdmit;
  DropReason reason = DropReason::kNone;    // for kDrop
  DropReason observed = DropReason::kNone;  // why `observe` alone let it go on
  std::uint8_t filler = 0;                  // so that all of it moves as one word

  bool admitted() const noexcept { return action == Action::kAdmit; }
  bool operator==(const Verdict&) const = default;
};

// Whether the lcore or control is behind: a full receive burst, or a handoff ring over half.
// Without pressure strangers' common budgets are counted but refuse nobody.
enum class Pressure : std::uint8_t { kNone, kHigh };

// True when the request carries our dialog cookie, in its topmost Route or its request URI, and the
// cookie fits its Call-ID.
using CookieCheck = bool (*)(const void* self, const sip::MessageView& message) noexcept;

// An address that the guard has banned by itself.
struct FreshBan {
  sip::Address address;
  std::uint32_t seconds = 0;
};

// Beyond the account, which the lcore keeps.
struct GuardStatistics {
  std::uint64_t evicted = 0;           // source slots taken from a source that still owed
  std::uint64_t evicted_prefixes = 0;  // the same for prefixes
  std::uint64_t refused_flows = 0;     // trust or proof not stored: the flow table is full
  std::uint64_t refused_bans = 0;      // bans not stored: the address table is full
  std::uint64_t bans = 0;              // automatic bans set
  std::uint64_t emergencies = 0;       // emergency calls let in by their reserve
  std::uint64_t over_budget = 0;       // strangers over a common budget, let in without pressure
  std::uint64_t observed_drops = 0;    // would have been dropped, were `observe` off
  std::array<std::uint64_t, kDropReasons> observed{};  // the same by reason
};

// Bytes of a guard's tables, taken at start and never more.
struct GuardMemory {
  std::size_t sources = 0;
  std::size_t prefixes = 0;
  std::size_t addresses = 0;
  std::size_t flows = 0;
  std::size_t others = 0;  // peers, pike, meters, dialogs
  std::size_t source_slots = 0;
};

class Guard {
 public:
  // Takes all its memory at once; null when the system refuses it. `seed` is random and secret.
  static std::unique_ptr<Guard> make(Frequency frequency, std::uint64_t seed,
                                     const Parameters& parameters, const GuardSizes& sizes = {});

  // Before the parse. Sets `klass` of each packet and one verdict for each; out.size() is at least
  // burst.size(). Payloads of 0 to 65,535 bytes of anything.
  void admit(Cycles now, std::span<Packet> burst, std::span<Verdict> out,
             Pressure pressure = Pressure::kNone) noexcept;

  // After the parse, for requests: kNone lets the packet go on. May raise `packet.klass`. What
  // `observe` alone let go on, last_observed() tells.
  DropReason admit_parsed(Cycles now, Packet& packet, const sip::MessageView& message) noexcept;

  // Why `observe` alone let the last packet of admit_parsed() go on; kNone: it would have gone on.
  DropReason last_observed() const noexcept { return last_observed_; }

  void forget_observed() noexcept { last_observed_ = DropReason::kNone; }

  // A reply with our branch from where the request went, or a nonce of ours from the address that
  // it was given to: the sender receives what we send there. Raises the class of a stranger to
  // proved and remembers the flow. kDialog, a dialog's cookie, is told to both sides of a call, and
  // by them to anybody: by that alone no source is banned.
  enum class Proof : std::uint8_t { kPath, kDialog };
  void note_proof(Cycles now, Packet& packet, Proof proof = Proof::kPath) noexcept;

  // Keeps a packet that a later stage drops as an example of its reason, now and then.
  void note_drop(Cycles now, const Packet& packet, DropReason reason) noexcept {
    examples_.note(now, packet, reason);
  }

  // Whether a stateless answer of `reply_size` bytes may leave for `packet`'s source. Always for
  // peers and trusted; for others once a request, under the lcore's reply budget, and at most
  // `kReplySlack` bytes larger than the request.
  bool may_answer(Cycles now, const Packet& packet, std::size_t reply_size) noexcept;
  static constexpr std::size_t kReplySlack = 512;

  // Whether the keepalive `packet` may be answered: it comes from a peer or a flow that is proved
  // or trusted, and not too often. Never evidence against anybody.
  bool may_answer_keepalive(Cycles now, const Packet& packet) noexcept;

  // pike_check_req: 1 within the density, -2 when it is exceeded first, -1 while it lasts.
  int pike_check(Cycles now, const sip::Address& source) noexcept;
  void set_pike(std::uint32_t unit_seconds, std::uint32_t density, std::uint32_t latency) noexcept;

  // From the lcore's command ring, and from a script. False when it is refused: no room, or a
  // script's ban of a peer or of an address with a trusted flow, which a spoofed packet could
  // cause.
  bool apply(Cycles now, const GuardCommand& command) noexcept;

  // The next of the automatic bans since the last turn; at most kFreshBans of a turn are kept.
  bool next_ban(FreshBan& ban) noexcept {
    if (fresh_bans_used_ == 0) return false;
    ban = fresh_bans_[--fresh_bans_used_];
    return true;
  }
  static constexpr std::size_t kFreshBans = 16;

  // $guard(rate): packets a second of the source that came as far as the script's question; of the
  // flow where it is proved or trusted, else of the address. `message` numbers them: who asks twice
  // for one message counts it once.
  std::uint32_t rate(Cycles now, const sip::Endpoint& source, SourceClass klass,
                     std::uint64_t message) noexcept;

  // Once a turn, after the packets: lets bans and trust expire, a few entries every 50 microseconds
  // at most, and goes on with a survey.
  void housekeep(Cycles now) noexcept;

  void set_cookie_check(CookieCheck check, const void* self) noexcept;

  // What is known of an address alone, as for a fragment: denied also when it is banned, trusted
  // when a trusted flow lives there, a peer when an entry without a port holds it.
  SourceClass class_of(Cycles now, const sip::Address& source) noexcept;

  // True while a survey goes on: the lcore shall not sleep.
  bool surveying() const noexcept { return surveyor_.busy(); }

  const GuardStatistics& statistics() const noexcept { return statistics_; }
  GuardMemory memory() const noexcept {
    return {sources_.bytes(),
            prefixes_.bytes(),
            addresses_.bytes(),
            flows_.bytes(),
            peer_caps_.bytes() + peer_keepalives_.bytes() + pike_.bytes() + meters_.bytes() +
                dialogs_.bytes(),
            sources_.slots()};
  }
  const Parameters& parameters() const noexcept { return parameters_; }
  const Examples& examples() const noexcept { return examples_; }

 private:
  struct Rates {
    Rate source, prefix, strangers, trusted, foreign, peer, peer_dialog, peer_new, reply, keepalive,
        peer_keepalive, emergency;
    std::array<Rate, kMethodGroups> method;
  };
  struct Look;  // one packet of a burst, hashed

  Guard(Frequency frequency, std::uint64_t seed, const Parameters& parameters) noexcept;

  void set_parameters(const Parameters& parameters) noexcept;
  void admit_batch(Cycles now, std::span<Packet> burst, std::span<Verdict> out) noexcept;
  void prepare(const Packet& packet, Look& look) const noexcept;
  void prefetch(std::span<const Look> looks) const noexcept;
  Verdict judge(Cycles now, Packet& packet, const Look& look) noexcept;
  Verdict judge_peer(Cycles now, const Packet& packet, std::uint32_t peer) noexcept;
  Verdict judge_flow(Cycles now, Packet& packet, const Look& look, AddressRow& row) noexcept;
  Verdict judge_stranger(Cycles now, const Packet& packet, const Look& look) noexcept;
  // Only where another budget refuses: who may come anyway leaves the reserve to others.
  bool is_emergency(Cycles now, const Packet& packet) noexcept {
    const std::span<const EmergencyNumber> numbers = parameters_.emergency_numbers;
    const bool has_numbers = numbers.front().size != 0;  // they are filled from the first on
    return is_emergency_call(packet.text(), numbers.first(has_numbers ? numbers.size() : 0)) &&
           admit_emergency(now);
  }
  bool admit_emergency(Cycles now) noexcept;
  Verdict over_budget(Cycles now, const Packet& packet, DropReason reason) noexcept;
  DropReason judge_commons(Cycles now, const Look& look) noexcept;
  void note_dialog(Cycles now, Packet& packet, const sip::MessageView& message) noexcept;
  DropReason judge_parsed(Cycles now, Packet& packet, const sip::MessageView& message) noexcept;
  bool budgets_hold() const noexcept { return pressed_ || parameters_.stranger_always; }
  bool script_bans(Cycles now, const sip::Address& source) const noexcept;
  void note_excess(Cycles now, AddressRow& row) noexcept;
  void ban_automatically(Cycles now, AddressRow& row) noexcept;
  bool ban(Cycles now, const GuardCommand& command) noexcept;
  void unban(const sip::Address& address) noexcept;
  bool trust(Cycles now, const sip::Endpoint& flow, std::uint32_t seconds) noexcept;
  bool is_spared(Cycles now, const sip::Address& address, const AddressRow* row) const noexcept;
  DropReason refuse(Cycles now, const Packet& packet, DropReason reason) noexcept;
  std::uint64_t hash_of(std::uint64_t key) const noexcept {
    return tables::hash_word(hash_key_, key);
  }

  Frequency frequency_;
  tables::HashKey hash_key_;
  Parameters parameters_;
  Rates rates_{};
  bool pressed_ = false;
  bool prefixes_ahead_ = false;     // of this burst, their hashes are known and their lines near
  std::size_t prefixes_asked_ = 0;  // of this burst's packets, or of the last burst's
  const AccessLists* lists_ = nullptr;
  Signatures* signatures_ = nullptr;  // null: the built-in names, uncounted
  CookieCheck cookie_check_ = nullptr;
  const void* cookie_self_ = nullptr;

  std::uint32_t dice_ = 1;  // of rough counts
  SourceTable sources_;
  SourceTable prefixes_;
  AddressTable addresses_;
  FlowTable flows_;
  FixedArray<Allowance> peer_caps_;
  FixedArray<Allowance> peer_keepalives_;
  Allowance strangers_;
  Allowance replies_;
  Allowance emergency_;
  std::array<Allowance, kMethodGroups> methods_{};
  Pike pike_;
  Examples examples_;
  Cycles expire_every_;
  std::uint64_t next_expiry_ = 0;
  MeterTable meters_;
  DialogSources dialogs_;
  std::uint64_t metered_ = 0;  // the last message that was asked about
  std::array<FreshBan, kFreshBans> fresh_bans_;
  std::size_t fresh_bans_used_ = 0;
  Surveyor surveyor_;
  GuardStatistics statistics_;
  DropReason last_observed_ = DropReason::kNone;
};

}  // namespace weir::dataplane::guard
