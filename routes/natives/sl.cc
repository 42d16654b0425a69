// sl: stateless replies.
#include "routes/natives/sl.h"

#include "routes/natives/branches.h"
#include "routes/natives/functions_routing.h"
#include "routes/natives/request_uri.h"
#include "routes/operators.h"
#include "routes/transactions.h"
#include "sip/branch.h"

namespace weir::routes {
namespace {

bool is_ack(const Execution& e) noexcept { return e.message->method() == sip::Method::kAck; }

}  // namespace

ErrorReply error_reply(ScriptError error) noexcept {
  switch (error) {
    case ScriptError::kSend:
      return {477, "Unfortunately error on sending to next hop occurred"};
    case ScriptError::kBadAddress:
      return {478, "Unresolvable destination"};
    case ScriptError::kBadUri:
      return {479, "Regretfully, we were not able to process the URI"};
    case ScriptError::kCanceled:
      return {487, "Transaction canceled"};
    case ScriptError::kNone:
      return {500, "No error"};
    case ScriptError::kUnspecified:
    case ScriptError::kOutOfMemory:
    case ScriptError::kConfiguration:
    case ScriptError::kNoSocket:
      break;
  }
  return {500, "I'm terribly sorry, server error occurred"};
}

ReplyOrder reply_order(Execution& e, unsigned code, std::string_view reason) noexcept {
  ReplyOrder order;
  order.code = code;
  order.reason = reason;
  order.headers = e.notes->reply_headers;
  if (code >= 300 && code < 400) {
    order.headers = join_texts(*e.arena, {redirect_contact(e), order.headers});
  }
  order.content_type = e.notes->reply_body_type;
  order.body = e.notes->reply_body;
  return order;
}

bool send_stateless(Execution& e, unsigned code, std::string_view reason) noexcept {
  if (!e.message->is_request() || is_ack(e) || code < 100 || code > 699) return false;
  ReplyOrder order = reply_order(e, code, reason);
  sip::TagText tag;
  if (code >= 180 && e.keys != nullptr) {
    const auto made = sip::make_reply_tag(*e.keys, *e.message);
    if (!made) return false;
    tag = *made;
    order.to_tag = tag.view();
  }
  if (!e.host->reply(e, order)) return false;
  if (e.notes->replies_sent < 255) ++e.notes->replies_sent;
  return true;
}

namespace natives {

std::int32_t sl_send_reply(Execution& e, Arguments a) noexcept {
  const std::int32_t code = to_int(a[0]);
  if (code < 100 || code > 699) return -1;
  return send_stateless(e, static_cast<unsigned>(code), a[1].text) ? 1 : -1;
}

// In the message's transaction where there is one.
std::int32_t send_reply(Execution& e, Arguments a) noexcept {
  TransactionView view;
  if (e.transactions == nullptr || !e.transactions->look(e, view)) return sl_send_reply(e, a);
  const std::int32_t code = to_int(a[0]);
  if (code < 100 || code > 699) return -1;
  return e.transactions->reply(e, reply_order(e, static_cast<unsigned>(code), a[1].text));
}

// What the action before left. Kamailio 5.6.3's codes and phrases, seen on the wire.
std::int32_t sl_reply_error(Execution& e, Arguments a) noexcept {
  static_cast<void>(a);
  const auto [code, phrase] = error_reply(e.previous_error);
  IntText digits;
  const auto number = static_cast<std::int32_t>(e.previous_error);
  const std::string_view reason =
      join_texts(*e.arena, {phrase, " (", to_text(Value::integer(number), digits), "/SL)"});
  return send_stateless(e, code, reason) ? 1 : -1;
}

// sl_forward_reply([code [, reason]]): what is left out, or empty, is the reply's own. The code
// stays in its class.
std::int32_t sl_forward_reply(Execution& e, Arguments a) noexcept {
  const bool changed = e.notes->reply_status != 0;
  const unsigned own = changed ? e.notes->reply_status : e.message->status();
  std::int32_t code = static_cast<std::int32_t>(own);
  if (!a.empty() && !a[0].text.empty() && !text_to_int(a[0].text, code)) return -1;
  if (code < 100 || code > 699 || static_cast<unsigned>(code) / 100 != own / 100) return -1;
  const std::string_view given = a.size() < 2 ? std::string_view{} : a[1].text;
  std::string_view reason = given;
  if (reason.empty()) reason = changed ? e.notes->reply_reason : e.message->reason();
  const bool same = static_cast<unsigned>(code) == own && given.empty();
  return e.host->forward_reply(e, same ? 0 : static_cast<unsigned>(code), reason) ? 1 : -1;
}

}  // namespace natives
}  // namespace weir::routes
