// Pseudo-variables of URIs: request, original, destination; and of the parties From and To.
#include "routes/natives/readers.h"
#include "routes/natives/request_uri.h"
#include "sip/name_addr.h"
#include "sip/token.h"

namespace weir::routes {
namespace {

enum class Part : std::uint8_t { kUri, kUser, kHost, kPort, kTransport, kScheme };

// The port as Kamailio shows it: as written, or that of the transport parameter, whatever the
// scheme.
std::string_view port_of(const sip::Uri& uri) noexcept {
  if (uri.has_port) return uri.port_text;
  return sip::equal_ignoring_case(uri.params.find("transport").value, "tls") ? "5061" : "5060";
}

// The transport parameter as written; "UDP" without one.
std::string_view transport_text(const sip::Uri& uri) noexcept {
  const std::string_view transport = uri.params.find("transport").value;
  return transport.empty() ? "UDP" : transport;
}

// Kamailio takes a SIP URI of a telephone number for a tel URI.
std::string_view scheme_of(const sip::Uri& uri) noexcept {
  const bool phone =
      uri.host.empty() ? uri.scheme == sip::Scheme::kTel : uri.params.find("user").value == "phone";
  return phone ? "tel" : uri.scheme_text;
}

// urn:USER:HOST, as Kamailio reads it.
Value part_of_urn(const sip::Uri& urn, Part part) noexcept {
  const std::size_t colon = urn.opaque.find(':');
  if (part == Part::kScheme) return Value::of(urn.scheme_text);
  if (part == Part::kUser) return or_null(urn.opaque.substr(0, colon));
  if (part != Part::kHost || colon == urn.opaque.npos) return Value::null();
  return or_null(urn.opaque.substr(colon + 1));
}

Value part_of(std::string_view text, Part part) noexcept {
  if (text.empty() || text == kBrokenUri) return Value::null();
  if (part == Part::kUri) return Value::of(text);
  const auto uri = sip::parse_uri(text);
  if (!uri) return Value::null();
  if (uri->scheme_text == "urn") return part_of_urn(*uri, part);
  switch (part) {
    case Part::kUri:
      break;
    case Part::kUser:
      return or_null(uri->user);
    case Part::kHost:
      return or_null(uri->host);
    case Part::kPort:
      return Value::of(port_of(*uri));
    case Part::kTransport:
      return Value::of(transport_text(*uri));
    case Part::kScheme:
      return Value::of(scheme_of(*uri));
  }
  return Value::null();
}

std::string_view next_hop(const Execution& e) noexcept {
  return e.notes->destination_uri.empty() ? current_uri(e) : e.notes->destination_uri;
}

// $nh(i): 4 or 6 where the host is an address, else 0.
Value address_family(std::string_view text) noexcept {
  const auto uri = sip::parse_uri(text);
  if (!uri) return Value::integer(0);
  const auto address = sip::parse_address(uri->host);
  return Value::integer(!address ? 0 : address->is_v4() ? 4 : 6);
}

Value party(sip::Result<const sip::NameAddr*> name, PvId id) noexcept {
  if (!name) return Value::null();
  const sip::NameAddr& n = **name;
  switch (static_cast<int>(id)) {
    case static_cast<int>(PvId::kFromUri):
    case static_cast<int>(PvId::kToUri):
      return Value::of(n.uri);
    case static_cast<int>(PvId::kFromUser):
    case static_cast<int>(PvId::kToUser):
      return part_of(n.uri, Part::kUser);
    case static_cast<int>(PvId::kFromHost):
    case static_cast<int>(PvId::kToHost):
      return part_of(n.uri, Part::kHost);
    case static_cast<int>(PvId::kFromDisplay):
    case static_cast<int>(PvId::kToDisplay):
      return or_null(n.display);
    default:
      return n.has_tag ? Value::of(n.tag) : Value::null();
  }
}

}  // namespace

bool read_party_pv(Execution& e, const PvRef& pv, Value& value) noexcept {
  const PvId id = static_cast<PvId>(pv.id);
  switch (static_cast<int>(id)) {
    case static_cast<int>(PvId::kFromUri):
    case static_cast<int>(PvId::kFromUser):
    case static_cast<int>(PvId::kFromHost):
    case static_cast<int>(PvId::kFromDisplay):
    case static_cast<int>(PvId::kFromTag):
      value = party(e.message->from(), id);
      return true;
    case static_cast<int>(PvId::kToUri):
    case static_cast<int>(PvId::kToUser):
    case static_cast<int>(PvId::kToHost):
    case static_cast<int>(PvId::kToDisplay):
    case static_cast<int>(PvId::kToTag):
      value = party(e.message->to(), id);
      return true;
    default:
      return false;
  }
}

bool read_uri_pv(Execution& e, const PvRef& pv, Value& value) noexcept {
  constexpr Part kHopParts[] = {Part::kUri, Part::kUser, Part::kHost, Part::kPort,
                                Part::kTransport};
  const std::string_view original = e.message->request_uri();
  const std::string_view destination = e.notes->destination_uri;
  switch (static_cast<int>(pv.id)) {
    case static_cast<int>(PvId::kUri):
      value = part_of(current_uri(e), Part::kUri);
      return true;
    case static_cast<int>(PvId::kUriUser):
      value = part_of(current_uri(e), Part::kUser);
      return true;
    case static_cast<int>(PvId::kUriHost):
      value = part_of(current_uri(e), Part::kHost);
      return true;
    case static_cast<int>(PvId::kUriPort):
      value = part_of(current_uri(e), Part::kPort);
      return true;
    case static_cast<int>(PvId::kUriScheme):
      value = part_of(current_uri(e), Part::kScheme);
      return true;
    case static_cast<int>(PvId::kUriTransport):
      value = part_of(current_uri(e), Part::kTransport);
      return true;
    case static_cast<int>(PvId::kOriginalUri):
      value = part_of(original, Part::kUri);
      return true;
    case static_cast<int>(PvId::kOriginalUser):
      value = part_of(original, Part::kUser);
      return true;
    case static_cast<int>(PvId::kOriginalHost):
      value = part_of(original, Part::kHost);
      return true;
    case static_cast<int>(PvId::kOriginalPort):
      value = part_of(original, Part::kPort);
      return true;
    case static_cast<int>(PvId::kOriginalTransport):
      value = part_of(original, Part::kTransport);
      return true;
    case static_cast<int>(PvId::kDestination):
      value = or_null(destination);
      return true;
    case static_cast<int>(PvId::kDestinationHost):
      value = part_of(destination, Part::kHost);
      return true;
    case static_cast<int>(PvId::kDestinationPort):
      value = part_of(destination, Part::kPort);
      return true;
    case static_cast<int>(PvId::kDestinationTransport):
      value = part_of(destination, Part::kTransport);
      return true;
    case static_cast<int>(PvId::kNextHop):
      value = pv.slot < std::size(kHopParts) ? part_of(next_hop(e), kHopParts[pv.slot])
                                             : address_family(next_hop(e));
      return true;
    default:
      return false;
  }
}

}  // namespace weir::routes
