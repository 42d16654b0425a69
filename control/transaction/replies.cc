// Replies of branches, in Kamailio's order: reply_route, ACK, onreply_route, what follows.
#include "control/transaction/engine.h"
#include "control/transaction/hop_by_hop.h"
#include "control/transaction/scope.h"

#include <utility>

namespace weir::control::transaction {

using sip::Method;

void Engine::handle_reply(Message& message) {
  Run run;
  run.message = &message;
  run.mode = Mode::kReply;
  const Scope scope(*this, run);
  const routes::RunResult ran = desk_.run(message, routes::RouteKind::kReply, 0);
  // What the reply_route refuses is hidden from its transaction.
  if (ran.stop != routes::RunResult::Stop::kDone || ran.return_code <= 0) return;
  const sip::MessageView& reply = message.job->message;
  const BranchPlace place = pool_.find_branch(branch_of(reply));
  if (place.transaction == nullptr) {
    ++counts_.unmatched_replies;
    static_cast<void>(desk_.forward_reply(message));
    return;
  }
  Transaction& t = *place.transaction;
  const Method method = reply.method_for_reply();
  if (method == Method::kCancel && t.method != Method::kCancel) {
    take_cancel_reply(t.branches[place.branch], reply.status());
    return arm(t);
  }
  if (method != t.method) {  // to no request of ours
    static_cast<void>(desk_.forward_reply(message));
    return;
  }
  run.transaction = &t;
  run.branch = static_cast<int>(place.branch);
  const std::uint32_t index = t.index;
  const std::uint32_t generation = t.generation;
  take_branch_reply(run, t, place.branch);
  if (pool_.find(index, generation) == nullptr) return;
  t.branches[place.branch].replied = true;
  arm(t);
}

void Engine::take_cancel_reply(Branch& branch, unsigned status) {
  branch.cancelling.stop();
  if (status >= 200) branch.cancel_fr_at = kNever;
}

void Engine::take_branch_reply(Run& run, Transaction& t, std::size_t number) {
  Branch& branch = t.branches[number];
  const sip::MessageView& reply = run.message->job->message;
  unsigned status = reply.status();
  const bool again = branch.status >= 200;
  const Milliseconds now = now_();
  if (t.invite() && status >= 300 && scratch_.parse(branch.sent.bytes) == sip::Error::kNone) {
    desk_.send(branch.sent.hop, make_ack(scratch_, reply));
  }
  if (status >= 200) {
    branch.request.stop();
    branch.fr_at = kNever;
  } else {
    // Timer A stops; timer E goes on at its longest (RFC 3261 section 17.1.2.2).
    if (t.invite()) branch.request.stop();
    if (!t.invite() && !again) branch.request.begin(now, most_interval(t));
    branch.provisional = true;
  }
  if (status < 200 && branch.cancelled) {
    cancel_branch(t, branch, {});
    if (!again) branch.status = static_cast<std::uint16_t>(status);
    return;
  }
  if (!run_onreply(run, t, branch, status)) return;
  if (again) {
    // A 2xx always goes on (RFC 3261 section 16.7 (5)): it is the callee's retransmission, or has
    // overtaken a refusal. Not where we have given the branch up ourselves: another target may have
    // the call by now.
    if (t.invite() && status / 100 == 2 && !branch.faked) pass_on(*run.message, t, status);
    return;
  }
  if (status < 200) return take_provisional(run, t, number, status);
  branch.status = static_cast<std::uint16_t>(status);
  if (status < 300) return take_success(run, t, number, status);
  take_refusal(run, t, number, status);
}

// False when the script holds a provisional reply back; a final one it cannot, since the timers
// have stopped. `status` becomes what the script makes of it.
bool Engine::run_onreply(Run& run, Transaction& t, const Branch& branch, unsigned& status) {
  routes::Notes& n = run.message->job->notes;
  const std::int16_t slot = branch.on_reply;
  if (slot < 0) return true;
  const std::uint32_t flags = branch.flags;
  t.state.restore(*run.message->image, n);
  n.branch_flags = flags;
  n.armed = t.armed;
  const routes::RunResult ran = desk_.run(*run.message, routes::RouteKind::kReply, slot);
  t.armed = n.armed;
  t.state.keep(*run.message->image, n);
  if (n.reply_status != 0 && n.reply_status / 100 == status / 100) status = n.reply_status;
  if (n.reply_status != 0 && status >= 300 && n.reply_status >= 300) status = n.reply_status;
  return ran.stop != routes::RunResult::Stop::kDropped || status >= 200;
}

void Engine::take_provisional(Run& run, Transaction& t, std::size_t number, unsigned status) {
  Branch& branch = t.branches[number];
  const bool rises = status > branch.status;
  if (rises) branch.status = static_cast<std::uint16_t>(status);
  if (t.invite() && (parameters_.restart_fr || rises)) branch.fr_at = now_() + fr_inv(t);
  if (t.status >= 200) return;
  if (status == 100 && !parameters_.relay_trying) return;
  pass_on(*run.message, t, status);
}

void Engine::take_success(Run& run, Transaction& t, std::size_t number, unsigned status) {
  if (t.status >= 200) {
    // A second branch has answered as well: the caller ends one of the two (RFC 3261 13.2.2.4).
    if (t.invite()) pass_on(*run.message, t, status);
    return;
  }
  t.chosen = static_cast<int>(number);
  pass_on(*run.message, t, status);
  cancel_others(t, number, 200);
}

void Engine::take_refusal(Run& run, Transaction& t, std::size_t number, unsigned status) {
  Branch& branch = t.branches[number];
  branch.status = static_cast<std::uint16_t>(status);
  if (t.status >= 200) return;
  Datagram onward;
  if (!desk_.build_reply(*run.message, onward)) return;
  branch.onward = std::move(onward.bytes);
  settle_refusal(t, number);
}

// Sends the reply on to the client.
void Engine::pass_on(Message& message, Transaction& t, unsigned status) {
  if (t.replicate) {
    if (status >= 200) respond(t, status, {});
    return;
  }
  Datagram onward;
  if (!desk_.build_reply(message, onward)) return;
  ++counts_.relayed_replies;
  respond(t, status, std::move(onward.bytes));
}

}  // namespace weir::control::transaction
