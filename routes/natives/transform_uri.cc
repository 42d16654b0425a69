// {uri.*}: the parts of a URI.
#include "routes/natives/request_uri.h"
#include "routes/natives/transformations.h"

namespace weir::routes {
namespace {

std::string_view parameter(const sip::Uri& uri, std::string_view name) noexcept {
  return uri.params.find(name).value;
}

// proto:host:port
Value to_socket(Execution& e, const sip::Uri& uri) noexcept {
  if (!uri.has_port) return Value::of({});  // as Kamailio, which needs all three
  return Value::of(
      join_texts(*e.arena, {transport_word(transport_of(uri)), ":", uri.host, ":", uri.port_text}));
}

// The URI without user, parameters and headers, but its transport.
Value address_of(Execution& e, const sip::Uri& uri, bool with_user) noexcept {
  const std::string_view transport = parameter(uri, "transport");
  const bool named = !transport.empty() && !with_user;
  const bool user = with_user && !uri.user.empty();
  return Value::of(
      join_texts(*e.arena, {uri.scheme_text, ":", user ? uri.user : std::string_view{},
                            user ? "@" : "", uri.host, uri.has_port && !with_user ? ":" : "",
                            uri.has_port && !with_user ? uri.port_text : std::string_view{},
                            named ? ";transport=" : "", named ? transport : std::string_view{}}));
}

// HOST~PORT~TRANSPORT, as nathelper writes an alias.
Value encode_alias(Execution& e, const sip::Uri& uri) noexcept {
  const IntText port = int_to_text(uri.effective_port());
  const IntText transport = int_to_text(static_cast<std::int32_t>(transport_of(uri)));
  return Value::of(join_texts(*e.arena, {uri.host, "~", port.view(), "~", transport.view()}));
}

// The URI that an alias stands for; null when it is none.
Value decode_alias(Execution& e, std::string_view text) noexcept {
  const std::size_t last = text.rfind('~');
  const std::size_t first = last == text.npos ? text.npos : text.rfind('~', last - 1);
  if (first == text.npos || first == 0 || last == first) return Value::null();
  std::int32_t number = 0;
  std::int32_t port = 0;
  const bool good = text_to_int(text.substr(last + 1), number) && number >= 1 && number <= 6 &&
                    text_to_int(text.substr(first + 1, last - first - 1), port);
  if (!good || port < 0 || port > 65535) return Value::null();
  const auto transport = static_cast<sip::Transport>(number);
  const bool udp = transport == sip::Transport::kUdp;
  return Value::of(join_texts(
      *e.arena, {"sip:", text.substr(0, first), ":", text.substr(first + 1, last - first - 1),
                 udp ? "" : ";transport=", udp ? "" : transport_word(transport)}));
}

}  // namespace

Value transform_uri(Execution& e, TransformationId id, std::string_view text,
                    Arguments arguments) noexcept {
  if (id == TransformationId::kUrialiasDecode) return decode_alias(e, text);
  const auto uri = sip::parse_uri(text);
  if (!uri) return Value::of({});
  const std::string_view params = uri->params.text;
  switch (static_cast<int>(id)) {
    case static_cast<int>(TransformationId::kUriUser):
      return Value::of(uri->user);
    case static_cast<int>(TransformationId::kUriHost):
    case static_cast<int>(TransformationId::kUriDomain):
      return Value::of(uri->host);
    case static_cast<int>(TransformationId::kUriPasswd):
      return Value::of(uri->password);
    case static_cast<int>(TransformationId::kUriPort):
      return uri->has_port ? Value::integer(uri->port) : Value::of({});
    case static_cast<int>(TransformationId::kUriParams):
      // None of a tel URI, whose parameters Kamailio keeps elsewhere.
      return Value::of(params.empty() || uri->host.empty() ? std::string_view{} : params.substr(1));
    case static_cast<int>(TransformationId::kUriParam):
      return Value::of(parameter(*uri, arguments[0].text));
    case static_cast<int>(TransformationId::kUriHeaders):
      return Value::of(uri->headers);
    case static_cast<int>(TransformationId::kUriTransport):
      return Value::of(parameter(*uri, "transport"));
    case static_cast<int>(TransformationId::kUriTtl):
      return Value::of(parameter(*uri, "ttl"));
    case static_cast<int>(TransformationId::kUriUparam):
      return Value::of(parameter(*uri, "user"));
    case static_cast<int>(TransformationId::kUriMaddr):
      return Value::of(parameter(*uri, "maddr"));
    case static_cast<int>(TransformationId::kUriMethod):
      return Value::of(parameter(*uri, "method"));
    case static_cast<int>(TransformationId::kUriLr):
      return Value::of(parameter(*uri, "lr"));
    case static_cast<int>(TransformationId::kUriR2):
      return Value::of(parameter(*uri, "r2"));
    case static_cast<int>(TransformationId::kUriScheme):
      return Value::of(uri->scheme_text);
    case static_cast<int>(TransformationId::kUrialiasEncode):
      return encode_alias(e, *uri);
    case static_cast<int>(TransformationId::kUriTosocket):
      return to_socket(e, *uri);
    case static_cast<int>(TransformationId::kUriDuri):
      return address_of(e, *uri, false);
    case static_cast<int>(TransformationId::kUriSaor):
      return address_of(e, *uri, true);
    case static_cast<int>(TransformationId::kUriSuri): {
      UriParts parts = parts_of(*uri);
      parts.params = parts.headers = {};
      return Value::of(join(parts, *e.arena));
    }
    default:
      return Value::null();
  }
}

}  // namespace weir::routes
