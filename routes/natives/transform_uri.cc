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
  const IntText port = int_to_text(uri.effective_port());
  return Value::of(
      join_texts(*e.arena, {transport_word(transport_of(uri)), ":", uri.host, ":", port.view()}));
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

}  // namespace

Value transform_uri(Execution& e, TransformationId id, std::string_view text,
                    Arguments arguments) noexcept {
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
      return Value::of(uri->port_text);
    case static_cast<int>(TransformationId::kUriParams):
      return Value::of(params.empty() ? params : params.substr(1));
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
