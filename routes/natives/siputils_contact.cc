// siputils: Contact URIs hidden in ours and brought back.
#include "routes/natives/functions_routing.h"
#include "routes/natives/message_edit.h"
#include "routes/natives/request_uri.h"
#include "sip/contact.h"

#include <array>
#include <optional>

namespace weir::routes::natives {
namespace {

constexpr std::int32_t kNoCode = -26;  // what Kamailio 5.6.3 returns for a URI that is no coded one

// Replaces the URI of every Contact by what `change` makes of it; how many.
template <class Change>
std::size_t change_contacts(Execution& e, Change change) noexcept {
  std::size_t count = 0;
  sip::ValueList<sip::Contact> contacts(*e.message, sip::HeaderId::kContact, sip::next_contact);
  while (const auto contact = contacts.next()) {
    const std::string_view uri = contact->address.uri;
    const std::optional<std::string_view> made = change(uri);
    if (!made) continue;
    const std::size_t begin = e.message->offset(uri);
    if (counted(e, e.notes->edits.replace(begin, begin + uri.size(), *made))) ++count;
  }
  return count;
}

char separator(const Execution& e) noexcept {
  const std::string& text = e.image->tunables().contact_separator;
  return text.empty() ? '*' : text[0];
}

// PREFIX*USER*PASSWORD*HOST*PORT*TRANSPORT of a URI, behind "sip:".
std::optional<std::string_view> encode(Execution& e, std::string_view text, std::string_view prefix,
                                       std::string_view host) noexcept {
  const auto uri = sip::parse_uri(text);
  if (!uri) return std::nullopt;
  const char mark[] = {separator(e)};
  const std::string_view m(mark, 1);
  return join_texts(*e.arena, {"sip:", prefix, m, uri->user, m, uri->password, m, uri->host, m,
                               uri->port_text, m, uri->params.find("transport").value, "@", host});
}

// The URI that encode() had; nothing when this is none of its making. Parameters stay.
std::optional<std::string_view> decode(Execution& e, std::string_view text) noexcept {
  const auto uri = sip::parse_uri(text);
  if (!uri) return std::nullopt;
  std::array<std::string_view, 6> parts;  // prefix user password host port transport
  std::string_view rest = uri->user;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const std::size_t end = rest.find(separator(e));
    if ((end == rest.npos) != (i + 1 == parts.size())) return std::nullopt;
    parts[i] = rest.substr(0, end);
    rest.remove_prefix(end == rest.npos ? rest.size() : end + 1);
  }
  const auto [prefix, user, password, host, port, transport] = parts;
  if (host.empty()) return std::nullopt;
  return join_texts(
      *e.arena, {"sip:", user, password.empty() ? "" : ":", password, user.empty() ? "" : "@", host,
                 port.empty() ? "" : ":", port, transport.empty() ? "" : ";transport=", transport,
                 uri->params.text});
}

// What stands in a parameter of a URI in base64 without its padding; nothing when it is none.
std::optional<std::string_view> hidden_uri(Execution& e, std::string_view text,
                                           std::string_view name) noexcept {
  const auto uri = sip::parse_uri(text);
  if (!uri) return std::nullopt;
  const sip::Param param = uri->params.find(name);
  if (param.name.empty()) return std::nullopt;
  const Value decoded =
      transform(e, TransformationId::kSDecodeBase64url, Value::of(param.value), {});
  return decoded.text;
}

}  // namespace

std::int32_t encode_contact(Execution& e, Arguments a) noexcept {
  const auto made = change_contacts(
      e, [&](std::string_view uri) { return encode(e, uri, a[0].text, a[1].text); });
  return made > 0 ? 1 : -1;
}

std::int32_t decode_contact(Execution& e, Arguments a) noexcept {
  static_cast<void>(a);
  const auto made = decode(e, current_uri(e));
  if (!made) return kNoCode;
  return set_uri(e, *made) ? 1 : -1;
}

std::int32_t decode_contact_header(Execution& e, Arguments a) noexcept {
  static_cast<void>(a);
  return change_contacts(e, [&](std::string_view uri) { return decode(e, uri); }) > 0 ? 1 : kNoCode;
}

// contact_param_encode(name, uri): URI;name=BASE64 in place of each Contact's. True without one.
std::int32_t contact_param_encode(Execution& e, Arguments a) noexcept {
  change_contacts(e, [&](std::string_view uri) -> std::optional<std::string_view> {
    const Value hidden = transform(e, TransformationId::kSEncodeBase64urlt, Value::of(uri), {});
    return join_texts(*e.arena, {a[1].text, ";", a[0].text, "=", hidden.text});
  });
  return 1;
}

std::int32_t contact_param_decode(Execution& e, Arguments a) noexcept {
  change_contacts(e, [&](std::string_view uri) -> std::optional<std::string_view> {
    const auto hidden = hidden_uri(e, uri, a[0].text);
    return hidden && !hidden->empty() ? hidden : std::nullopt;
  });
  return 1;
}

// True also when the R-URI has no such parameter.
std::int32_t contact_param_decode_ruri(Execution& e, Arguments a) noexcept {
  const auto hidden = hidden_uri(e, current_uri(e), a[0].text);
  if (!hidden) return 1;
  return set_uri(e, *hidden) ? 1 : -1;
}

std::int32_t contact_param_check(Execution& e, Arguments a) noexcept {
  sip::ValueList<sip::Contact> contacts(*e.message, sip::HeaderId::kContact, sip::next_contact);
  while (const auto contact = contacts.next()) {
    const auto uri = sip::parse_uri(contact->address.uri);
    if (uri && !uri->params.find(a[0].text).name.empty()) return 1;
  }
  return -1;
}

std::int32_t contact_param_rm(Execution& e, Arguments a) noexcept {
  sip::ValueList<sip::Contact> contacts(*e.message, sip::HeaderId::kContact, sip::next_contact);
  while (const auto contact = contacts.next()) {
    const auto uri = sip::parse_uri(contact->address.uri);
    const sip::Param param = uri ? uri->params.find(a[0].text) : sip::Param{};
    if (param.name.empty()) continue;
    const std::size_t begin = e.message->offset(param.name);
    const std::size_t end = param.has_value ? e.message->offset(param.value) + param.value.size()
                                            : begin + param.name.size();
    static_cast<void>(counted(e, e.notes->edits.remove(begin - 1, end)));
  }
  return 1;
}

}  // namespace weir::routes::natives
