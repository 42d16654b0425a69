// Time: retransmissions, timeouts, the end of a transaction. RFC 3261 section 17, Kamailio's
// timers.
#include "control/transaction/engine.h"

#include <algorithm>

namespace weir::control::transaction {
namespace {

Milliseconds chosen(std::uint32_t own, Milliseconds otherwise) noexcept {
  return own != 0 ? Milliseconds(own) : otherwise;
}

}  // namespace

Milliseconds Engine::fr(const Transaction& t) const noexcept {
  return chosen(t.armed.fr, parameters_.fr);
}
Milliseconds Engine::fr_inv(const Transaction& t) const noexcept {
  return chosen(t.armed.fr_inv, parameters_.fr_inv);
}
Milliseconds Engine::first_interval(const Transaction& t) const noexcept {
  return chosen(t.armed.retransmit_first, parameters_.retransmit_first);
}
Milliseconds Engine::most_interval(const Transaction& t) const noexcept {
  return chosen(t.armed.retransmit_most, parameters_.retransmit_most);
}

void Engine::begin_lifetime(Transaction& t) {
  const Milliseconds life = t.invite() ? chosen(t.armed.lifetime_inv, parameters_.lifetime_inv)
                                       : chosen(t.armed.lifetime, parameters_.lifetime);
  if (life.count() > 0) t.end_at = t.created + life;
}

// One timer a transaction: for what comes first. It is left where it stands when that is sooner,
// and looks again then.
void Engine::arm(Transaction& t) {
  Milliseconds next = std::min({t.answer.at, t.end_at, t.wait_at});
  for (const Branch& b : t.branches) {
    next = std::min({next, b.request.at, b.cancelling.at, b.fr_at, b.cancel_fr_at});
  }
  if (next == kNever || next >= t.timer_at) return;
  timers_.cancel(t.timer);
  t.timer_at = next;
  const std::uint32_t index = t.index;
  const std::uint32_t generation = t.generation;
  t.timer = timers_.start(next - now_(), [this, index, generation] { tick(index, generation); });
}

void Engine::tick(std::uint32_t index, std::uint32_t generation) {
  Transaction* const found = pool_.find(index, generation);
  if (found == nullptr) return;
  Transaction& t = *found;
  const Milliseconds now = now_();
  t.timer_at = kNever;
  if (t.wait_at <= now) return forget(t);
  if (t.answer.due(now)) {
    ++counts_.sent_again;
    desk_.send(t.upstream, t.reply);
    t.answer.next(now, most_interval(t));
  }
  const bool ended = t.end_at <= now;
  if (ended) {
    t.end_at = kNever;
    t.expired = true;
  }
  // A failure_route may add branches while we look.
  for (std::size_t i = 0; i < t.branches.size(); ++i) {
    if (ended && t.branches[i].pending()) t.branches[i].fr_at = now;
    tick_branch(t, i);
  }
  if (ended && t.status < 200 && !t.pending()) {
    answer_locally(t, 408, sip::reason_phrase(408));
  }
  arm(t);
}

void Engine::tick_branch(Transaction& t, std::size_t number) {
  Branch& branch = t.branches[number];
  const Milliseconds now = now_();
  if (branch.cancel_fr_at <= now) {
    branch.cancelling.stop();
    branch.cancel_fr_at = kNever;
  }
  if (branch.cancelling.due(now)) {
    ++counts_.sent_again;
    desk_.send(branch.sent.hop, branch.cancel);
    branch.cancelling.next(now, most_interval(t));
  }
  if (branch.fr_at <= now) return time_out(t, number);
  if (!branch.request.due(now)) return;
  ++counts_.sent_again;
  desk_.send(branch.sent.hop, branch.sent.bytes);
  branch.request.next(now, most_interval(t));
}

// No final reply has come: ours is 408, and what may still ring is taken back. RFC 3261
// section 16.8.
void Engine::time_out(Transaction& t, std::size_t number) {
  Branch& branch = t.branches[number];
  branch.fr_at = kNever;
  branch.request.stop();
  if (!branch.pending()) return;
  ++counts_.timeouts;
  if (t.invite() && branch.provisional && !branch.cancelled) cancel_branch(t, branch, {});
  branch.status = 408;
  branch.faked = true;
  branch.timed_out = true;
  if (t.status < 200) settle_refusal(t, number);
}

}  // namespace weir::control::transaction
