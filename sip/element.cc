#include "sip/element.h"

#include "sip/token.h"

namespace weir::sip {
namespace {

// [from, to) as one text, of which `from` is the begin of a view and `to` the end of another.
std::string_view between(const char* from, const char* to) noexcept {
  return {from, static_cast<std::size_t>(to - from)};
}

// The offset of the first of `stops` outside of quotes and angle brackets; the size without one.
Result<std::size_t> find_outside(std::string_view text, char stop) noexcept {
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == stop) return at;
    if (text[at] == '"') {
      const Result<std::size_t> end = skip_quoted(text, at);
      if (!end) return end;
      at = *end - 1;
    } else if (text[at] == '<') {
      at = text.find('>', at);
      if (at == text.npos) return Error::kTruncated;
    }
  }
  return text.size();
}

bool is_sip(const Uri& uri) noexcept {
  return uri.scheme == Scheme::kSip || uri.scheme == Scheme::kSips;
}

// The parameter `name` of a list; else its place, at the end.
Element find_param(Element::Kind kind, const Params& params, std::string_view around,
                   std::string_view name) noexcept {
  const Param param = params.find(name);
  if (param.name.empty()) return {kind, false, slice(params.text, params.text.size()), around};
  const std::string_view last = param.has_value ? param.value : param.name;
  return {kind, true, between(param.name.data(), end_of(last)), around};
}

}  // namespace

Result<std::string_view> next_list_value(std::string_view& rest) noexcept {
  while (!rest.empty()) {
    const Result<std::size_t> comma = find_outside(rest, ',');
    if (!comma) return comma.error();
    const std::string_view value = trim(slice(rest, 0, *comma));
    rest = *comma == rest.size() ? std::string_view{} : slice(rest, *comma + 1);
    if (!value.empty()) return value;
  }
  return std::string_view{};
}

Params params_of_value(std::string_view value) noexcept {
  const Result<std::size_t> semicolon = find_outside(value, ';');
  return {slice(value, semicolon ? *semicolon : value.size())};
}

Result<Params> params_of_uri(const Uri& uri) noexcept {
  if (!uri.params.text.empty()) return uri.params;
  if (uri.scheme == Scheme::kOther) return Error::kMissing;
  // An IPv6 reference or a port that parsed is never empty, nor is a number.
  const std::string_view before = !is_sip(uri) ? uri.user : uri.has_port ? uri.port_text : uri.host;
  return Params{.text = slice(before, before.size()), .of_uri = true};
}

Result<Params> params_around(const Element& param) noexcept {
  Params params = params_of_value(param.around);
  if (param.kind == Element::Kind::kUriParam) {
    const Result<Uri> uri = parse_uri(param.around);
    const Result<Params> of_uri = uri ? params_of_uri(*uri) : uri.error();
    if (!of_uri) return Error::kSyntax;
    params = *of_uri;
  } else if (const Result<std::size_t> comma = find_outside(param.around, ',');
             !comma || *comma != param.around.size()) {
    return Error::kSyntax;  // behind the comma after a field's one value is no place for parameters
  }
  if (params.check() != Error::kNone) return Error::kSyntax;
  return params;
}

Result<Element> Element::method(const MessageView& message) noexcept {
  if (message.is_reply()) return Error::kMissing;
  return Element{Kind::kMethod, true, message.method_text(), message.start_line()};
}

Result<Element> Element::request_uri(const MessageView& message) noexcept {
  if (message.is_reply()) return Error::kMissing;
  return Element{Kind::kRequestUri, true, message.request_uri(), message.start_line()};
}

Result<Element> Element::status(const MessageView& message) noexcept {
  if (message.is_request()) return Error::kMissing;
  const std::string_view line = message.start_line();
  return Element{Kind::kStatus, true, slice(line, message.version().size() + 1, 3), line};
}

Result<Element> Element::reason(const MessageView& message) noexcept {
  if (message.is_request()) return Error::kMissing;
  const std::string_view line = message.start_line();
  if (message.reason().empty())
    return Element{Kind::kReason, false, slice(line, line.size()), line};
  return Element{Kind::kReason, true, message.reason(), line};
}

Element Element::fields(const MessageView& message) noexcept {
  const std::size_t begin = message.headers_offset();
  return {Kind::kFields, true, slice(message.raw(), begin, message.headers_end() - begin),
          message.raw()};
}

Element Element::field(const MessageView& message, const Field& field) noexcept {
  return {Kind::kField, true, slice(message.raw(), field.begin, field.value_end - field.begin + 0u),
          message.raw()};
}

Element Element::field_value(const MessageView& message, const Field& field) noexcept {
  return {Kind::kFieldValue, true, message.value(field), Element::field(message, field).text};
}

Element Element::body(const MessageView& message) noexcept {
  return {Kind::kBody, true, message.body(), message.raw()};
}

Result<Element> Element::value(const MessageView& message, const Field& field,
                               std::size_t number) noexcept {
  std::string_view rest = message.value(field);
  const std::string_view whole = Element::field(message, field).text;
  if (header_shape(field.id) != HeaderShape::kList) {
    if (number > 0 || rest.empty()) return Error::kMissing;
    return Element{Kind::kValue, true, rest, whole};
  }
  for (;;) {
    const Result<std::string_view> value = next_list_value(rest);
    if (!value) return value.error();
    if (value->empty()) return Error::kMissing;
    if (number-- == 0) return Element{Kind::kValue, true, *value, whole};
  }
}

Result<Element> Element::display(const NameAddr& value) noexcept {
  if (value.star) return Error::kMissing;
  if (!value.display.empty()) return Element{Kind::kDisplay, true, value.display, value.text};
  return Element{Kind::kDisplay, false, slice(value.text, 0, 0), value.text};
}

Result<Element> Element::uri(const NameAddr& value) noexcept {
  if (value.star) return Error::kMissing;
  return Element{Kind::kUri, true, value.uri, value.text};
}

Element Element::param(std::string_view value, std::string_view name) noexcept {
  const Params params = params_of_value(value);
  return find_param(Kind::kParam, params, value, name);
}

Result<Element> Element::user(const Uri& uri) noexcept {
  if (uri.scheme == Scheme::kOther) return Error::kMissing;
  if (!uri.user.empty()) return Element{Kind::kUser, true, uri.user, uri.text};
  return Element{Kind::kUser, false, slice(uri.host, 0, 0), uri.text};
}

Result<Element> Element::host(const Uri& uri) noexcept {
  if (!is_sip(uri)) return Error::kMissing;
  return Element{Kind::kHost, true, uri.host, uri.text};
}

Result<Element> Element::port(const Uri& uri) noexcept {
  if (!is_sip(uri)) return Error::kMissing;
  if (uri.has_port) return Element{Kind::kPort, true, uri.port_text, uri.text};
  return Element{Kind::kPort, false, slice(uri.host, uri.host.size()), uri.text};
}

Result<Element> Element::uri_param(const Uri& uri, std::string_view name) noexcept {
  const Result<Params> params = params_of_uri(uri);
  if (!params) return params.error();
  return find_param(Kind::kUriParam, *params, uri.text, name);
}

}  // namespace weir::sip
