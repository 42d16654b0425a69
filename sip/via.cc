#include "sip/via.h"

#include "sip/byte_set.h"
#include "sip/cursor.h"
#include "sip/element_kernels.h"
#include "sip/token.h"
#include "sip/via_param.h"

#include <array>

namespace weir::sip {
namespace {

constexpr std::array<std::string_view, 7> kTransports = {"",     "UDP", "TCP", "TLS",
                                                         "SCTP", "WS",  "WSS"};

constexpr ByteSet kReferenceSet = ByteSet::of("0123456789abcdefABCDEF:.");

// SIP/2.0/transport, with LWS around the slashes.
Error take_protocol(Cursor& cursor, Via& via) noexcept {
  if (!equal_ignoring_case(cursor.take_token(), "SIP") || !cursor.take('/')) return Error::kSyntax;
  if (cursor.take_token().empty() || !cursor.take('/')) return Error::kSyntax;
  via.transport_text = cursor.take_token();
  via.transport = find_transport(via.transport_text);
  return via.transport_text.empty() || !cursor.skip_space() ? Error::kSyntax : Error::kNone;
}

// host [":" port], with LWS around the colon.
Error take_sent_by(Cursor& cursor, Via& via) noexcept {
  const std::string_view text = cursor.rest();
  if (cursor.take_one('[')) {
    if (cursor.take(kReferenceSet).empty() || !cursor.take_one(']')) return Error::kSyntax;
  } else if (cursor.take(kHostSet).empty()) {
    return Error::kSyntax;
  }
  via.sent_by = via.host = cursor.taken_from(text);
  if (!cursor.take(':')) return Error::kNone;
  const Result<std::uint16_t> port = parse_port(cursor.take(kDigitSet));
  if (!port) return port.error();
  via.port = *port;
  via.has_port = true;
  via.sent_by = cursor.taken_from(text);
  return Error::kNone;
}

}  // namespace

Error take_via_in_steps(std::string_view& rest, Via& via) noexcept {
  renew(via);
  std::string_view tail = rest;
  Cursor cursor(tail);
  cursor.skip_space();
  const std::string_view text = tail;
  if (const Error error = take_protocol(cursor, via); error != Error::kNone) return error;
  if (const Error error = take_sent_by(cursor, via); error != Error::kNone) return error;

  const std::string_view list = tail;
  for (;;) {
    const Result<Param> param = next_param(tail);
    if (!param) return param.error();
    if (param->name.empty()) break;
    if (const Error error = note_param(*param, via); error != Error::kNone) return error;
  }
  via.params.text = trim(cursor.taken_from(list));
  via.text = trim(cursor.taken_from(text));
  if (const Error error = cursor.finish(); error != Error::kNone) return error;
  rest = trim(tail);
  return Error::kNone;
}

Error take_via(std::string_view& rest, Via& via) noexcept {
  return take_via(best_elements(), rest, via);
}

Result<Via> next_via(std::string_view& rest) noexcept {
  Via via;
  if (const Error error = take_via(rest, via); error != Error::kNone) return error;
  return via;
}

Result<Via> parse_via(std::string_view text) noexcept { return parse_one(text, next_via); }

Transport find_transport(std::string_view text) noexcept {
  for (std::size_t i = 1; i < kTransports.size(); ++i) {
    if (equal_ignoring_case(text, kTransports[i])) return static_cast<Transport>(i);
  }
  return Transport::kOther;
}

std::string_view transport_name(Transport transport) noexcept {
  return kTransports[static_cast<std::size_t>(transport)];
}

Result<Endpoint> reply_destination(const Via& via) noexcept {
  const Result<Address> address = parse_address(via.has_received ? via.received : via.host);
  if (!address) return Error::kForeign;
  const bool secure = via.transport == Transport::kTls || via.transport == Transport::kWss;
  const std::uint16_t fallback = secure ? 5061 : 5060;
  if (via.rport != 0) return Endpoint{*address, via.rport};
  return Endpoint{*address, via.has_port ? via.port : fallback};
}

}  // namespace weir::sip
