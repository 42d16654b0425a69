// What the core of a user agent server, and a registrar, look for (RFC 3261 sections 8.2 and 10.3).
#include "sip/authentication.h"
#include "sip/cseq.h"
#include "sip/fault.h"
#include "sip/item_list.h"
#include "sip/looks.h"
#include "sip/media_type.h"
#include "sip/token.h"
#include "sip/token_params.h"

namespace weir::sip {
namespace {

Fault at_value(const Case& c, const Field& field, Error error) noexcept {
  return Fault::in(c.message, field.id, c.message.value(field), error);
}

// The second tag among the parameters of a From or To.
Fault second_tag(const Case& c, HeaderId id, const Result<const NameAddr*>& value) noexcept {
  if (!value) return {};
  std::string_view rest = (*value)->params.text;
  bool seen = false;
  for (;;) {
    const Result<Param> param = next_param(rest);
    if (!param || param->name.empty()) return {};
    if (!equal_ignoring_case(param->name, "tag")) continue;
    if (seen) return Fault::in(c.message, id, param->name, Error::kDuplicate);
    seen = true;
  }
}

// True when `range`, such as "application/*", covers one of `types`.
bool covers(const MediaType& range, std::string_view types) noexcept {
  for (std::string_view one = next_item(types); !one.empty(); one = next_item(types)) {
    const Result<MediaType> type = parse_media_type(one);
    if (!type || (range.type != "*" && !equal_ignoring_case(range.type, type->type))) continue;
    if (range.subtype == "*" || equal_ignoring_case(range.subtype, type->subtype)) return true;
  }
  return false;
}

// A body that the receiver may pass over: Content-Disposition with handling=optional (RFC 3261
// section 8.2.3).
bool body_is_optional(const MessageView& message) noexcept {
  std::string_view rest = message.first_value(HeaderId::kContentDisposition);
  const Result<TokenParams> value = next_token_params(rest);
  return value && equal_ignoring_case(value->params.find("handling").value, "optional");
}

bool has_needed_body(const MessageView& message) noexcept {
  return message.is_request() && !message.body().empty() && !body_is_optional(message);
}

}  // namespace

namespace looks {

Fault method(const Case& c) noexcept {
  if (c.message.is_reply() || c.message.method() != Method::kOther) return {};
  return Fault::in(c.message, HeaderId::kOther, c.message.method_text(), Error::kForeign);
}

Fault not_allowed(const Case& c) noexcept {
  const auto bit = static_cast<unsigned>(c.message.method());
  if (c.message.is_reply() || bit == 0 || (c.able.methods >> bit & 1) != 0) return {};
  return Fault::in(c.message, HeaderId::kOther, c.message.method_text(), Error::kForeign);
}

Fault aor(const Case& c) noexcept {
  const Result<const Uri*> uri = c.message.to_uri();
  if (c.message.method() != Method::kRegister || !uri) return {};
  if ((*uri)->scheme == Scheme::kSip || (*uri)->scheme == Scheme::kSips) return {};
  return Fault::in(c.message, HeaderId::kTo, (*uri)->text, Error::kForeign);
}

Fault star(const Case& c) noexcept {
  const MessageView& m = c.message;
  ValueList<NameAddr> contacts(m, HeaderId::kContact, next_name_addr);
  std::string_view found;
  unsigned values = 0;
  while (const auto one = contacts.next()) {
    ++values;
    if (one->star) found = one->uri;
  }
  if (found.empty()) return {};
  const Result<std::uint32_t> expires = m.expires();
  const bool good = m.method() == Method::kRegister && values == 1 && expires && *expires == 0;
  return good ? Fault{} : Fault::in(m, HeaderId::kContact, found, Error::kSyntax);
}

Fault tags(const Case& c) noexcept {
  if (const Fault fault = second_tag(c, HeaderId::kFrom, c.message.from())) return fault;
  return second_tag(c, HeaderId::kTo, c.message.to());
}

Fault expires(const Case& c) noexcept {
  const Result<std::uint32_t> seconds = c.message.expires();
  if (seconds || seconds.error() == Error::kMissing) return {};
  const std::string_view value = c.message.first_value(HeaderId::kExpires);
  return Fault::in(c.message, HeaderId::kExpires, value.substr(number_fault(value)),
                   seconds.error());
}

Fault credentials(const Case& c) noexcept {
  for (const HeaderId id : {HeaderId::kAuthorization, HeaderId::kProxyAuthorization}) {
    for (const Field* f = c.message.first(id); f != nullptr; f = c.message.next(*f)) {
      std::string_view rest = c.message.value(*f);
      const Result<Credentials> value = next_credentials(rest);
      if (!value) return Fault::in(c.message, id, rest, value.error());
    }
  }
  return {};
}

Fault require(const Case& c) noexcept { return unsupported_tag(c, HeaderId::kRequire); }

Fault no_content_type(const Case& c) noexcept {
  if (c.message.body().empty() || c.message.has(HeaderId::kContentType)) return {};
  return {.error = Error::kMissing,
          .field = HeaderId::kContentType,
          .at = static_cast<std::uint32_t>(c.message.body_offset())};
}

Fault content_type(const Case& c) noexcept {
  const Field* const field = c.message.first(HeaderId::kContentType);
  if (field == nullptr || !has_needed_body(c.message)) return {};
  const Result<MediaType> type = parse_media_type(c.message.value(*field));
  if (type && covers(*type, c.able.media_types)) return {};
  return at_value(c, *field, Error::kForeign);
}

Fault content_encoding(const Case& c) noexcept {
  const Field* const field = c.message.first(HeaderId::kContentEncoding);
  if (field == nullptr || !has_needed_body(c.message)) return {};
  const bool identity = equal_ignoring_case(c.message.value(*field), "identity");
  return identity ? Fault{} : at_value(c, *field, Error::kForeign);
}

// Without Accept, application/sdp is accepted (RFC 3261 section 20.1). One that breaks the grammar
// refuses nothing.
Fault accept(const Case& c) noexcept {
  const Field* const first = c.message.first(HeaderId::kAccept);
  if (c.message.method() != Method::kInvite || first == nullptr) return {};
  ValueList<MediaType> ranges(c.message, HeaderId::kAccept, next_media_type);
  while (const std::optional<MediaType> range = ranges.next()) {
    if (covers(*range, c.able.media_types)) return {};
  }
  return ranges.error() == Error::kNone ? at_value(c, *first, Error::kForeign) : Fault{};
}

}  // namespace looks
}  // namespace weir::sip
