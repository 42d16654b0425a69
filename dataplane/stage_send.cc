#include "dataplane/stage_send.h"

#include <algorithm>
#include <charconv>

#include "dataplane/forward_edits.h"
#include "dataplane/stage_outcome.h"
#include "sip/branch.h"
#include "sip/reply.h"

namespace weir::dataplane {
namespace {

constexpr std::size_t kMostBytes = 65535;  // of a datagram we build; the kernel may allow less

bool is_loopback(const sip::Address& address) noexcept {
  if (address.is_v4()) return address.bytes[12] == 127;
  sip::Address localhost;
  localhost.bytes[15] = 1;
  return address == localhost;
}

bool fail(Worker& worker, DropReason reason) noexcept {
  worker.turn.failure = reason;
  return false;
}

// The principal datagram of the message is the first one; it decides what the account says.
SendKind claim(Turn& turn) noexcept {
  if (turn.settled) return SendKind::kExtra;
  turn.settled = true;
  return SendKind::kForward;
}

// The one gather pass: received bytes and edits into the port's buffer.
bool emit(Worker& worker, Send send, bool run_onsend) noexcept {
  const std::string_view raw = worker.job->message.raw();
  const std::size_t size = worker.edits.applied_size(raw);
  if (size > kMostBytes) return fail(worker, DropReason::kTooLarge);
  Port& port = worker.port_of(send.listen);
  char* const room = port.reserve(worker.index, static_cast<std::uint32_t>(size));
  if (room == nullptr) return fail(worker, DropReason::kPoolEmpty);
  const sip::Result<std::size_t> written = worker.edits.apply(raw, {room, size});
  if (!written) return fail(worker, DropReason::kTooLarge);
  if (run_onsend && is_stopped(worker, send, {room, *written})) {
    return fail(worker, DropReason::kOnsendDrop);
  }
  send.kind = claim(worker.turn);
  port.commit(worker.index, static_cast<std::uint32_t>(*written), send);
  return true;
}

// Which of our addresses a datagram leaves from.
sip::Endpoint source_of(const Listen& listen, bool received_here, const Packet& packet,
                        const sip::Address& to) noexcept {
  const bool fits = listen.wildcard && received_here && packet.dst.is_v4() == listen.ipv4 &&
                    (!is_loopback(packet.dst) || is_loopback(to));
  return fits ? sip::Endpoint{packet.dst, listen.number} : own_endpoint(listen, to);
}

// From the socket `listen` of ours, whose address is `from`.
bool answer_spec(Worker& worker, const sip::ReplySpec& spec, std::uint16_t listen,
                 const sip::Endpoint& from) noexcept {
  Turn& turn = worker.turn;
  const Packet& packet = *turn.packet;
  const bool known = packet.klass >= SourceClass::kTrusted;
  if (turn.replies >= (known ? 2 : 1)) return fail(worker, DropReason::kReplyBudget);

  const std::size_t most =
      std::min(kMostBytes, worker.job->message.raw().size() + 1024 + spec.extra_headers.size() +
                               spec.body.size() + spec.reason.size() + spec.server.size());
  Port& port = worker.port_of(listen);
  char* const room = port.reserve(worker.index, static_cast<std::uint32_t>(most));
  if (room == nullptr) return fail(worker, DropReason::kPoolEmpty);
  const sip::Result<std::size_t> size = sip::build_reply(worker.job->message, spec, {room, most});
  if (!size) return fail(worker, DropReason::kMalformed);
  if (!worker.guard->may_answer(worker.now, packet, *size)) {
    return fail(worker, DropReason::kReplyBudget);
  }
  Send send;
  send.listen = listen;
  send.from = from;
  send.to = sip::reply_destination(*turn.top, turn.fix);
  send.kind = SendKind::kExtra;
  if (spec.code < 200) {
    turn.provisional = true;
  } else if (!turn.settled) {
    turn.settled = turn.answered = true;
    send.kind = SendKind::kAnswer;
  }
  ++turn.replies;
  port.commit(worker.index, static_cast<std::uint32_t>(*size), send);
  note_own_answer(worker, spec.code);
  return true;
}

// True when the next hop has asked for fewer requests, and this one is to be held back.
bool is_held_back(Worker& worker, const sip::Endpoint& to) noexcept {
  const std::string_view payload = worker.turn.packet->text();
  guard::Precedence precedence = guard::precedence_of(payload);
  const guard::Parameters& parameters = worker.guard->parameters();
  if (guard::is_emergency_call(payload, parameters.emergency_numbers)) {
    precedence = guard::Precedence::kDialog;
  }
  return !worker.overload_clients.may_send(worker.now, to, precedence, worker.turn.top->branch);
}

// A friend hears 503 without Retry-After (RFC 7339 section 5.10.2); a stranger nothing.
bool refuse_politely(Worker& worker) noexcept {
  const bool known = worker.turn.packet->klass >= SourceClass::kTrusted;
  if (!known || worker.job->message.method() == sip::Method::kAck) {
    return fail(worker, DropReason::kOverload);
  }
  const auto tag = sip::make_reply_tag(worker.shared->keys, worker.job->message);
  routes::ReplyOrder order;
  order.code = 503;
  order.reason = "Service Unavailable";
  if (tag) order.to_tag = tag->view();
  if (!answer(worker, order)) return false;
  ++worker.counters.overload_refused;
  return true;
}

}  // namespace

std::uint16_t choose_listen(Listens listens, int forced, std::uint16_t received,
                            const sip::Address& to, const RouteTable* routes) noexcept {
  const bool ipv4 = to.is_v4();
  const bool far = !is_loopback(to);
  if (forced >= 0 && static_cast<std::size_t>(forced) < listens.size() &&
      listens[static_cast<std::size_t>(forced)].ipv4 == ipv4) {
    return static_cast<std::uint16_t>(forced);
  }
  const Route* const route = routes == nullptr ? nullptr : routes->find(to);
  if (route != nullptr && route->listen < listens.size()) {
    const bool here =
        received < listens.size() && listens[received].port == listens[route->listen].port;
    if (!here) return route->listen;
  }
  if (received < listens.size() && listens[received].ipv4 == ipv4 &&
      !(far && is_loopback(listens[received].address))) {
    return received;
  }
  for (std::uint16_t i = 0; i < listens.size(); ++i) {
    if (listens[i].ipv4 == ipv4 && !(far && is_loopback(listens[i].address))) return i;
  }
  return first_listen(listens, to);
}

bool is_stopped(Worker& worker, const Send& send, std::string_view buffer) noexcept {
  if (!worker.execution.image->has_route(routes::RouteKind::kOnsend, 0)) return false;
  const routes::Sending sending{send.from, send.to, routes::Transport::kUdp, buffer};
  routes::Execution execution = worker.execution;  // the run below goes on with its own state
  execution.sending = &sending;
  const routes::RunResult result = routes::run(execution, routes::RouteKind::kOnsend, 0);
  return result.stop == routes::RunResult::Stop::kDropped ||
         result.stop == routes::RunResult::Stop::kError;
}

bool prepare_request(Worker& worker, const routes::Target& target, Send& send) noexcept {
  Turn& turn = worker.turn;
  const Packet& packet = *turn.packet;
  const Listens listens = worker.shared->listens;
  if (!worker.job->message.is_request() || target.transport != routes::Transport::kUdp ||
      target.to.port == 0 || target.to.address.is_unspecified()) {
    return fail(worker, DropReason::kBadTarget);
  }
  const int forced = target.socket >= 0 ? target.socket : worker.job->notes.forced_socket;
  const std::uint16_t out =
      choose_listen(listens, forced, packet.listen, target.to.address, worker.routes);
  if (out == kNoListen) return fail(worker, DropReason::kNoSocket);

  send.listen = out;
  send.from = source_of(listens[out], out == packet.listen, packet, target.to.address);
  send.to = target.to;
  turn.fix = sip::make_via_fix(
      *turn.top, worker.job->reception.source,
      worker.job->notes.force_rport || turn.edition->image->tunables().force_rport);
  return add_forward_edits(worker, send) || fail(worker, DropReason::kScriptError);
}

bool forward_request(Worker& worker, const routes::Target& target) noexcept {
  Send send;
  if (!prepare_request(worker, target, send)) return false;
  if (worker.overload_clients.any() && is_held_back(worker, send.to)) {
    return refuse_politely(worker);
  }
  if (!emit(worker, send, /*run_onsend=*/true)) return false;
  ++worker.job->notes.forwards_sent;
  return true;
}

bool prepare_reply(Worker& worker, Send& send) noexcept {
  const Packet& packet = *worker.turn.packet;
  const Listens listens = worker.shared->listens;
  const sip::Result<const sip::Via*> next = worker.job->message.second_via();
  if (!next) return fail(worker, DropReason::kReplyHop);
  const sip::Result<sip::Endpoint> to = sip::reply_destination(**next);
  if (!to || to->port == 0 || to->address.is_unspecified()) {
    return fail(worker, DropReason::kReplyHop);
  }
  int wanted = worker.job->notes.forced_socket;
  if (wanted < 0) wanted = socket_of_our_via(**worker.job->message.top_via(), listens);
  const std::uint16_t out =
      choose_listen(listens, wanted, packet.listen, to->address, worker.routes);
  if (out == kNoListen) return fail(worker, DropReason::kNoSocket);

  send.listen = out;
  send.from = source_of(listens[out], out == packet.listen, packet, to->address);
  send.to = *to;
  return add_reply_edits(worker) || fail(worker, DropReason::kScriptError);
}

bool forward_reply(Worker& worker) noexcept {
  Send send;
  if (!prepare_reply(worker, send)) return false;
  return emit(worker, send, worker.turn.edition->image->tunables().onsend_reply);
}

bool answer(Worker& worker, const routes::ReplyOrder& order) noexcept {
  Turn& turn = worker.turn;
  if (turn.top == nullptr || worker.job->message.method() == sip::Method::kAck) {
    return fail(worker, DropReason::kScriptDrop);
  }
  turn.fix = sip::make_via_fix(
      *turn.top, worker.job->reception.source,
      worker.job->notes.force_rport || turn.edition->image->tunables().force_rport);
  const sip::ReplySpec spec{
      .code = order.code,
      .reason = order.reason,
      .to_tag = order.to_tag,
      .extra_headers = order.headers,
      .content_type = order.content_type,
      .body = order.body,
      .server = worker.shared->server,
      .via_fix = turn.fix,
      .overload = overload_report(worker, *turn.top, turn.packet->klass),
  };
  return answer_spec(worker, spec, worker.job->reception.listen, worker.job->reception.destination);
}

bool answer_malformed(Worker& worker, const sip::Verdict& verdict) noexcept {
  const sip::Result<sip::TagText> tag =
      sip::make_reply_tag(worker.shared->keys, worker.job->message);
  const sip::ReplySpec spec{
      .code = verdict.code,
      .reason = verdict.reason(),
      .to_tag = tag ? tag->view() : std::string_view{},
      .extra_headers = {},
      .content_type = {},
      .body = {},
      .server = worker.shared->server,
      .via_fix = worker.turn.fix,
      .partial = true,
  };
  const Packet& packet = *worker.turn.packet;
  return answer_spec(worker, spec, packet.listen, {packet.dst, packet.dport});
}

sip::Endpoint own_endpoint(const Listen& listen, const sip::Address& to) noexcept {
  if (!listen.wildcard) return {listen.address, listen.number};
  // To loopback the kernel's own choice.
  return {is_loopback(to) ? to : listen.source, listen.number};
}

bool send_text(Worker& worker, const sip::Endpoint& to, int socket,
               std::string_view text) noexcept {
  const Packet& packet = *worker.turn.packet;
  const Listens listens = worker.shared->listens;
  const int forced = socket >= 0 ? socket : worker.job->notes.forced_socket;
  const std::uint16_t out =
      choose_listen(listens, forced, packet.listen, to.address, worker.routes);
  if (out == kNoListen || text.empty() || text.size() > kMostBytes) return false;
  Port& port = worker.port_of(out);
  const auto size = static_cast<std::uint32_t>(text.size());
  char* const room = port.reserve(worker.index, size);
  if (room == nullptr) return false;
  std::copy(text.begin(), text.end(), room);
  Send send;
  send.listen = out;
  send.kind = SendKind::kExtra;
  send.from = source_of(listens[out], out == packet.listen, packet, to.address);
  send.to = to;
  port.commit(worker.index, size, send);
  return true;
}

}  // namespace weir::dataplane
