// t_relay(): branches made and sent, CANCEL.
#include "control/transaction/engine.h"
#include "control/transaction/hop_by_hop.h"
#include "routes/natives/next_hop.h"
#include "routes/natives/request_uri.h"

#include <utility>

namespace weir::control::transaction {
namespace {

using routes::Armed;
using routes::Execution;
using routes::ScriptError;
using sip::Method;

constexpr std::int32_t kFailed = -1;
constexpr std::int32_t kNotConfigured = -6;  // Kamailio's E_CFG: branch_route dropped them all
constexpr std::int32_t kNoReplyOfOurs = -4;  // t_set_disable_internal_reply()
constexpr std::int32_t kTooMany = -1;

// What t_relay() gives for an error of the last branch.
std::int32_t result_of(ScriptError error) noexcept {
  switch (error) {
    case ScriptError::kBadAddress:
      return -478;
    case ScriptError::kConfiguration:
      return kNotConfigured;
    case ScriptError::kNone:
    case ScriptError::kUnspecified:
    case ScriptError::kOutOfMemory:
    case ScriptError::kNoSocket:
    case ScriptError::kSend:
    case ScriptError::kBadUri:
    case ScriptError::kCanceled:
      break;
  }
  return kFailed;
}

}  // namespace

std::int32_t Engine::relay(Execution& e, const routes::RelayOrder& order) noexcept {
  Run& run = *run_;
  if (run.mode == Mode::kReply || e.message != &run.message->job->message) return kFailed;
  if (run.transaction == nullptr) {
    const std::int32_t made = create(e);
    if (made < 0) return kFailed;
    // A retransmission was answered, the ACK to a refusal is at its end.
    if (made == 0) return 1;
    if (run.transaction == nullptr) return forward(e, order.next_hop);  // the ACK to a 2xx
  }
  Transaction& t = *run.transaction;
  if (t.method == Method::kCancel) return relay_cancel(e, run);
  t.armed = e.notes->armed;
  t.replicate = t.replicate || order.replicate;
  const bool trying = parameters_.auto_trying && !e.notes->armed.no_trying && !order.no_trying;
  if (t.invite() && t.status == 0 && trying) answer_locally(t, 100, parameters_.trying_reason);
  if (t.cancelled && t.branches.empty()) {  // its CANCEL was here first
    run.error = ScriptError::kCanceled;
    run.negative = true;
    return kFailed;
  }
  const bool ended = run.mode == Mode::kFailure;  // a 6xx holds back while others still ring
  if (t.cancelled || (t.blocked && !ended)) return kFailed;
  return add_branches(e, run, order);
}

std::int32_t Engine::add_branches(Execution& e, Run& run, const routes::RelayOrder& order) {
  Transaction& t = *run.transaction;
  routes::Notes& n = *e.notes;
  const std::size_t first = t.branches.size();
  if (first == 0) {
    if (!t.saved) t.kept.keep(n);
    t.state.keep(*e.image, n);
  }
  // Writing to notes.branches in a branch_route is for the next t_relay().
  std::array<routes::Branch, routes::Notes::kBranches> appended = n.branches;
  const std::size_t count = std::exchange(n.branch_count, std::uint8_t{0});
  const int before = run.branch;
  std::int32_t result = kFailed;
  const routes::Branch own{
      {}, n.destination_uri, {}, routes::Branch::kNoQ, n.branch_flags, n.forced_socket};
  if (n.uri_is_new()) result = add_branch(e, run, own, order.next_hop);
  n.use_uri();
  for (std::size_t i = 0; i < count; ++i) {
    const std::int32_t one = add_branch(e, run, appended[i], order.next_hop);
    result = result > 0 ? result : one;
  }
  n.armed.on_branch = Armed::kNone;
  run.branch = before;
  bool sent = false;
  for (std::size_t i = first; i < t.branches.size(); ++i) sent = send_branch(run, t, i) || sent;
  if (t.branches.size() > first) t.first_of_set = static_cast<std::uint32_t>(first);
  if (sent) {
    run.negative = false;
    arm(t);
    return 1;
  }
  if (t.branches.size() > first) {  // made, but the onsend_route or the kernel refuses them
    run.error = ScriptError::kSend;
    result = kFailed;
  }
  if (n.armed.no_internal_reply) return kNoReplyOfOurs;
  // Branches of an earlier t_relay() may still answer.
  run.negative = run.mode == Mode::kRequest && first == 0;
  return result;
}

// Makes a branch of the message as it stands for `to`; above 0 when it is there.
std::int32_t Engine::add_branch(Execution& e, Run& run, const routes::Branch& to,
                                std::string_view next_hop) {
  Transaction& t = *run.transaction;
  routes::Notes& n = *e.notes;
  const std::size_t number = t.branches.size();
  if (number >= parameters_.most_branches) {
    run.error = ScriptError::kUnspecified;
    return kTooMany;
  }
  const routes::BranchScope scope(n);
  if (!to.uri.empty()) n.request_uri = to.uri;
  n.destination_uri = to.destination_uri;
  n.branch_flags = to.flags;
  if (to.socket >= 0) n.forced_socket = to.socket;
  run.branch = static_cast<int>(number);
  if (n.armed.on_branch >= 0) {
    const auto ran = desk_.run(*run.message, routes::RouteKind::kBranch, n.armed.on_branch);
    if (ran.stop == routes::RunResult::Stop::kDropped) {
      run.error = ScriptError::kConfiguration;
      return kNotConfigured;
    }
  }
  std::string_view hop = next_hop;
  if (hop.empty()) hop = n.destination_uri.empty() ? routes::current_uri(e) : n.destination_uri;
  routes::Target target;
  if (n.request_uri == routes::kBrokenUri || !routes::next_hop(e, hop, target)) {
    run.error = n.request_uri == routes::kBrokenUri ? ScriptError::kBadUri : e.error;
    return result_of(run.error);
  }
  target.socket = n.forced_socket;
  Branch branch;
  run.error = desk_.build_request(*run.message, target, static_cast<unsigned>(number), branch.sent);
  if (run.error != ScriptError::kNone) return result_of(run.error);
  if (scratch_.parse(branch.sent.bytes) != sip::Error::kNone) return kFailed;
  branch.id = branch_id(branch_of(scratch_));
  branch.uri = routes::current_uri(e);
  branch.flags = n.branch_flags;
  branch.on_failure = n.armed.on_failure;
  branch.on_reply = n.armed.on_reply;
  branch.on_branch_failure = n.armed.on_branch_failure;
  t.branches.push_back(std::move(branch));
  pool_.add_branch(t, number);
  return 1;
}

bool Engine::send_branch(Run& run, Transaction& t, std::size_t number) {
  Branch& branch = t.branches[number];
  if (!desk_.passes_onsend(*run.message, branch.sent) ||
      !desk_.send_now(branch.sent.hop, branch.sent.bytes)) {
    branch.unsent = true;
    branch.status = static_cast<std::uint16_t>(ScriptError::kSend);
    return false;
  }
  const Milliseconds now = now_();
  branch.request.begin(now, first_interval(t));
  branch.fr_at = now + fr(t);
  return true;
}

// As a stateless proxy: an ACK to a 2xx belongs to no transaction.
std::int32_t Engine::forward(Execution& e, std::string_view next_hop) {
  std::string_view hop = next_hop;
  if (hop.empty()) {
    hop = e.notes->destination_uri.empty() ? routes::current_uri(e) : e.notes->destination_uri;
  }
  routes::Target target;
  if (!routes::next_hop(e, hop, target)) return kFailed;
  target.socket = e.notes->forced_socket;
  return e.host->forward(e, target) ? 1 : kFailed;
}

// The transaction of the CANCEL is there already.
std::int32_t Engine::relay_cancel(Execution& e, Run& run) {
  Transaction& own = *run.transaction;
  const auto key = request_key(desk_.keys().keys[0], *e.message, true);
  Transaction* const invite = key ? pool_.find(*key) : nullptr;
  if (invite == nullptr) return relay_unmatched_cancel(e, run, {});
  const bool first = !std::exchange(invite->cancelled, true);
  if (const sip::Field* const reason = e.message->first(sip::HeaderId::kReason);
      reason != nullptr && parameters_.cancel_reason && !invite->armed.no_cancel_reason) {
    invite->cancel_reason = e.message->line(*reason);
  }
  const bool pending = invite->pending();
  if (pending && first) {
    if (parameters_.cancel_without_reply != 0) answer_locally(own, 200, "canceling");
    for (Branch& branch : invite->branches) {
      if (branch.pending()) cancel_branch(*invite, branch, {});
    }
    // Branches without a reply may have ended at once.
    for (std::size_t i = 0; i < invite->branches.size(); ++i) {
      Branch& branch = invite->branches[i];
      if (!branch.pending() || branch.provisional || parameters_.cancel_without_reply != 0)
        continue;
      branch.status = 487;
      branch.faked = true;
      branch.cancel_code = 487;
      branch.request.stop();
      branch.fr_at = kNever;
      settle_refusal(*invite, i);
    }
    if (parameters_.cancel_without_reply == 0) answer_locally(own, 200, "canceling");
    if (pool_.find(invite->index, invite->generation) != nullptr) arm(*invite);
    return 1;
  }
  answer_locally(own, 200, pending ? "canceling" : "ok -- no more pending branches");
  if (!pending && invite->status < 200 && !invite->in_use) {
    answer_locally(*invite, 487, "Request canceled");
    arm(*invite);
  }
  return 1;
}

std::int32_t Engine::relay_unmatched_cancel(Execution& e, Run& run,
                                            const routes::RelayOrder& order) {
  Transaction& own = *run.transaction;
  own.armed = e.notes->armed;
  switch (parameters_.unmatched_cancel) {
    case 1:
      static_cast<void>(forward(e, order.next_hop));
      own.released = true;
      return 0;
    case 2:
      own.released = true;
      return 1;
    default:
      return add_branches(e, run, order);
  }
}

}  // namespace weir::control::transaction
