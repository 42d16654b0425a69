// tm: what a script arms and sets for its transaction, and what it asks of it.
#include "routes/natives/functions_tm.h"
#include "routes/transactions.h"

#include <algorithm>

namespace weir::routes::natives {
namespace {

constexpr std::int32_t kTrue = 1;
constexpr std::int32_t kFalse = -1;

// The slot of a route by its name; "" and "0" name none. False when there is no such route.
bool slot_of(const Execution& e, RouteKind kind, std::string_view name,
             std::int16_t& slot) noexcept {
  slot = Armed::kNone;
  if (name.empty() || name == "0") return true;
  const int found = e.image->find_route(kind, name);
  if (found < 0) return false;
  slot = static_cast<std::int16_t>(found);
  return true;
}

std::int32_t arm(Execution& e, RouteKind kind, std::string_view name,
                 std::int16_t Armed::*which) noexcept {
  if (!slot_of(e, kind, name, e.notes->armed.*which)) return kFalse;
  if (e.transactions != nullptr) e.transactions->take_armed(e);
  return kTrue;
}

std::uint32_t milliseconds(const Value& value) noexcept {
  return static_cast<std::uint32_t>(std::max(0, value.number));
}

std::int32_t told(Execution& e) noexcept {
  if (e.transactions != nullptr) e.transactions->take_armed(e);
  return kTrue;
}

std::int32_t truth(bool is) noexcept { return is ? kTrue : kFalse; }

// Asks the transaction; false without one.
template <class Ask>
std::int32_t ask(Execution& e, Ask&& is) noexcept {
  TransactionView view;
  if (e.transactions == nullptr || !e.transactions->look(e, view)) return kFalse;
  return truth(is(view));
}

}  // namespace

std::int32_t t_on_failure(Execution& e, Arguments a) noexcept {
  return arm(e, RouteKind::kFailure, a[0].text, &Armed::on_failure);
}
std::int32_t t_on_branch(Execution& e, Arguments a) noexcept {
  return arm(e, RouteKind::kBranch, a[0].text, &Armed::on_branch);
}
std::int32_t t_on_reply(Execution& e, Arguments a) noexcept {
  return arm(e, RouteKind::kReply, a[0].text, &Armed::on_reply);
}

std::int32_t t_on_branch_failure(Execution& e, Arguments a) noexcept {
  std::string_view name = a[0].text;
  if (!name.empty() && name != "0") name = e.arena->concat("tm:branch-failure:", name);
  return arm(e, RouteKind::kEvent, name, &Armed::on_branch_failure);
}

// t_set_fr(fr_inv [, fr]): 0 leaves one as it is.
std::int32_t t_set_fr(Execution& e, Arguments a) noexcept {
  if (a[0].number < 0 || (a.size() > 1 && a[1].number < 0)) return kFalse;
  if (a[0].number != 0) e.notes->armed.fr_inv = milliseconds(a[0]);
  if (a.size() > 1 && a[1].number != 0) e.notes->armed.fr = milliseconds(a[1]);
  return told(e);
}
std::int32_t t_reset_fr(Execution& e, Arguments a) noexcept {
  static_cast<void>(a);
  e.notes->armed.fr = e.notes->armed.fr_inv = 0;
  return told(e);
}

std::int32_t t_set_retr(Execution& e, Arguments a) noexcept {
  if (a[0].number < 0 || a[1].number < 0) return kFalse;
  if (a[0].number != 0) e.notes->armed.retransmit_first = milliseconds(a[0]);
  if (a[1].number != 0) e.notes->armed.retransmit_most = milliseconds(a[1]);
  return told(e);
}
std::int32_t t_reset_retr(Execution& e, Arguments a) noexcept {
  static_cast<void>(a);
  e.notes->armed.retransmit_first = e.notes->armed.retransmit_most = 0;
  return told(e);
}

std::int32_t t_set_max_lifetime(Execution& e, Arguments a) noexcept {
  if (a[0].number < 0 || a[1].number < 0) return kFalse;
  if (a[0].number != 0) e.notes->armed.lifetime_inv = milliseconds(a[0]);
  if (a[1].number != 0) e.notes->armed.lifetime = milliseconds(a[1]);
  return told(e);
}
std::int32_t t_reset_max_lifetime(Execution& e, Arguments a) noexcept {
  static_cast<void>(a);
  e.notes->armed.lifetime_inv = e.notes->armed.lifetime = 0;
  return told(e);
}

std::int32_t t_set_auto_inv_100(Execution& e, Arguments a) noexcept {
  e.notes->armed.no_trying = a[0].number == 0;
  return told(e);
}
std::int32_t t_set_disable_6xx(Execution& e, Arguments a) noexcept {
  e.notes->armed.no_6xx_block = a[0].number != 0;
  return told(e);
}
std::int32_t t_set_disable_internal_reply(Execution& e, Arguments a) noexcept {
  e.notes->armed.no_internal_reply = a[0].number != 0;
  return told(e);
}
std::int32_t t_set_no_e2e_cancel_reason(Execution& e, Arguments a) noexcept {
  e.notes->armed.no_cancel_reason = a[0].number != 0;
  return told(e);
}

// There is no failover by DNS to disable: a host name is one address.
std::int32_t t_set_disable_failover(Execution& e, Arguments a) noexcept {
  static_cast<void>(e);
  static_cast<void>(a);
  return kTrue;
}

std::int32_t t_is_set(Execution& e, Arguments a) noexcept {
  const Armed& armed = e.notes->armed;
  const std::string_view what = a[0].text;
  if (what == "branch_route" || what == "b") return truth(armed.on_branch >= 0);
  if (what == "failure_route" || what == "f") return truth(armed.on_failure >= 0);
  if (what == "onreply_route" || what == "o") return truth(armed.on_reply >= 0);
  return kFalse;
}

std::int32_t t_is_request_route(Execution& e, Arguments a) noexcept {
  static_cast<void>(a);
  return truth(e.kind == RouteKind::kRequest);
}
std::int32_t t_is_branch_route(Execution& e, Arguments a) noexcept {
  static_cast<void>(a);
  return truth(e.kind == RouteKind::kBranch);
}
std::int32_t t_is_failure_route(Execution& e, Arguments a) noexcept {
  static_cast<void>(a);
  return truth(e.kind == RouteKind::kFailure);
}
std::int32_t t_is_reply_route(Execution& e, Arguments a) noexcept {
  static_cast<void>(a);
  return truth(e.kind == RouteKind::kReply);
}

// A regular expression over the status that would be sent, or of the reply at hand.
std::int32_t t_check_status(Execution& e, Arguments a) noexcept {
  TransactionView view;
  if (e.transactions == nullptr || !e.transactions->look(e, view)) return kFalse;
  IntText digits = int_to_text(static_cast<std::int32_t>(view.code));
  const std::string_view text = e.arena->copy(digits.view());
  return truth(match_computed(e, Value::of(text), a[0]) == 1);
}

std::int32_t t_get_status_code(Execution& e, Arguments a) noexcept {
  static_cast<void>(a);
  TransactionView view;
  if (e.transactions == nullptr || !e.transactions->look(e, view)) return kFalse;
  return view.code == 0 ? kFalse : static_cast<std::int32_t>(view.code);
}

std::int32_t t_grep_status(Execution& e, Arguments a) noexcept {
  if (e.transactions == nullptr || a[0].number < 100) return kFalse;
  return truth(e.transactions->has_status(e, static_cast<unsigned>(a[0].number)));
}

std::int32_t t_is_canceled(Execution& e, Arguments a) noexcept {
  static_cast<void>(a);
  return ask(e, [](const TransactionView& t) { return t.canceled; });
}
std::int32_t t_is_expired(Execution& e, Arguments a) noexcept {
  static_cast<void>(a);
  return ask(e, [](const TransactionView& t) { return t.expired; });
}
std::int32_t t_branch_timeout(Execution& e, Arguments a) noexcept {
  static_cast<void>(a);
  return ask(e, [](const TransactionView& t) { return t.branch_timeout; });
}
std::int32_t t_branch_replied(Execution& e, Arguments a) noexcept {
  static_cast<void>(a);
  return ask(e, [](const TransactionView& t) { return t.branch_replied; });
}
std::int32_t t_any_timeout(Execution& e, Arguments a) noexcept {
  static_cast<void>(a);
  return ask(e, [](const TransactionView& t) { return t.any_timeout; });
}
std::int32_t t_any_replied(Execution& e, Arguments a) noexcept {
  static_cast<void>(a);
  return ask(e, [](const TransactionView& t) { return t.any_replied; });
}

}  // namespace weir::routes::natives
