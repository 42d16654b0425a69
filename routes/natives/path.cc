// path: Path header fields with our address (RFC 3327).
#include "routes/natives/path.h"

#include "routes/natives/functions_routing.h"
#include "routes/natives/readers.h"
#include "routes/natives/request_uri.h"
#include "routes/natives/text_bytes.h"
#include "routes/operators.h"
#include "sip/token.h"

namespace weir::routes {
namespace {

// host[:port] of a socket of ours as others see it; 5060 goes without saying.
std::string_view host_port(Execution& e, const SocketNames* socket, const sip::Endpoint& at) {
  std::string_view host = address_text(*e.arena, at.address, true);
  std::uint16_t port = at.port;
  if (socket != nullptr && !socket->advertised_address.empty()) {
    host = socket->advertised_address;
    const auto address = sip::parse_address(host);
    if (address) host = address_text(*e.arena, *address, true);
  }
  if (socket != nullptr && socket->advertised_port != 0) port = socket->advertised_port;
  if (port == 5060) return host;
  return join_texts(*e.arena, {host, ":", number_text(*e.arena, port)});
}

// ;received=... of the source: a URI, or address~port~transport (received_format 1).
std::string_view received_parameter(Execution& e) noexcept {
  const Tunables& t = e.image->tunables();
  const Reception& r = *e.reception;
  const std::string_view host = address_text(*e.arena, r.source.address, true);
  const std::string_view port = number_text(*e.arena, r.source.port);
  if (t.path_received_format == 1) {
    const std::string_view transport =
        number_text(*e.arena, static_cast<std::int32_t>(r.transport));
    return join_texts(*e.arena, {";", t.path_received_name, "=", host, "~", port, "~", transport});
  }
  const bool udp = r.transport == Transport::kUdp;
  return join_texts(
      *e.arena, {";", t.path_received_name, "=sip:", host, ":", port, udp ? "" : "%3Btransport%3D",
                 udp ? "" : transport_word(r.transport)});
}

struct PathLine {
  std::string_view user;
  std::string_view received;
  std::string_view parameters;
  std::string_view address;  // in place of the sockets'; empty: none
};

std::string_view line_of(Execution& e, const PathLine& line, const SocketNames* socket,
                         const sip::Endpoint& at) noexcept {
  const Tunables& t = e.image->tunables();
  const bool named = t.path_sockname && socket != nullptr && !socket->name.empty();
  const Transport transport = socket != nullptr ? socket->transport : e.reception->transport;
  const bool udp = transport == Transport::kUdp;
  return join_texts(*e.arena, {"Path: <sip:", line.user, line.user.empty() ? "" : "@",
                               line.address.empty() ? host_port(e, socket, at) : line.address,
                               udp ? "" : ";transport=", udp ? "" : transport_word(transport),
                               named ? ";sn=" : "", named ? socket->name : "", ";lr", line.received,
                               line.parameters.empty() ? "" : ";", line.parameters,
                               t.path_double ? ";r2=on" : "", ">\r\n"});
}

// The socket the request leaves by, as far as it is known: a forced one, else where it came in.
std::string_view outbound_line(Execution& e, const PathLine& line, const SocketNames* received) {
  const int forced = e.notes->forced_socket;
  const SocketNames* const socket =
      forced < 0 ? nullptr : e.host->socket(e, static_cast<unsigned>(forced));
  const auto address = socket == nullptr ? sip::Result<sip::Address>(sip::Error::kMissing)
                                         : sip::parse_address(socket->address);
  if (!address) return line_of(e, line, received, e.reception->destination);
  return line_of(e, line, socket, {*address, socket->port});
}

// Paths stand above the received ones, the last hop on top (RFC 3327 section 5.2).
std::int32_t add(Execution& e, const PathLine& line) noexcept {
  const SocketNames* const received = e.host->socket(e, e.reception->listen);
  std::string_view text = outbound_line(e, line, received);
  if (e.image->tunables().path_double) {
    text = e.arena->concat(text, line_of(e, line, received, e.reception->destination));
  }
  const sip::Field* const first = e.message->find("Path");
  const std::size_t at = first != nullptr ? first->begin : e.message->headers_end();
  const bool done =
      first != nullptr ? e.notes->edits.insert_first(at, text) : e.notes->edits.insert(at, text);
  if (!text.empty() && done) return 1;
  if (e.notes->edits_refused < 65535) ++e.notes->edits_refused;
  return -1;
}

PathLine line_from(Arguments a, std::string_view received) noexcept {
  return {a.empty() ? std::string_view{} : a[0].text,
          received,
          a.size() < 2 ? std::string_view{} : a[1].text,
          {}};
}

// The address first; -1 without one.
std::int32_t add_advertised(Execution& e, Arguments a, std::string_view received) noexcept {
  PathLine line = line_from(a.subspan(1), received);
  line.address = a[0].text;
  return line.address.empty() ? -1 : add(e, line);
}

// address~port~transport as a URI; the text itself when it is none of that form.
std::string_view received_uri(Execution& e, std::string_view value) noexcept {
  const std::size_t first = value.find('~');
  const std::size_t second = first == value.npos ? value.npos : value.find('~', first + 1);
  if (second == value.npos) return value;
  const std::string_view transport = value.substr(second + 1);
  std::int32_t number = 0;
  if (!text_to_int(transport, number) || number < 1 || number > 6) return {};
  const bool udp = number == 1;
  return join_texts(
      *e.arena,
      {"sip:", value.substr(0, first), ":", value.substr(first + 1, second - first - 1),
       udp ? "" : ";transport=", udp ? "" : transport_word(static_cast<Transport>(number))});
}

// %3B and its kin undone.
std::string_view unescaped(Arena& arena, std::string_view text) noexcept {
  char* const to = arena.allocate(text.size());
  if (to == nullptr) return {};
  std::size_t size = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const int high = i + 2 < text.size() ? hex_digit(text[i + 1]) : -1;
    const int low = high < 0 ? -1 : hex_digit(text[i + 2]);
    const bool escape = text[i] == '%' && low >= 0;
    to[size++] = escape ? static_cast<char>(high * 16 + low) : text[i];
    if (escape) i += 2;
  }
  return {to, size};
}

}  // namespace

void follow_received(Execution& e, const sip::Params& own_route) noexcept {
  const Tunables& t = e.image->tunables();
  if (!t.path_use_received) return;
  const sip::Param received = own_route.find(t.path_received_name);
  if (received.value.empty()) return;
  const std::string_view uri = received_uri(e, unescaped(*e.arena, received.value));
  if (sip::parse_uri(uri)) e.notes->destination_uri = uri;
}

namespace natives {

std::int32_t add_path(Execution& e, Arguments a) noexcept { return add(e, line_from(a, {})); }

std::int32_t add_path_received(Execution& e, Arguments a) noexcept {
  return add(e, line_from(a, received_parameter(e)));
}

std::int32_t add_path_advertised_address(Execution& e, Arguments a) noexcept {
  return add_advertised(e, a, {});
}

std::int32_t add_path_received_advertised_address(Execution& e, Arguments a) noexcept {
  return add_advertised(e, a, received_parameter(e));
}

}  // namespace natives

}  // namespace weir::routes
