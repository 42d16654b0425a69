#include "control/transaction/engine.h"

#include "control/transaction/scope.h"
#include "sip/branch.h"
#include "sip/cseq.h"
#include "sip/via.h"

#include <utility>

namespace weir::control::transaction {
namespace {

using routes::Execution;
using sip::Method;

constexpr std::int32_t kInProcess = -10;  // Kamailio's E_SCRIPT

// Kept for those we know better when it gets tight: classes are the guard's, worst first.
std::size_t share_of(std::size_t most, std::uint8_t source_class) noexcept {
  constexpr std::uint8_t kPeer = 4;
  constexpr std::uint8_t kStranger = 1;
  if (source_class >= kPeer) return most;
  return source_class <= kStranger ? most / 2 : most / 10 * 9;
}

// The reason phrase of a reply's text.
std::string_view phrase_of(std::string_view reply) noexcept {
  constexpr std::size_t kStatus = std::string_view("SIP/2.0 200 ").size();
  const std::string_view line = reply.substr(0, reply.find("\r\n"));
  return line.size() < kStatus ? std::string_view{} : line.substr(kStatus);
}

}  // namespace

Engine::Engine(Desk& desk, Timers& timers, std::function<Milliseconds()> now)
    : desk_(desk), timers_(timers), now_(std::move(now)) {}

void Engine::configure(const routes::Image& image) {
  parameters_ = read_parameters(image.settings());
}

std::size_t Engine::bytes() {
  std::size_t sum = 0;
  pool_.each([&sum](const Transaction& t) { sum += sizeof t + t.bytes(); });
  return sum;
}

void Engine::handle(Message& message) {
  if (message.is_reply) {
    handle_reply(message);
  } else {
    handle_request(message);
  }
}

void Engine::handle_request(Message& message) {
  Run run;
  run.message = &message;
  const Scope scope(*this, run);
  static_cast<void>(desk_.resume(message));
  finish_request(run);
}

// What the script has left open: the reply to a t_relay() that could not send, a transaction that
// nobody has answered or relayed.
void Engine::finish_request(Run& run) {
  if (run.transaction == nullptr) return;
  Transaction& t = *run.transaction;
  t.in_use = false;
  take_notes(run);
  if (run.negative && t.status < 200) answer_error(run, t);
  const bool idle = t.branches.empty() && t.status < 200 && !t.dropped;
  if (idle || t.released) return forget(t);
  arm(t);
}

// AVPs and what is armed belong to the transaction from its creation on, whenever they are set.
void Engine::take_notes(Run& run) {
  Transaction& t = *run.transaction;
  t.armed = run.message->job->notes.armed;
  t.state.keep_values(*run.message->image, run.message->job->notes);
}

Transaction* Engine::admit(const Message& message, std::uint64_t key) {
  const routes::Job& job = *message.job;
  const sip::MessageView& request = job.message;
  const auto via = request.top_via();
  if (!via) return nullptr;
  const std::size_t share = share_of(parameters_.most_transactions, message.source_class);
  Transaction* const made = pool_.make(key, share);
  if (made == nullptr) {
    ++counts_.refused;
    return nullptr;
  }
  ++counts_.created;
  Transaction& t = *made;
  t.method = request.method();
  t.source_class = message.source_class;
  t.request = request.raw();
  t.reception = job.reception;
  const bool rport = job.notes.force_rport || message.image->tunables().force_rport;
  t.fix = sip::make_via_fix(**via, job.reception.source, rport);
  t.upstream = {job.reception.listen, job.reception.destination,
                sip::reply_destination(**via, t.fix)};
  t.armed = job.notes.armed;
  t.created = now_();
  t.in_use = true;
  return made;
}

void Engine::forget(Transaction& t) {
  timers_.cancel(t.timer);
  pool_.remove(t);
}

// A request that came again hears what it heard last.
void Engine::absorb(Transaction& t) {
  ++counts_.retransmissions;
  if (!t.reply.empty()) desk_.send(t.upstream, t.reply);
}

// The client has our refusal: it is not sent again. RFC 3261 section 17.2.1, state Confirmed.
void Engine::absorb_ack(Transaction& t) {
  t.answer.stop();
  arm(t);
}

std::int32_t Engine::create(Execution& e) noexcept {
  Run& run = *run_;
  if (e.message != &run.message->job->message || !e.message->is_request()) return -1;
  if (run.transaction != nullptr) return kInProcess;
  const auto key = request_key(desk_.keys().keys[0], *e.message, false);
  if (!key) return -1;
  Transaction* const known = pool_.find(*key);
  if (e.message->method() == Method::kAck) {
    if (known == nullptr || known->status < 300) return 1;
    absorb_ack(*known);
    return 0;
  }
  if (known != nullptr) {
    absorb(*known);
    return 0;
  }
  Transaction* const made = admit(*run.message, *key);
  if (made == nullptr) return -1;
  run.transaction = made;
  if (made->invite()) {
    const auto cancel = cancel_key(desk_.keys().keys[0], *e.message);
    made->cancelled = cancel && pool_.find(*cancel) != nullptr;
  }
  begin_lifetime(*made);
  return 1;
}

std::int32_t Engine::check(Execution& e) noexcept {
  Run& run = *run_;
  if (run.transaction != nullptr) return 1;
  if (!e.message->is_request()) {
    return pool_.find_branch(branch_of(*e.message)).transaction != nullptr ? 1 : -1;
  }
  // Of a CANCEL it asks for the INVITE, also when the CANCEL has come before.
  if (e.message->method() == Method::kCancel) return lookup(e, true);
  const auto own = request_key(desk_.keys().keys[0], *e.message, false);
  Transaction* const known = own ? pool_.find(*own) : nullptr;
  if (known == nullptr) return -1;
  if (e.message->method() == Method::kAck) {
    if (known->status < 300) return -1;
    absorb_ack(*known);
  } else {
    absorb(*known);
  }
  return 0;
}

std::int32_t Engine::lookup(Execution& e, bool cancel) noexcept {
  if (run_->mode != Mode::kRequest || !e.message->is_request()) return -1;
  if (cancel && e.message->method() != Method::kCancel) return -1;
  const auto key = request_key(desk_.keys().keys[0], *e.message, cancel);
  Transaction* const known = key ? pool_.find(*key) : nullptr;
  if (known == nullptr) return -1;
  if (!cancel) run_->found = known;
  return 1;
}

std::int32_t Engine::retransmit_reply(Execution&) noexcept {
  const Transaction* const t = run_->transaction != nullptr ? run_->transaction : run_->found;
  if (t == nullptr || t->reply.empty()) return -1;
  desk_.send(t->upstream, t->reply);
  return 1;
}

// What has been answered stays for the retransmissions that may come, as in Kamailio.
std::int32_t Engine::release(Execution&) noexcept {
  Transaction* const t = run_->transaction;
  if (t == nullptr) return -1;
  if (t->status < 200 && t->branches.empty()) t->released = true;
  return 1;
}

// It is answered by nobody, and absorbs what comes again until it is forgotten.
std::int32_t Engine::drop(Execution&) noexcept {
  Transaction* const t = run_->transaction;
  if (t == nullptr) return -1;
  if (t->wait_at == kNever) t->wait_at = now_() + parameters_.wait;
  t->dropped = true;
  return 0;
}

void Engine::take_armed(Execution& e) noexcept {
  if (run_->transaction != nullptr && e.notes == &run_->message->job->notes) {
    run_->transaction->armed = e.notes->armed;
  }
}

bool Engine::has_status(Execution& e, unsigned status) noexcept {
  static_cast<void>(e);
  const Transaction* const t = run_->transaction;
  if (t == nullptr) return false;
  for (std::size_t i = 0; i < t->branches.size(); ++i) {
    const bool judged = static_cast<int>(i) == run_->judged;
    if (t->branches[i].status == status && !t->branches[i].unsent && !judged) return true;
  }
  return false;
}

bool Engine::look(Execution& e, routes::TransactionView& view) noexcept {
  static_cast<void>(e);
  const Run& run = *run_;
  if (run.transaction == nullptr) return false;
  const Transaction& t = *run.transaction;
  view.branch = run.branch;
  view.status = t.status;
  view.canceled = t.cancelled;
  view.expired = t.expired;
  view.request = t.request;
  view.on_failure = t.armed.on_failure;
  view.on_branch = run.message->job->notes.armed.on_branch;
  view.on_reply = t.armed.on_reply;
  view.code = t.status;
  view.failure = run.mode == Mode::kFailure;
  for (const Branch& branch : t.branches) {
    view.any_timeout = view.any_timeout || branch.timed_out;
    view.any_replied = view.any_replied || branch.replied;
  }
  const auto at = static_cast<std::size_t>(run.branch);
  if (run.branch >= 0 && at < t.branches.size()) {
    const Branch& branch = t.branches[at];
    view.branch_timeout = branch.timed_out;
    view.branch_replied = branch.replied;
    view.last_status = branch.status;
    view.branch_uri = branch.uri;
    view.branch_flags = branch.flags;
    if (run.mode != Mode::kRequest) view.code = branch.status;
    view.chosen_reply = branch.onward;
  }
  if (run.mode == Mode::kReply && run.message->is_reply) {
    view.code = run.message->job->message.status();
    view.reason = run.message->job->message.reason();
  }
  if (run.mode == Mode::kFailure || run.mode == Mode::kBranchFailure) {
    view.reason = phrase_of(view.chosen_reply);
  }
  view.reception = &t.reception;
  if (view.failure) view.branch = static_cast<int>(t.branches.size());
  return true;
}

std::int32_t Engine::reply(Execution& e, const routes::ReplyOrder& order) noexcept {
  static_cast<void>(e);
  Run& run = *run_;
  if (run.transaction == nullptr || run.transaction->method == Method::kAck) return -1;
  Transaction& t = *run.transaction;
  if (t.status >= 200) return -1;
  std::string bytes;
  if (!build_local(t, order, bytes)) return -1;
  ++counts_.local_replies;
  respond(t, order.code, std::move(bytes));
  run.negative = false;
  if (order.code >= 200) cancel_others(t, t.branches.size(), 0);
  return 1;
}

std::int32_t Engine::save_edits(Execution& e) noexcept {
  if (run_->transaction == nullptr) return -1;
  run_->transaction->kept.keep(*e.notes);
  run_->transaction->saved = true;
  return 1;
}

std::int32_t Engine::save_flags(Execution& e) noexcept {
  if (run_->transaction == nullptr) return -1;
  run_->transaction->state.keep(*e.image, *e.notes);
  return 1;
}

// Kamailio cancels what has answered provisionally, and what has not stays until it does.
std::int32_t Engine::cancel_branches(Execution&, routes::CancelWhich which) noexcept {
  Run& run = *run_;
  if (run.transaction == nullptr) return -1;
  Transaction& t = *run.transaction;
  for (std::size_t i = 0; i < t.branches.size(); ++i) {
    const bool own = static_cast<int>(i) == run.branch;
    const bool wanted =
        which == routes::CancelWhich::kAll || own == (which == routes::CancelWhich::kThis);
    if (wanted && t.branches[i].pending()) cancel_branch(t, t.branches[i], {});
  }
  return 1;
}

std::int32_t Engine::drop_replies(Execution&, char mode) noexcept {
  Transaction* const t = run_->transaction;
  if (t == nullptr) return -1;
  const std::size_t from = mode == 'l' ? t->first_of_set : 0;
  for (std::size_t i = from; i < t->branches.size() && mode != 'n'; ++i) {
    if (!t->branches[i].pending()) t->branches[i].dropped = true;
  }
  return 1;
}

}  // namespace weir::control::transaction
