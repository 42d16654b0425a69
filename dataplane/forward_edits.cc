#include "dataplane/forward_edits.h"

#include <charconv>

#include "dataplane/stage_route.h"
#include "dataplane/text_line.h"
#include "routes/via_params.h"
#include "sip/branch.h"
#include "sip/element_edit.h"
#include "sip/overload.h"
#include "sip/token.h"

namespace weir::dataplane {
namespace {

using sip::HeaderId;

// The same for our Via, where the script may say otherwise.
void add_via_host(TextLine& line, const routes::Notes& notes, const Listen& listen,
                  const sip::Endpoint& address) noexcept {
  if (notes.advertised_address.empty() && notes.advertised_port == 0) {
    return add_sent_by(line, listen, address);
  }
  std::array<char, Listen::kHostSize> text;
  const sip::Endpoint bare{listen.wildcard ? address.address : listen.address, 5060};
  line.add(!notes.advertised_address.empty()
               ? notes.advertised_address
               : std::string_view{text.data(), format_sent_by(bare, text)});
  const std::uint16_t port = notes.advertised_port != 0 ? notes.advertised_port : listen.number;
  if (port != 5060) line.add(":").add_number(port);
}

bool insert_on_top(Worker& worker, const TextLine& line) noexcept {
  const std::string_view text = line.keep(worker.job->arena);
  return !text.empty() && worker.edits.insert_first(worker.job->message.headers_offset(), text);
}

sip::BranchFlags flags_of(const sip::MessageView& request) noexcept {
  const bool credentials =
      request.method() == sip::Method::kRegister &&
      (request.has(HeaderId::kAuthorization) || request.has(HeaderId::kProxyAuthorization));
  return credentials ? sip::BranchFlags::kCredentials : sip::BranchFlags::kNone;
}

// ;srvid= and the parameters that the script asks for by via_add_srvid() and via_add_xavp_params().
void add_asked_params(Worker& worker, TextLine& line) noexcept {
  const auto server = static_cast<std::uint32_t>(worker.turn.edition->image->tunables().server_id);
  if (worker.job->notes.via_server_id && server != 0) line.add(";srvid=").add_number(server);
  line.add(routes::via_parameters(worker.execution));
}

// What we can do ourselves, for the next hop. RFC 7339 section 4.
void add_overload_offer(const Worker& worker, TextLine& line) noexcept {
  const guard::Parameters& p = worker.guard->parameters();
  if (!p.overload_control()) return;
  line.add(";oc;oc-algo=\"").add(p.overload_loss ? "loss" : "");
  line.add(p.overload_loss && p.overload_rate ? "," : "").add(p.overload_rate ? "rate" : "");
  line.add("\"");
}

// The branch of our Via, of a transaction or not.
bool add_branch(const Worker& worker, const sip::Endpoint& reply_to, const sip::Address& target,
                TextLine& line) noexcept {
  const sip::MessageView& request = worker.job->message;
  const sip::KeyRing& keys = worker.shared->keys;
  if (worker.turn.branch == Turn::kStateless) {
    const auto branch = sip::make_branch(keys, request, reply_to, flags_of(request), target);
    if (branch) line.add(branch->view());
    return static_cast<bool>(branch);
  }
  const auto branch =
      sip::make_transaction_branch(keys, request, reply_to, flags_of(request), target,
                                   static_cast<unsigned>(worker.turn.branch));
  if (branch) line.add(branch->view());
  return static_cast<bool>(branch);
}

bool add_via(Worker& worker, const Send& send) noexcept {
  const Shared& shared = *worker.shared;
  const sip::Endpoint reply_to = sip::reply_destination(*worker.turn.top, worker.turn.fix);
  TextLine line;
  line.add("Via: SIP/2.0/UDP ");
  const routes::ViaFields fields = routes::via_fields(worker.execution);
  if (fields.host.empty()) {
    add_via_host(line, worker.job->notes, shared.listens[send.listen], send.from);
  } else {
    line.add(fields.host).add(fields.port.empty() ? "" : ":").add(fields.port);
  }
  line.add(";branch=");
  if (!add_branch(worker, reply_to, send.to.address, line)) return false;
  const std::uint16_t received = worker.job->reception.listen;
  if (received != send.listen) line.add(";i=").add_number(received + 1u);
  if (shared.add_local_rport || worker.job->notes.local_rport) line.add(";rport");
  add_asked_params(worker, line);
  add_overload_offer(worker, line);
  line.add("\r\n");
  return insert_on_top(worker, line);
}

void add_socket_name(const Worker& worker, TextLine& line, const Listen& listen) noexcept {
  const auto index = static_cast<std::size_t>(&listen - worker.shared->listens.data());
  const std::string_view name = worker.shared->socket_names[index].name;
  if (!name.empty()) line.add(";sn=").add(name);
}

// A sips request asks for sips in the record, unless rr ignores it (RFC 3261 section 16.6 (4)).
bool is_secure(const Worker& worker) noexcept {
  if (worker.turn.edition->image->tunables().rr_ignore_sips) return false;
  const std::string_view uri = worker.job->notes.current_uri(worker.job->message);
  return sip::equal_ignoring_case(uri.substr(0, 5), "sips:");
}

// One line of the record; `second` says that it is one of a pair. Semantics 3.16.
bool add_record_route_line(Worker& worker, const Listen& listen, const sip::Endpoint& address,
                           bool pair) noexcept {
  const routes::Notes& notes = worker.job->notes;
  const routes::Tunables& tunables = worker.turn.edition->image->tunables();
  const sip::Result<std::string_view> call_id = worker.job->message.call_id();
  if (!call_id) return false;
  TextLine line;
  line.add("Record-Route: <").add(is_secure(worker) ? "sips:" : "sip:");
  if (!notes.record_route_user.empty()) line.add(notes.record_route_user).add("@");
  if (notes.record_route_host.empty()) {
    add_sent_by(line, listen, address);
    if (tunables.rr_sockname) add_socket_name(worker, line, listen);
  } else {
    line.add(notes.record_route_host);
  }
  if (pair) line.add(";r2=on");
  // With an address that is preset or advertised Kamailio has the From tag first.
  const std::string_view lr = tunables.rr_full_lr ? ";lr=on" : ";lr";
  const bool tag_first = !notes.record_route_host.empty();
  if (!tag_first) line.add(lr);
  if (tunables.rr_append_fromtag) {
    const sip::Result<const sip::NameAddr*> from = worker.job->message.from();
    if (from && (*from)->has_tag) line.add(";ftag=").add((*from)->tag);
  }
  if (tag_first) line.add(lr);
  line.add(";").add(kCookieParam).add("=");
  line.add(sip::dialog_cookie(worker.shared->keys, *call_id).view());
  line.add(notes.record_route_extra).add(">\r\n");
  return insert_on_top(worker, line);
}

// Two lines when a dialog's two sides speak to different sockets of ours, the outbound one on top:
// each side then finds the socket it can reach.
bool add_record_route(Worker& worker, const Send& send) noexcept {
  const routes::Reception& received = worker.job->reception;
  const Listens listens = worker.shared->listens;
  const bool pair = received.listen != send.listen && worker.job->notes.record_route_host.empty() &&
                    worker.turn.edition->image->tunables().rr_double;
  if (!add_record_route_line(worker, listens[received.listen], received.destination, pair)) {
    return false;
  }
  return !pair || add_record_route_line(worker, listens[send.listen], send.from, true);
}

// Strict routing: the old R-URI becomes the last Route.
bool add_last_route(Worker& worker) noexcept {
  const sip::MessageView& message = worker.job->message;
  TextLine line;
  line.add("Route: ").add(worker.job->notes.last_route).add("\r\n");
  const std::string_view text = line.keep(worker.job->arena);
  if (text.empty()) return false;
  const sip::Field* const last = message.last(HeaderId::kRoute);
  return worker.edits.insert(last == nullptr ? message.headers_offset() : last->end, text);
}

// Edits of the body change its length. A script that has replaced the field itself was first, and
// knows better.
bool mend_content_length(Worker& worker) noexcept {
  char* const digits = worker.job->arena.allocate(sip::kContentLengthText);
  if (digits == nullptr) return false;
  sip::TextRoom room({digits, sip::kContentLengthText});
  const sip::Error error = sip::mend_content_length(worker.job->message, worker.edits, room);
  if (error == sip::Error::kEditRefused) ++worker.counters.edits_refused;
  return true;
}

// A fix that the script's own edit of the same bytes forestalls is no reason not to send.
void add_fix(Worker& worker) noexcept {
  char* const scratch = worker.job->arena.allocate(sip::kViaFixText);
  if (scratch == nullptr) return;
  const std::span<char, sip::kViaFixText> room(scratch, sip::kViaFixText);
  if (!sip::add_via_fix(worker.job->message, *worker.turn.top, worker.turn.fix, room, worker.edits)) {
    ++worker.counters.edits_refused;
  }
}

// Puts our own report in the place of what the client's Via says of overload.
bool replace_overload_report(Worker& worker, const sip::Via& client) noexcept {
  const sip::Result<sip::Endpoint> to = sip::reply_destination(client);
  const std::string_view old = sip::overload_text(client);
  if (!to || old.empty()) return true;
  const SourceClass klass = worker.guard->class_of(worker.now, to->address);
  const std::string_view report = overload_report(worker, client, klass);
  const std::size_t begin = worker.job->message.offset(old);
  return report.empty() || worker.edits.replace(begin, begin + old.size(), report);
}

}  // namespace

void add_sent_by(TextLine& line, const Listen& listen, const sip::Endpoint& address) noexcept {
  if (!listen.wildcard || listen.advertised) {
    line.add(listen.host());
    return;
  }
  std::array<char, Listen::kHostSize> text;
  line.add({text.data(), format_sent_by(address, text)});
}

bool add_forward_edits(Worker& worker, const Send& send) noexcept {
  const sip::MessageView& message = worker.job->message;
  const routes::Notes& notes = worker.job->notes;
  worker.edits.assign(worker.job->notes.edits);
  if (!notes.request_uri.empty()) {
    const std::size_t begin = message.offset(message.request_uri());
    const std::size_t end = begin + message.request_uri().size();
    if (!worker.edits.replace(begin, end, notes.request_uri)) ++worker.counters.edits_refused;
  }
  add_fix(worker);
  if (!notes.last_route.empty() && !add_last_route(worker)) return false;
  if (!add_via(worker, send)) return false;
  if (notes.record_route && !add_record_route(worker, send)) return false;
  return mend_content_length(worker) && !worker.job->arena.exhausted();
}

std::string_view overload_report(Worker& worker, const sip::Via& via, SourceClass klass) noexcept {
  const guard::Parameters& p = worker.guard->parameters();
  if (klass < SourceClass::kTrusted || !p.overload_control()) return {};
  sip::OverloadOffer offer = sip::read_overload_offer(via);
  offer.loss = offer.loss && p.overload_loss;
  offer.rate = offer.rate && p.overload_rate;
  if (!offer) return {};
  const std::uint32_t cap = klass == SourceClass::kPeer ? p.peer_rate : p.trusted_rate;
  std::array<char, sip::kOverloadText> text;
  const std::size_t size =
      sip::write_overload_report(worker.overload_server.report(offer, cap, worker.wall_ns), text);
  return worker.job->arena.copy({text.data(), size});
}

bool add_reply_edits(Worker& worker) noexcept {
  const sip::MessageView& message = worker.job->message;
  worker.edits.assign(worker.job->notes.edits);
  // Our Via is the first value of the first field. Another value may follow in the same line.
  const sip::Field& field = *message.first(HeaderId::kVia);
  const std::size_t next = message.offset((*message.second_via())->text);
  const bool alone = next >= field.end;
  const bool gone = alone ? worker.edits.remove(field.begin, field.end)
                          : worker.edits.remove(field.value_begin, next);
  if (!gone) return false;
  if (worker.guard->parameters().overload_control() &&
      !replace_overload_report(worker, **message.second_via())) {
    return false;
  }
  if (worker.job->notes.reply_status != 0) {
    TextLine line;
    line.add("SIP/2.0 ").add_number(worker.job->notes.reply_status).add(" ");
    line.add(worker.job->notes.reply_reason.empty() ? sip::reason_phrase(worker.job->notes.reply_status)
                                               : worker.job->notes.reply_reason);
    const std::string_view text = line.keep(worker.job->arena);
    if (text.empty() || !worker.edits.replace(0, message.start_line().size(), text)) return false;
  }
  return mend_content_length(worker) && !worker.job->arena.exhausted();
}

int socket_of_our_via(const sip::Via& via, Listens listens) noexcept {
  const std::string_view value = via.params.find("i").value;
  unsigned number = 0;
  const auto [rest, status] = std::from_chars(value.data(), value.data() + value.size(), number);
  if (status != std::errc{} || rest != value.data() + value.size()) return -1;
  return number >= 1 && number <= listens.size() ? static_cast<int>(number) - 1 : -1;
}

}  // namespace weir::dataplane
