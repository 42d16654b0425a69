// What a proxy looks for beyond the basic flaws (RFC 3261 section 16.3), and the option tags.
#include "sip/address_params.h"
#include "sip/fault.h"
#include "sip/item_list.h"
#include "sip/looks.h"
#include "sip/token.h"
#include "sip/writer.h"

namespace weir::sip {
namespace {

// The URI of a From, To or Contact; `error` is what parsing it said.
Fault check_uri(const Case& c, HeaderId id, const NameAddr& value, Error error) noexcept {
  std::string_view at;
  error = address_error(value, error, at);
  return error == Error::kNone ? Fault{} : Fault::in(c.message, id, at, error);
}

// RFC 3261 section 20.32: in ACK and CANCEL both kinds of Require are ignored.
bool may_require(const MessageView& message) noexcept {
  return message.is_request() && message.method() != Method::kAck &&
         message.method() != Method::kCancel;
}

}  // namespace

Fault unsupported_tag(const Case& c, HeaderId id) noexcept {
  if (!may_require(c.message)) return {};
  for (const Field* f = c.message.first(id); f != nullptr; f = c.message.next(*f)) {
    std::string_view rest = c.message.value(*f);
    for (std::string_view tag = next_item(rest); !tag.empty(); tag = next_item(rest)) {
      if (!has_item(c.able.extensions, tag)) return Fault::in(c.message, id, tag, Error::kForeign);
    }
  }
  return {};
}

Result<std::size_t> format_unsupported(const MessageView& message, HeaderId id,
                                       std::string_view extensions, std::span<char> out) noexcept {
  Writer writer(out);
  bool first = true;
  for (const Field* f = message.first(id); f != nullptr; f = message.next(*f)) {
    std::string_view rest = message.value(*f);
    for (std::string_view tag = next_item(rest); !tag.empty(); tag = next_item(rest)) {
      if (has_item(extensions, tag)) continue;
      writer.put(first ? "Unsupported: " : ", ");
      writer.put(tag);
      first = false;
    }
  }
  if (!first) writer.put("\r\n");
  return writer.result();
}

namespace looks {

Fault via(const Case& c) noexcept {
  const MessageView& m = c.message;
  for (const Field* f = m.first(HeaderId::kVia); f != nullptr; f = m.next(*f)) {
    std::string_view rest = m.value(*f);
    do {
      const std::string_view value = rest;
      const Result<Via> one = next_via(rest);
      if (!one) return Fault::in(m, f->id, value.substr(via_fault(value)), one.error());
    } while (!rest.empty());
  }
  return {};
}

Fault from_uri(const Case& c) noexcept {
  const Result<const NameAddr*> value = c.message.from();
  if (!value) return {};
  return check_uri(c, HeaderId::kFrom, **value, c.message.from_uri().error());
}

Fault to_uri(const Case& c) noexcept {
  const Result<const NameAddr*> value = c.message.to();
  if (!value) return {};
  return check_uri(c, HeaderId::kTo, **value, c.message.to_uri().error());
}

Fault contact(const Case& c) noexcept {
  const MessageView& m = c.message;
  NameAddr one;
  Uri uri;
  for (const Field* f = m.first(HeaderId::kContact); f != nullptr; f = m.next(*f)) {
    std::string_view rest = m.value(*f);
    do {
      const std::string_view value = rest;
      if (const Error error = take_name_addr(rest, one); error != Error::kNone) {
        return Fault::in(m, f->id, value.substr(name_addr_fault(value)), error);
      }
      if (one.star) continue;
      if (const Fault fault = check_uri(c, f->id, one, read_uri(one.uri, uri))) return fault;
    } while (!rest.empty());
  }
  return {};
}

Fault scheme(const Case& c) noexcept {
  const Result<const Uri*> uri = c.message.uri();
  // Nearly always it is the first one that we know.
  if (uri && (*uri)->scheme == Scheme::kSip && c.able.schemes.starts_with("sip,")) return {};
  if (!uri || has_item(c.able.schemes, (*uri)->scheme_text)) return {};
  return Fault::in(c.message, HeaderId::kOther, (*uri)->scheme_text, Error::kForeign);
}

// One beyond 32 bits is treated as if it were not there (RFC 4475 section 3.1.2.4).
Fault max_forwards(const Case& c) noexcept {
  const Error error = c.message.max_forwards().error();
  if (error != Error::kSyntax && error != Error::kEmpty) return {};
  const std::string_view value = c.message.first_value(HeaderId::kMaxForwards);
  return Fault::in(c.message, HeaderId::kMaxForwards, value.substr(number_fault(value)), error);
}

Fault hops(const Case& c) noexcept {
  const Result<std::uint32_t> left = c.message.max_forwards();
  if (c.message.is_reply() || !left || *left != 0) return {};
  return Fault::in(c.message, HeaderId::kMaxForwards, c.message.first_value(HeaderId::kMaxForwards),
                   Error::kRange);
}

Fault proxy_require(const Case& c) noexcept { return unsupported_tag(c, HeaderId::kProxyRequire); }

}  // namespace looks
}  // namespace weir::sip
