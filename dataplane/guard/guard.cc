#include "dataplane/guard/guard.h"

#include "dataplane/guard/classify.h"
#include "dataplane/guard/source_key.h"
#include "dataplane/tables/shared_table.h"

#include <algorithm>
#include <new>

namespace weir::dataplane::guard {

namespace {

constexpr std::uint64_t kExamplesPerSecond = 10;  // a reason
constexpr std::size_t kExpireRows = 16;           // looked at in each table
constexpr std::uint64_t kExpiresPerSecond = 20'000;

constexpr std::uint32_t kKeepaliveBurst = 4;   // seconds' worth of answers
constexpr std::uint32_t kPeerKeepalives = 50;  // flows that a peer entry stands for

constexpr Verdict kAdmitted{};
constexpr Verdict kKept{Verdict::Action::kKeepalive, DropReason::kNone, DropReason::kNone};

constexpr Verdict drop(DropReason reason) noexcept {
  return {Verdict::Action::kDrop, reason, DropReason::kNone};
}

// What the payload alone decides.
Verdict judge_unusual(const Packet& packet) noexcept {
  switch (classify(packet.text())) {
    case Payload::kSip:
      return kAdmitted;
    case Payload::kKeepalive:
      return kKept;
    case Payload::kOther:
      break;
  }
  return drop(is_reflector(packet.sport) ? DropReason::kReflection : DropReason::kNotSip);
}

inline Verdict judge_payload(const Packet& packet) noexcept {
  if (begins_as_usual(packet.text())) [[likely]]
    return kAdmitted;
  return judge_unusual(packet);
}

bool within(Allowance& allowance, Cycles now, Rate rate) noexcept {
  return !rate.limited() || allowance.admit(now, rate);
}

}  // namespace

// One packet of a burst, hashed, with its cache lines on their way.
struct Guard::Look {
  std::uint64_t key;
  std::uint64_t hash;
  std::uint64_t prefix_hash;  // where prefixes_ahead_
};

Guard::Guard(Frequency frequency, std::uint64_t seed, const Parameters& parameters) noexcept
    : frequency_(frequency),
      hash_key_(tables::HashKey::from_seed(seed)),
      examples_(frequency.per_event(kExamplesPerSecond)),
      expire_every_(frequency.per_event(kExpiresPerSecond)) {
  set_parameters(parameters);
}

std::unique_ptr<Guard> Guard::make(Frequency frequency, std::uint64_t seed,
                                   const Parameters& parameters, const GuardSizes& sizes) {
  std::unique_ptr<Guard> guard(new (std::nothrow) Guard(frequency, seed, parameters));
  if (guard == nullptr) return nullptr;
  const bool made = guard->sources_.make(sizes.sources) && guard->prefixes_.make(sizes.prefixes) &&
                    guard->addresses_.make(sizes.addresses) &&
                    guard->flows_.make(sizes.flows, tables::HashKey::from_seed(seed ^ 1)) &&
                    guard->peer_caps_.make(sizes.peers) &&
                    guard->peer_keepalives_.make(sizes.peers) && guard->pike_.make(sizes.pike) &&
                    guard->meters_.make(sizes.meters, frequency) &&
                    guard->dialogs_.make(sizes.dialogs, frequency);
  return made ? std::move(guard) : nullptr;
}

void Guard::set_parameters(const Parameters& p) noexcept {
  const auto rate = [this](std::uint32_t per_second, std::uint32_t burst) {
    return Rate::make(per_second, burst, frequency_.hz);
  };
  parameters_ = p;
  rates_.source = rate(p.source_rate, p.source_burst);
  rates_.prefix = rate(p.prefix_rate, p.prefix_burst);
  rates_.strangers =
      rate(p.stranger_rate, p.stranger_burst != 0 ? p.stranger_burst : p.stranger_rate / 10);
  rates_.trusted = rate(p.trusted_rate, p.trusted_burst);
  rates_.foreign = rate(p.foreign_rate, p.foreign_burst);
  rates_.peer = rate(p.peer_rate, p.peer_burst != 0 ? p.peer_burst : p.peer_rate);
  // The last quarter of the cap is for dialogs, the last eighth for replies.
  rates_.peer_dialog = {rates_.peer.cost, rates_.peer.depth / 8 * 7};
  rates_.peer_new = {rates_.peer.cost, rates_.peer.depth / 4 * 3};
  rates_.emergency = rate(p.emergency_rate, p.emergency_rate * 2);
  rates_.reply = rate(p.reply_rate, p.reply_rate / 10);
  rates_.keepalive = rate(p.keepalive_rate, p.keepalive_rate * kKeepaliveBurst);
  rates_.peer_keepalive =
      rate(p.keepalive_rate * kPeerKeepalives, p.keepalive_rate * kPeerKeepalives);
  for (std::size_t i = 0; i < kMethodGroups; ++i) {
    rates_.method[i] = rate(p.method_rate[i], p.method_rate[i] / 10);
  }
  set_pike(p.pike_unit, p.pike_density, p.pike_latency);
}

void Guard::set_pike(std::uint32_t unit_seconds, std::uint32_t density,
                     std::uint32_t latency) noexcept {
  pike_.set(frequency_, unit_seconds, density, latency);
}

void Guard::set_cookie_check(CookieCheck check, const void* self) noexcept {
  cookie_check_ = check;
  cookie_self_ = self;
}

void Guard::admit(Cycles now, std::span<Packet> burst, std::span<Verdict> out,
                  Pressure pressure) noexcept {
  pressed_ = pressure == Pressure::kHigh;
  while (!burst.empty()) {
    const std::size_t n = std::min<std::size_t>(burst.size(), kBurst);
    admit_batch(now, burst.first(n), out.first(n));
    burst = burst.subspan(n);
    out = out.subspan(n);
  }
}

// All hashes first, then all prefetches, then the verdicts: a prefetch waits for its address to be
// translated, and the fewer instructions lie between two of them the more of them wait together.
void Guard::admit_batch(Cycles now, std::span<Packet> burst, std::span<Verdict> out) noexcept {
  std::array<Look, kBurst> looks;
  std::array<std::uint8_t, kBurst> look_of;
  std::size_t n = 0;
  // Who is over his own rate is not asked for his prefix's: in a flood of such nobody's is hashed
  // beforehand, until a quarter of a burst was asked for it.
  prefixes_ahead_ = rates_.prefix.limited() && prefixes_asked_ * 4 >= burst.size();
  prefixes_asked_ = 0;
  for (std::size_t i = 0; i < burst.size(); ++i) {
    // A flood from few sources comes in trains, whose hashes are known.
    if (i == 0 || burst[i].src != burst[i - 1].src) prepare(burst[i], looks[n++]);
    look_of[i] = static_cast<std::uint8_t>(n - 1);
  }
  prefetch({looks.data(), n});
  for (std::size_t i = 0; i < burst.size(); ++i) {
    out[i] = judge(now, burst[i], looks[look_of[i]]);
    if (out[i].action != Verdict::Action::kDrop) continue;
    if (refuse(now, burst[i], out[i].reason) != DropReason::kNone) continue;
    out[i] = {Verdict::Action::kAdmit, DropReason::kNone, out[i].reason};
  }
}

void Guard::prepare(const Packet& packet, Look& look) const noexcept {
  look.key = source_key(packet.src);
  look.hash = hash_of(look.key);
  if (prefixes_ahead_) look.prefix_hash = hash_of(prefix_key(look.key));
}

void Guard::prefetch(std::span<const Look> looks) const noexcept {
  for (const Look& look : looks) sources_.prefetch(look.hash);
  for (const Look& look : looks) addresses_.prefetch(look.hash);
  if (!prefixes_ahead_) return;
  for (const Look& look : looks) prefixes_.prefetch(look.prefix_hash);
}

Verdict Guard::judge(Cycles now, Packet& packet, const Look& look) noexcept {
  packet.klass = SourceClass::kStranger;
  if (lists_ != nullptr) {
    const std::uint32_t peer = lists_->find_peer(packet.src, packet.sport);
    if (peer != AccessLists::kNone) {
      packet.klass = SourceClass::kPeer;
      return judge_peer(now, packet, peer);
    }
    if (const Denial denial = lists_->denial(packet.src); denial != Denial::kNone) {
      packet.klass = SourceClass::kDenied;
      return drop(denial == Denial::kGeoip ? DropReason::kGeoip : DropReason::kDenied);
    }
  }
  AddressRow* const row = addresses_.find(look.key, look.hash);
  if (row != nullptr && row->banned(now)) {
    row->excess += row->excess != ~0u;
    return drop(DropReason::kBanned);
  }
  if (script_bans(now, packet.src)) return drop(DropReason::kBanned);

  const bool known = row != nullptr && (row->trusted(now) || row->proved(now));
  if (known) return judge_flow(now, packet, look, *row);
  const Verdict verdict = judge_payload(packet);
  return verdict.admitted() ? judge_stranger(now, packet, look) : verdict;
}

Verdict Guard::judge_peer(Cycles now, const Packet& packet, std::uint32_t peer) noexcept {
  const Verdict verdict = judge_payload(packet);
  if (!verdict.admitted()) return verdict;
  Allowance& cap = peer_caps_[peer % peer_caps_.size()];
  if (within(cap, now, rates_.peer_new)) return kAdmitted;
  const Precedence precedence = precedence_of(packet.text());
  const Rate& rate = precedence == Precedence::kReply ? rates_.peer : rates_.peer_dialog;
  if (precedence != Precedence::kNew && within(cap, now, rate)) return kAdmitted;
  return over_budget(now, packet, DropReason::kRatePeer);
}

bool Guard::admit_emergency(Cycles now) noexcept {
  if (!rates_.emergency.limited() || !emergency_.admit(now, rates_.emergency)) return false;
  ++statistics_.emergencies;
  return true;
}

Verdict Guard::over_budget(Cycles now, const Packet& packet, DropReason reason) noexcept {
  return is_emergency(now, packet) ? kAdmitted : drop(reason);
}

// An address with trusted or proved flows: this one, or another port of it.
Verdict Guard::judge_flow(Cycles now, Packet& packet, const Look& look, AddressRow& row) noexcept {
  FlowRow* const flow = flows_.find({packet.src, packet.sport}, now);
  if (flow != nullptr) packet.klass = flow->klass;
  const Verdict verdict = judge_payload(packet);
  if (!verdict.admitted()) return verdict;
  if (packet.klass == SourceClass::kTrusted) {
    if (within(flow->allowance, now, rates_.trusted)) return kAdmitted;
    return over_budget(now, packet, DropReason::kRateTrusted);
  }
  if (packet.klass == SourceClass::kProved) {
    if (within(flow->allowance, now, rates_.source)) return kAdmitted;
    note_excess(now, row);
    return over_budget(now, packet, DropReason::kRateSource);
  }
  if (!row.trusted(now)) return judge_stranger(now, packet, look);
  if (!within(row.foreign, now, rates_.foreign)) {
    return over_budget(now, packet, DropReason::kRateSource);
  }
  // Many trusted addresses are many small budgets: together they are bounded as strangers are.
  const DropReason reason = judge_commons(now, look);
  return reason == DropReason::kNone ? kAdmitted : over_budget(now, packet, reason);
}

Verdict Guard::judge_stranger(Cycles now, const Packet& packet, const Look& look) noexcept {
  const auto slot = sources_.take(look.key, look.hash, now, statistics_.evicted);
  slot.packets().add(dice_);
  DropReason reason = DropReason::kRateSource;
  if (within(slot.allowance(), now, rates_.source)) {
    reason = judge_commons(now, look);
    if (reason == DropReason::kNone) return kAdmitted;
  }
  if (is_emergency(now, packet)) return kAdmitted;
  slot.dropped().add(dice_);
  return drop(reason);
}

// The budgets that strangers share: counted always, and refusing only when they have to.
DropReason Guard::judge_commons(Cycles now, const Look& look) noexcept {
  DropReason reason = DropReason::kNone;
  if (rates_.prefix.limited()) {
    ++prefixes_asked_;
    const std::uint64_t prefix = prefix_key(look.key);
    const std::uint64_t hash = prefixes_ahead_ ? look.prefix_hash : hash_of(prefix);
    const auto slot = prefixes_.take(prefix, hash, now, statistics_.evicted_prefixes);
    slot.packets().add(dice_);
    if (!slot.allowance().admit(now, rates_.prefix)) {
      reason = DropReason::kRatePrefix;
      slot.dropped().add(dice_);
    }
  }
  if (reason == DropReason::kNone && !within(strangers_, now, rates_.strangers)) {
    reason = DropReason::kRateStrangers;
  }
  if (reason == DropReason::kNone || budgets_hold()) return reason;
  ++statistics_.over_budget;
  return DropReason::kNone;
}

bool Guard::script_bans(Cycles now, const sip::Address& source) const noexcept {
  const tables::SharedTable* const table = parameters_.ban_table;
  if (!parameters_.ban_gate || table == nullptr || !table->has_addresses()) return false;
  return table->holds(source, tables::table_time(now, frequency_));
}

// Counts and keeps an example; kNone when `observe` lets the packet go on.
DropReason Guard::refuse(Cycles now, const Packet& packet, DropReason reason) noexcept {
  examples_.note(now, packet, reason);
  if (!parameters_.observe) return reason;
  last_observed_ = reason;
  ++statistics_.observed_drops;
  ++statistics_.observed[static_cast<std::size_t>(reason)];
  return DropReason::kNone;
}

bool Guard::may_answer(Cycles now, const Packet& packet, std::size_t reply_size) noexcept {
  if (packet.klass >= SourceClass::kTrusted) return true;
  if (reply_size > packet.size + kReplySlack) return false;
  return packet.klass == SourceClass::kProved || within(replies_, now, rates_.reply);
}

bool Guard::may_answer_keepalive(Cycles now, const Packet& packet) noexcept {
  if (parameters_.keepalive_rate == 0) return false;
  if (packet.klass == SourceClass::kPeer) {
    const std::uint32_t peer = lists_->find_peer(packet.src, packet.sport);
    const std::size_t row = peer % peer_keepalives_.size();
    return peer_keepalives_[row].admit(now, rates_.peer_keepalive);
  }
  if (packet.klass != SourceClass::kTrusted && packet.klass != SourceClass::kProved) return false;
  FlowRow* const flow = flows_.find({packet.src, packet.sport}, now);
  return flow != nullptr && flow->keepalives.admit(now, rates_.keepalive);
}

SourceClass Guard::class_of(Cycles now, const sip::Address& source) noexcept {
  if (lists_ != nullptr && lists_->denied(source)) return SourceClass::kDenied;
  if (lists_ != nullptr && lists_->peer_at(source)) return SourceClass::kPeer;
  const std::uint64_t key = source_key(source);
  const AddressRow* const row = addresses_.find(key, hash_of(key));
  if (row == nullptr) return SourceClass::kStranger;
  if (row->trusted(now)) return SourceClass::kTrusted;
  if (row->banned(now)) return SourceClass::kDenied;
  return row->proved(now) ? SourceClass::kProved : SourceClass::kStranger;
}

std::uint32_t Guard::rate(Cycles now, const sip::Endpoint& source, SourceClass klass,
                          std::uint64_t message) noexcept {
  const bool flow = klass == SourceClass::kProved || klass == SourceClass::kTrusted;
  const std::uint64_t key = source_key(source.address);
  const std::uint64_t hash =
      flow ? tables::hash_pair(hash_key_, key, source.port | 0x10000u) : hash_of(key);
  const bool fresh = message != metered_;
  metered_ = message;
  return meters_.ask(hash, now, fresh);
}

int Guard::pike_check(Cycles now, const sip::Address& source) noexcept {
  const std::uint64_t key = source_key(source);
  return pike_.check(now, key, hash_of(key));
}

void Guard::housekeep(Cycles now) noexcept {
  if (count(now) >= next_expiry_) {  // rows are cold: a look at each turn costs more than a verdict
    next_expiry_ = count(now + expire_every_);
    addresses_.expire(now, kExpireRows, [this](std::uint64_t key) { return hash_of(key); });
    flows_.expire(now, kExpireRows);
  }
  if (surveyor_.busy()) {
    surveyor_.step(now, frequency_, sources_, prefixes_, addresses_, flows_, examples_,
                   statistics_.observed);
  }
}

}  // namespace weir::dataplane::guard
