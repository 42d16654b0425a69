// tm: transactions made, relayed and answered. Return values are those of Kamailio 5.6.3.
#include "routes/natives/functions_tm.h"
#include "routes/natives/request_uri.h"
#include "routes/natives/sl.h"
#include "routes/transactions.h"

namespace weir::routes::natives {
namespace {

constexpr std::int32_t kTrue = 1;
constexpr std::int32_t kFalse = -1;

// Of t_relay_to()'s flags. Flag 2, no reply of ours, does not hold for an error of sending
// in 5.6.3; flag 4 concerns DNS.
constexpr std::uint32_t kNoTrying = 1;

// "sip:HOST:PORT" of the two arguments; empty without them.
std::string_view hop_of(Execution& e, Arguments a) noexcept {
  if (a.empty() || a[0].text.empty()) return {};
  const std::string_view host = a[0].text;
  if (host.starts_with("sip:") || host.starts_with("sips:")) return host;
  const bool bare = host.find(':') != host.npos && host.front() != '[';
  if (a.size() < 2) return join_texts(*e.arena, {"sip:", host});
  return join_texts(*e.arena, {"sip:", bare ? "[" : "", host, bare ? "]" : "", ":", a[1].text});
}

std::int32_t relay(Execution& e, const RelayOrder& order) noexcept {
  return e.transactions == nullptr ? kFalse : e.transactions->relay(e, order);
}

std::int32_t relay_to(Execution& e, Arguments a, bool replicate) noexcept {
  RelayOrder order;
  order.next_hop = hop_of(e, a);
  order.replicate = replicate;
  return relay(e, order);
}

// "udp:HOST:PORT" or "HOST:PORT" as t_relay_to() takes a proxy.
std::string_view proxy_uri(Execution& e, std::string_view proxy) noexcept {
  for (const std::string_view prefix : {"udp:", "tcp:", "tls:"}) {
    if (!proxy.starts_with(prefix)) continue;
    proxy.remove_prefix(prefix.size());
    const std::string_view transport = prefix.substr(0, 3);
    if (transport == "udp") break;
    return join_texts(*e.arena, {"sip:", proxy, ";transport=", transport});
  }
  return join_texts(*e.arena, {"sip:", proxy});
}

std::int32_t reply(Execution& e, std::int32_t code, std::string_view reason) noexcept {
  if (e.transactions == nullptr || code < 100 || code > 699) return kFalse;
  return e.transactions->reply(e, reply_order(e, static_cast<unsigned>(code), reason));
}

}  // namespace

std::int32_t t_relay(Execution& e, Arguments a) noexcept { return relay_to(e, a, false); }

std::int32_t t_relay_to_udp(Execution& e, Arguments a) noexcept { return relay_to(e, a, false); }

// t_relay_to([PROXY [, FLAGS]]): as in 5.6.3, flags that stand alone say nothing.
std::int32_t t_relay_to(Execution& e, Arguments a) noexcept {
  RelayOrder order;
  std::int32_t flags = 0;
  const bool alone = !a.empty() && text_to_int(a[0].text, flags);
  if (!a.empty() && !alone && !a[0].text.empty()) order.next_hop = proxy_uri(e, a[0].text);
  if (a.size() < 2 || !text_to_int(a[1].text, flags)) flags = 0;
  order.no_trying = (static_cast<std::uint32_t>(flags) & kNoTrying) != 0;
  return relay(e, order);
}

std::int32_t t_forward_nonack(Execution& e, Arguments a) noexcept {
  return e.message->method() == sip::Method::kAck ? kFalse : relay_to(e, a, false);
}
std::int32_t t_forward_nonack_udp(Execution& e, Arguments a) noexcept {
  return t_forward_nonack(e, a);
}
std::int32_t t_forward_nonack_uri(Execution& e, Arguments a) noexcept {
  static_cast<void>(a);
  return t_forward_nonack(e, {});
}

std::int32_t t_replicate(Execution& e, Arguments a) noexcept { return relay_to(e, a, true); }
std::int32_t t_replicate_udp(Execution& e, Arguments a) noexcept { return relay_to(e, a, true); }

// A CANCEL alone: of a known INVITE it is done and the script ends, else the script goes on.
std::int32_t t_relay_cancel(Execution& e, Arguments a) noexcept {
  static_cast<void>(a);
  if (e.transactions == nullptr || e.message->method() != sip::Method::kCancel) return kTrue;
  if (e.transactions->lookup(e, true) < 0) return kTrue;
  return e.transactions->relay(e, {}) > 0 ? 0 : kFalse;
}

std::int32_t t_newtran(Execution& e, Arguments a) noexcept {
  static_cast<void>(a);
  return e.transactions == nullptr ? kFalse : e.transactions->create(e);
}

std::int32_t t_reply(Execution& e, Arguments a) noexcept {
  return reply(e, a[0].number, a[1].text);
}

// With a transaction that is made where there is none yet.
std::int32_t t_send_reply(Execution& e, Arguments a) noexcept {
  if (e.transactions == nullptr) return kFalse;
  TransactionView view;
  if (!e.transactions->look(e, view)) {
    const std::int32_t made = e.transactions->create(e);
    if (made <= 0) return made;
  }
  return reply(e, a[0].number, a[1].text);
}

std::int32_t t_check_trans(Execution& e, Arguments a) noexcept {
  static_cast<void>(a);
  return e.transactions == nullptr ? kFalse : e.transactions->check(e);
}

std::int32_t t_lookup_request(Execution& e, Arguments a) noexcept {
  static_cast<void>(a);
  return e.transactions == nullptr ? kFalse : e.transactions->lookup(e, false);
}

std::int32_t t_lookup_cancel(Execution& e, Arguments a) noexcept {
  static_cast<void>(a);
  return e.transactions == nullptr ? kFalse : e.transactions->lookup(e, true);
}

// A retransmission while its request is still worked on: here one message is done before the next.
std::int32_t t_precheck_trans(Execution& e, Arguments a) noexcept {
  static_cast<void>(a);
  return e.message->method() == sip::Method::kAck ? -2 : kFalse;
}

std::int32_t t_retransmit_reply(Execution& e, Arguments a) noexcept {
  static_cast<void>(a);
  return e.transactions == nullptr ? kFalse : e.transactions->retransmit_reply(e);
}

std::int32_t t_release(Execution& e, Arguments a) noexcept {
  static_cast<void>(a);
  return e.transactions == nullptr ? kFalse : e.transactions->release(e);
}

std::int32_t t_drop(Execution& e, Arguments a) noexcept {
  static_cast<void>(a);
  return e.transactions == nullptr ? kFalse : e.transactions->drop(e);
}

std::int32_t t_save_lumps(Execution& e, Arguments a) noexcept {
  static_cast<void>(a);
  return e.transactions == nullptr ? kFalse : e.transactions->save_edits(e);
}

std::int32_t t_flush_flags(Execution& e, Arguments a) noexcept {
  static_cast<void>(a);
  return e.transactions == nullptr ? kFalse : e.transactions->save_flags(e);
}

std::int32_t t_drop_replies(Execution& e, Arguments a) noexcept {
  if (e.transactions == nullptr) return kFalse;
  const char mode = a.empty() || a[0].text.empty() ? 'a' : a[0].text.front();
  return e.transactions->drop_replies(e, mode);
}

std::int32_t t_cancel_branches(Execution& e, Arguments a) noexcept {
  if (e.transactions == nullptr) return kFalse;
  const std::string_view which = a[0].text;
  return e.transactions->cancel_branches(e, which == "this"     ? CancelWhich::kThis
                                            : which == "others" ? CancelWhich::kOthers
                                                                : CancelWhich::kAll);
}

}  // namespace weir::routes::natives
