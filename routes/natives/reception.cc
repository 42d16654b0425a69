// corex: where a message came from and which socket it reached, as a script wants it to look.
#include "routes/reception.h"
#include "routes/natives/functions_core.h"
#include "routes/natives/request_uri.h"

#include <optional>

namespace weir::routes::natives {
namespace {

std::int32_t receive_at(Execution& e, int index) noexcept {
  const SocketNames* const socket =
      index < 0 ? nullptr : e.host->socket(e, static_cast<unsigned>(index));
  if (socket == nullptr) return 1;  // Kamailio logs that there is none, and goes on
  Reception& reception = *e.reception;
  reception.listen = static_cast<std::uint16_t>(index);
  reception.transport = socket->transport;
  reception.destination.port = socket->port;
  // A wildcard socket is known by the address that was asked for.
  const auto address = sip::parse_address(socket->address);
  if (address && !address->is_unspecified()) reception.destination.address = *address;
  return 1;
}

// "[PROTO:]ADDRESS[:PORT]", port 0 without one; nothing when it is none, or of another transport.
std::optional<sip::Endpoint> source_of(std::string_view text, Transport transport) noexcept {
  const std::string_view word = transport_word(transport);
  const std::size_t colon = text.find(':');
  const bool named =
      colon != text.npos && !text.starts_with('[') && text.substr(0, colon).find('.') == text.npos;
  if (named) {
    if (text.substr(0, colon) != word) return std::nullopt;
    text.remove_prefix(colon + 1);
  }
  sip::Endpoint end;
  const std::size_t behind = text.starts_with('[') ? text.find(']') : 0;
  if (behind == text.npos) return std::nullopt;
  const std::size_t mark = text.find(':', behind);
  if (mark != text.npos) {
    std::int32_t port = 0;
    if (!text_to_int(text.substr(mark + 1), port) || port < 0 || port > 65535) return std::nullopt;
    end.port = static_cast<std::uint16_t>(port);
  }
  const auto address = sip::parse_address(text.substr(0, mark));
  if (!address) return std::nullopt;
  end.address = *address;
  return end;
}

}  // namespace

std::int32_t set_recv_socket(Execution& e, Arguments a) noexcept {
  return a[0].text.empty() ? -1 : receive_at(e, find_socket(e, a[0].text));
}

std::int32_t set_recv_socket_name(Execution& e, Arguments a) noexcept {
  return a[0].text.empty() ? -1 : receive_at(e, e.host->find_socket_name(e, a[0].text));
}

// An address of the family and the transport that the message came by.
std::int32_t set_source_address(Execution& e, Arguments a) noexcept {
  Reception& reception = *e.reception;
  const auto source = source_of(a[0].text, reception.transport);
  if (!source || source->address.is_v4() != reception.source.address.is_v4()) return -1;
  reception.source = *source;
  return 1;
}

std::int32_t via_add_srvid(Execution& e, Arguments a) noexcept {
  e.notes->via_server_id = a[0].number != 0;
  return 1;
}

std::int32_t via_add_xavp_params(Execution& e, Arguments a) noexcept {
  e.notes->via_params = a[0].number != 0;
  return 1;
}

std::int32_t via_use_xavp_fields(Execution& e, Arguments a) noexcept {
  e.notes->via_fields = a[0].number != 0;
  return 1;
}

}  // namespace weir::routes::natives
