// What the guard learns and is told: proof, trust, bans. See guard.h.
#include "dataplane/guard/guard.h"

#include "dataplane/guard/scanners.h"
#include "dataplane/guard/signatures.h"
#include "dataplane/guard/source_key.h"
#include "sip/message.h"

#include <algorithm>

namespace weir::dataplane::guard {

namespace {

constexpr std::uint32_t kMaxLevel = 16;

MethodGroup group_of(sip::Method method) noexcept {
  if (method == sip::Method::kRegister) return MethodGroup::kRegister;
  if (method == sip::Method::kInvite) return MethodGroup::kInvite;
  if (method == sip::Method::kOptions) return MethodGroup::kOptions;
  return MethodGroup::kOther;
}

// A request inside a dialog, as far as its To tag tells.
bool is_in_dialog(const sip::MessageView& message) noexcept {
  const auto to = message.to();
  return to && (*to)->has_tag;
}

}  // namespace

DropReason Guard::admit_parsed(Cycles now, Packet& packet,
                               const sip::MessageView& message) noexcept {
  last_observed_ = DropReason::kNone;
  const DropReason reason = judge_parsed(now, packet, message);
  return reason == DropReason::kNone ? reason : refuse(now, packet, reason);
}

DropReason Guard::judge_parsed(Cycles now, Packet& packet,
                               const sip::MessageView& message) noexcept {
  if (packet.klass >= SourceClass::kTrusted || !message.is_request()) return DropReason::kNone;
  if (signatures_ != nullptr ? signatures_->match(message) : is_scanner(message)) {
    return DropReason::kScanner;
  }
  if (is_in_dialog(message)) {
    if (cookie_check_ != nullptr && cookie_check_(cookie_self_, message)) {
      note_dialog(now, packet, message);
      return DropReason::kNone;
    }
    // The ACK to a refused INVITE has a To tag and no Route: nobody had a dialog yet. It cannot
    // cause a reply.
    const bool must_prove = parameters_.refuse_foreign_dialogs || pressed_;
    if (must_prove && message.method() != sip::Method::kAck &&
        packet.klass == SourceClass::kStranger) {
      return DropReason::kForeignDialog;
    }
  }
  if (packet.klass != SourceClass::kStranger) return DropReason::kNone;
  const auto group = static_cast<std::size_t>(group_of(message.method()));
  const Rate rate = rates_.method[group];
  if (!rate.limited() || methods_[group].admit(now, rate)) return DropReason::kNone;
  if (budgets_hold()) {
    return is_emergency(now, packet) ? DropReason::kNone : DropReason::kRateMethod;
  }
  ++statistics_.over_budget;
  return DropReason::kNone;
}

// A cookie that comes from everywhere is one that its owner has told: whoever says it is let in, as
// the stranger he is.
void Guard::note_dialog(Cycles now, Packet& packet, const sip::MessageView& message) noexcept {
  const auto call_id = message.call_id();
  if (!call_id) return;
  const std::uint64_t source = hash_of(source_key(packet.src));
  if (!dialogs_.admit(tables::hash_text(hash_key_, *call_id), source, now)) return;
  note_proof(now, packet, Proof::kDialog);
}

void Guard::note_proof(Cycles now, Packet& packet, Proof proof) noexcept {
  if (packet.klass > SourceClass::kProved || packet.klass == SourceClass::kDenied) return;
  packet.klass = SourceClass::kProved;
  const sip::Endpoint source{packet.src, packet.sport};
  const std::uint64_t key = source_key(packet.src);
  const std::uint64_t until = count(now + frequency_.seconds(parameters_.proved_seconds));
  AddressRow* const row = addresses_.take(key, hash_of(key), AddressTable::Purpose::kProof);
  FlowRow* const flow = row == nullptr ? nullptr : flows_.take(source, SourceClass::kProved);
  if (flow == nullptr) {
    ++statistics_.refused_flows;
    return;
  }
  if (flow->klass == SourceClass::kTrusted && flow->until <= count(now)) {
    flow->klass = SourceClass::kProved;
  }
  flow->until = std::max(flow->until, until);
  row->path_proved = proof == Proof::kPath || (row->path_proved && row->proved(now));
  row->proved_until = std::max(row->proved_until, until);
  row->keep_until(until);
}

bool Guard::trust(Cycles now, const sip::Endpoint& flow, std::uint32_t seconds) noexcept {
  const std::uint64_t key = source_key(flow.address);
  const std::uint64_t until =
      count(now + frequency_.seconds(std::min(seconds, parameters_.trust_seconds)));
  AddressRow* const row = addresses_.take(key, hash_of(key), AddressTable::Purpose::kBanOrTrust);
  FlowRow* const slot = row == nullptr ? nullptr : flows_.take(flow, SourceClass::kTrusted);
  if (slot == nullptr) {
    ++statistics_.refused_flows;
    return false;
  }
  if (slot->klass != SourceClass::kTrusted) slot->allowance = {};
  slot->klass = SourceClass::kTrusted;
  slot->until = until;  // a shorter binding shortens it
  row->trusted_until = std::max(row->trusted_until, until);
  row->keep_until(row->trusted_until);
  // Whoever has a customer behind it is not banned as a whole.
  if (row->reason == BanReason::kAutomatic) row->banned_until = 0;
  return true;
}

// A proved source over its rate for long enough is banned, unless a trusted flow shares its
// address.
void Guard::note_excess(Cycles now, AddressRow& row) noexcept {
  if (count(now) - row.excess_since >= frequency_.hz) {
    row.excess_since = count(now);
    row.excess = 0;
  }
  if (++row.excess < parameters_.ban_excess || row.trusted(now) || !row.path_proved) return;
  ban_automatically(now, row);
}

void Guard::ban_automatically(Cycles now, AddressRow& row) noexcept {
  const std::uint64_t first = parameters_.ban_seconds;
  const std::uint64_t seconds =
      std::min<std::uint64_t>(first << row.level, std::max(parameters_.ban_limit, 1u));
  if (row.level < kMaxLevel) ++row.level;
  row.ban(now, now + frequency_.seconds(seconds), BanReason::kAutomatic);
  // Remembered as long again as the longest ban, so that coming back at once doubles it.
  row.keep_until(row.banned_until + count(frequency_.seconds(parameters_.ban_limit)));
  ++statistics_.bans;
  if (fresh_bans_used_ == fresh_bans_.size()) return;
  fresh_bans_[fresh_bans_used_++] = {source_address(row.key), static_cast<std::uint32_t>(seconds)};
}

// One packet makes a script ban, and its source may be spoofed.
bool Guard::is_spared(Cycles now, const sip::Address& address,
                      const AddressRow* row) const noexcept {
  return (lists_ != nullptr && lists_->peer_at(address)) || (row != nullptr && row->trusted(now));
}

bool Guard::ban(Cycles now, const GuardCommand& command) noexcept {
  const std::uint64_t key = source_key(command.address);
  AddressRow* const known = addresses_.find(key, hash_of(key));
  if (command.reason == BanReason::kAutomatic) {
    // A spoofed stream must not ban a customer: no proof, no automatic ban.
    if (known == nullptr || !known->proved(now) || !known->path_proved || known->trusted(now)) {
      return false;
    }
    ban_automatically(now, *known);
    return true;
  }
  if (command.reason == BanReason::kScript && is_spared(now, command.address, known)) return false;
  AddressRow* const row = addresses_.take(key, hash_of(key), AddressTable::Purpose::kBanOrTrust);
  if (row == nullptr) {
    ++statistics_.refused_bans;
    return false;
  }
  const std::uint32_t seconds = command.seconds != 0 ? command.seconds : parameters_.ban_seconds;
  row->ban(now, now + frequency_.seconds(seconds), command.reason);
  row->keep_until(row->banned_until);
  return true;
}

void Guard::unban(const sip::Address& address) noexcept {
  const std::uint64_t key = source_key(address);
  AddressRow* const row = addresses_.find(key, hash_of(key));
  if (row == nullptr) return;
  row->banned_until = 0;
  row->level = 0;
  row->excess = 0;
}

bool Guard::apply(Cycles now, const GuardCommand& command) noexcept {
  switch (command.kind) {
    case CommandKind::kBan:
      return ban(now, command);
    case CommandKind::kUnban:
      unban(command.address);
      break;
    case CommandKind::kTrust:
      return trust(now, {command.address, command.port}, command.seconds);
    case CommandKind::kDistrust:
      flows_.remove({command.address, command.port});
      break;
    case CommandKind::kLists:
      lists_ = command.lists;
      peer_caps_.clear();
      peer_keepalives_.clear();
      break;
    case CommandKind::kSignatures:
      signatures_ = command.signatures;
      break;
    case CommandKind::kParameters:
      set_parameters(*command.parameters);
      break;
    case CommandKind::kSurvey:
      surveyor_.start(command.survey);
      break;
  }
  return true;
}

}  // namespace weir::dataplane::guard
