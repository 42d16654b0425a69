// How a transaction ends: the choice among refusals, failure_route, replies of our own.
#include "control/transaction/choice.h"
#include "control/transaction/engine.h"
#include "control/transaction/hop_by_hop.h"
#include "control/transaction/scope.h"
#include "routes/natives/sl.h"
#include "sip/branch.h"
#include "sip/reply.h"

#include <algorithm>
#include <utility>

namespace weir::control::transaction {
namespace {

using routes::ScriptError;
using sip::HeaderId;

constexpr std::size_t kReplySlack = 1024;  // what a reply of ours has beside what it copies

bool is_challenge(unsigned status) noexcept { return status == 401 || status == 407; }

// RFC 3326, as Kamailio words it.
std::string reason_line(unsigned code, bool with_text) {
  std::string line = "Reason: SIP;cause=" + std::to_string(code);
  if (code == 200 && with_text) line += ";text=\"Call completed elsewhere\"";
  return line + "\r\n";
}

}  // namespace

// A branch has been refused, and its status and reply are there.
void Engine::settle_refusal(Transaction& t, std::size_t number) {
  if (t.branches[number].on_branch_failure >= 0) run_branch_failure(t, number);
  const unsigned status = t.branches[number].status;
  if (status / 100 == 6 && !t.blocked && parameters_.block_6xx && !t.armed.no_6xx_block) {
    t.blocked = true;
    cancel_others(t, number, status);
  }
  if (t.status >= 200) return;
  // A failure_route may add branches that fail at once.
  int making = static_cast<int>(number);
  for (unsigned round = 0; round <= parameters_.most_branches; ++round) {
    if (t.pending()) return;
    const int chosen = choose(t, making, parameters_.faked_reply_priority);
    const std::size_t before = t.branches.size();
    const bool armed = chosen >= 0 && t.branches[static_cast<std::size_t>(chosen)].on_failure >= 0;
    if (armed && run_failure(t, chosen, making)) return;
    if (!armed || t.branches.size() == before) {
      return answer_with(t, choose(t, making, parameters_.faked_reply_priority));
    }
    making = -1;
  }
}

void Engine::run_branch_failure(Transaction& t, std::size_t number) {
  Message* const message = desk_.open(t.request, t.reception, t.source_class);
  if (message == nullptr) return;
  routes::Notes& n = message->job->notes;
  t.kept.restore(n);
  t.state.restore(*message->image, n);
  n.armed = {};
  n.armed.on_reply = t.armed.on_reply;
  n.use_uri();
  const int slot = std::exchange(t.branches[number].on_branch_failure, routes::Armed::kNone);
  Run run;
  run.message = message;
  run.mode = Mode::kBranchFailure;
  run.transaction = &t;
  run.branch = static_cast<int>(number);
  {
    const Scope scope(*this, run);
    static_cast<void>(desk_.run(*message, routes::RouteKind::kEvent, slot));
  }
  t.state.keep_values(*message->image, n);
  desk_.close(message);
}

// True when the script has answered, or waits for new branches.
bool Engine::run_failure(Transaction& t, int chosen, int judged) {
  Message* const message = desk_.open(t.request, t.reception, t.source_class);
  if (message == nullptr) return false;
  routes::Notes& n = message->job->notes;
  t.kept.restore(n);
  t.state.restore(*message->image, n);
  n.branch_flags = t.branches[static_cast<std::size_t>(chosen)].flags;
  n.armed = t.armed;
  n.armed.on_failure = n.armed.on_branch = n.armed.on_branch_failure = routes::Armed::kNone;
  n.use_uri();
  const std::size_t before = t.branches.size();
  const int slot = t.branches[static_cast<std::size_t>(chosen)].on_failure;
  Run run;
  run.message = message;
  run.mode = Mode::kFailure;
  run.transaction = &t;
  run.branch = chosen;
  run.judged = judged;
  {
    const Scope scope(*this, run);
    static_cast<void>(desk_.run(*message, routes::RouteKind::kFailure, slot));
  }
  t.armed = n.armed;
  t.state.keep(*message->image, n);
  desk_.close(message);
  if (t.status >= 200) return true;
  if (run.error != ScriptError::kNone && !t.pending()) {
    answer_error(run, t);
    return true;
  }
  if (t.branches.size() == before) return false;
  const int mode = parameters_.failure_reply_mode;
  for (std::size_t i = 0; i < before; ++i) {
    if (mode == 1 || mode == 3 || (mode == 2 && i >= t.first_of_set)) t.branches[i].dropped = true;
  }
  return t.pending();
}

// Sends the chosen refusal upstream; -1: there is none left to send.
void Engine::answer_with(Transaction& t, int chosen) {
  if (t.replicate) return respond(t, 500, {});
  if (chosen < 0) {
    return answer_locally(t, parameters_.default_code, parameters_.default_reason);
  }
  Branch& branch = t.branches[static_cast<std::size_t>(chosen)];
  t.chosen = chosen;
  if (branch.faked || branch.onward.empty()) {
    if (t.cancelled) return answer_locally(t, 487, "Request Terminated");
    return answer_locally(t, branch.status, sip::reason_phrase(branch.status));
  }
  if (branch.status == 503 && parameters_.remap_503 &&
      scratch_.parse(branch.onward) == sip::Error::kNone) {
    // Not a 503: the client would hold us for overloaded (RFC 3261 section 16.7 (6)).
    return answer_locally(t, 500, std::string(scratch_.reason()));
  }
  const auto challenges = std::ranges::count_if(t.branches, [](const Branch& one) {
    return !one.dropped && is_challenge(one.status) && !one.onward.empty();
  });
  if (is_challenge(branch.status) && parameters_.aggregate_challenges && challenges > 1) {
    return answer_all_challenges(t, branch.status);
  }
  ++counts_.relayed_replies;
  respond(t, branch.status, branch.onward);
}

// The challenges of all branches, so that the client can satisfy each (RFC 3261 section 16.7 (7)).
void Engine::answer_all_challenges(Transaction& t, unsigned status) {
  std::string lines;
  for (const Branch& branch : t.branches) {
    if (branch.dropped || !is_challenge(branch.status)) continue;
    if (scratch_.parse(branch.onward) != sip::Error::kNone) continue;
    for (const HeaderId id : {HeaderId::kWwwAuthenticate, HeaderId::kProxyAuthenticate}) {
      for (const sip::Field* f = scratch_.first(id); f != nullptr; f = scratch_.next(*f)) {
        lines += scratch_.line(*f);
      }
    }
  }
  answer_locally(t, status, sip::reason_phrase(status), lines);
}

bool Engine::build_local(const Transaction& t, const routes::ReplyOrder& order, std::string& out) {
  if (scratch_.parse(t.request) != sip::Error::kNone) return false;
  const auto tag = sip::make_transaction_tag(desk_.keys(), scratch_);
  const sip::ReplySpec spec{
      .code = order.code,
      .reason = order.reason,
      .to_tag = tag && order.code > 100 ? tag->view() : std::string_view{},
      .extra_headers = order.headers,
      .content_type = order.content_type,
      .body = order.body,
      .server = desk_.server(),
      .via_fix = t.fix,
  };
  out.resize(t.request.size() + kReplySlack + order.headers.size() + order.body.size() +
             order.reason.size() + spec.server.size());
  const auto size = sip::build_reply(scratch_, spec, {out.data(), out.size()});
  if (!size) return false;
  out.resize(*size);
  return true;
}

// Sends upstream, and keeps it for retransmissions.
void Engine::respond(Transaction& t, unsigned status, std::string bytes) {
  t.reply = std::move(bytes);
  t.status = static_cast<std::uint16_t>(status);
  if (!t.reply.empty()) desk_.send(t.upstream, t.reply);
  if (status < 200) return;
  ++counts_.replies[std::min(status / 100, 6u)];
  const Milliseconds now = now_();
  if (status < 300) t.answer.stop();  // it may follow a refusal
  // The first final reply begins the wait; a second 2xx does not begin it again.
  if (t.wait_at != kNever) return;
  t.wait_at = now + parameters_.wait;
  t.end_at = kNever;
  if (t.invite() && status >= 300 && !t.reply.empty()) t.answer.begin(now, first_interval(t));
}

void Engine::answer_locally(Transaction& t, unsigned code, std::string_view reason,
                            std::string_view headers) {
  routes::ReplyOrder order;
  order.code = code;
  order.reason = reason;
  order.headers = headers;
  std::string bytes;
  if (!build_local(t, order, bytes)) return;
  ++counts_.local_replies;
  respond(t, code, std::move(bytes));
}

void Engine::answer_error(Run& run, Transaction& t) {
  run.negative = false;
  // With nowhere to go there is no error, and no success: Kamailio has the phrase of any other.
  const bool none = run.error == ScriptError::kNone;
  const auto [code, phrase] = routes::error_reply(none ? ScriptError::kUnspecified : run.error);
  answer_locally(t, code,
                 std::string(phrase) + " (" + std::to_string(static_cast<int>(run.error)) + "/TM)");
}

// Takes a branch back: at once when it has answered, else with its first provisional reply (RFC
// 3261 section 9.1). `own_reason` is a whole line; empty: what follows from the branch, or else the
// client's own.
void Engine::cancel_branch(Transaction& t, Branch& branch, std::string_view own_reason) {
  if (!t.invite()) return;
  branch.cancelled = true;
  const bool now_or_later = branch.provisional || parameters_.cancel_without_reply == 2;
  if (!now_or_later) return;
  if (branch.cancel.empty()) {
    if (scratch_.parse(branch.sent.bytes) != sip::Error::kNone) return;
    std::string own(own_reason);
    if (own.empty() && branch.cancel_code != 0 && parameters_.own_cancel_reason) {
      own = reason_line(branch.cancel_code, false);
    }
    branch.cancel = make_cancel(scratch_, own.empty() ? t.cancel_reason : own);
  }
  desk_.send(branch.sent.hop, branch.cancel);
  const Milliseconds now = now_();
  branch.cancelling.begin(now, first_interval(t));
  branch.cancel_fr_at = now + fr(t);
  branch.request.stop();
}

// `code` is the status that makes them needless; 0: no Reason.
void Engine::cancel_others(Transaction& t, std::size_t but, unsigned code) {
  for (std::size_t i = 0; i < t.branches.size(); ++i) {
    Branch& branch = t.branches[i];
    if (i == but || !branch.pending() || branch.cancelled) continue;
    if (!branch.provisional) branch.request.stop();
    branch.cancel_code = code;
    const bool tell = code != 0 && parameters_.own_cancel_reason;
    cancel_branch(t, branch, tell ? reason_line(code, true) : std::string());
  }
}

}  // namespace weir::control::transaction
