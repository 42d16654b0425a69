#include "sip/grammar.h"

#include "sip/address_params.h"
#include "sip/authentication.h"
#include "sip/contact.h"
#include "sip/date.h"
#include "sip/delta_seconds.h"
#include "sip/dialog_id.h"
#include "sip/diversion.h"
#include "sip/event.h"
#include "sip/history_info.h"
#include "sip/identity.h"
#include "sip/item_list.h"
#include "sip/media_type.h"
#include "sip/rack.h"
#include "sip/reason.h"
#include "sip/remote_party_id.h"
#include "sip/token_params.h"
#include "sip/via.h"
#include "sip/warning.h"

#include <array>

namespace weir::sip {
namespace {

// A message, and one of its fields.
struct Place {
  const MessageView& message;
  const Field& field;

  bool is_first() const noexcept { return message.first(field.id) == &field; }
};

// Takes all of a field's value off `rest`; after an error `rest` starts at the byte at fault.
using Grammar = Error (*)(const Place& place, std::string_view& rest) noexcept;

// The one value that an element's next_x() reads.
template <auto kNext>
Error one(const Place&, std::string_view& rest) noexcept {
  const auto value = kNext(rest);
  if (!value) return value.error();
  return rest.empty() ? Error::kNone : Error::kSyntax;
}

// One or more values of an element.
template <auto kNext>
Error list(const Place&, std::string_view& rest) noexcept {
  do {
    const auto value = kNext(rest);
    if (!value) return value.error();
  } while (!rest.empty());
  return Error::kNone;
}

// None or more: "Accept:" accepts nothing.
template <auto kNext>
Error list_or_none(const Place& place, std::string_view& rest) noexcept {
  return rest.empty() ? Error::kNone : list<kNext>(place, rest);
}

// What is wrong with the URI of `value`, given what read_uri() says of it.
Error check(const NameAddr& value, Error uri, std::string_view& rest) noexcept {
  std::string_view at;
  const Error error = address_error(value, uri, at);
  return error == Error::kNone ? error : Cursor(rest).back_to(at, error);
}

Result<NameAddr> next_bare_address(std::string_view& rest) noexcept {
  NameAddr value;
  const Error error = take_name_addr(rest, value);
  if (error == Error::kNone) return value;
  rest.remove_prefix(name_addr_fault(rest));
  return error;
}

// name-addr: the brackets that others may do without must be there.
Result<NameAddr> next_route(std::string_view& rest) noexcept {
  const Result<NameAddr> value = next_bare_address(rest);
  if (!value || value->bracketed) return value;
  return Cursor(rest).back_to(value->uri, Error::kSyntax);
}

const NameAddr& address_of(const NameAddr& value) noexcept { return value; }

template <class T>
const NameAddr& address_of(const T& value) noexcept {
  return value.address;
}

// One or more values with URIs.
template <auto kNext>
Error address_list(const Place&, std::string_view& rest) noexcept {
  Uri uri;
  do {
    const auto value = kNext(rest);
    if (!value) return value.error();
    const NameAddr& address = address_of(*value);
    if (address.star) continue;
    const Error error = check(address, read_uri(address.uri, uri), rest);
    if (error != Error::kNone) return error;
  } while (!rest.empty());
  return Error::kNone;
}

namespace grammar {

Error unread(const Place&, std::string_view&) noexcept { return Error::kNone; }

// TEXT-UTF8-TRIM: no control characters but LWS.
constexpr std::string_view kControls(
    "\0\1\2\3\4\5\6\7\x08\x0b\x0c\x0e\x0f\x10\x11\x12\x13\x14\x15\x16\x17\x18\x19\x1a\x1b\x1c"
    "\x1d\x1e\x1f\x7f",
    30);
constexpr ByteSet kTextSet = ByteSet::all_but(kControls);

Error text(const Place&, std::string_view& rest) noexcept {
  rest.remove_prefix(kTextSet.skip(rest, 0));
  return rest.empty() ? Error::kNone : Error::kSyntax;
}

Error token(const Place&, std::string_view& rest) noexcept {
  const std::size_t size = kTokenSet.skip(rest, 0);
  rest.remove_prefix(size);
  return rest.empty() && size > 0 ? Error::kNone : Error::kSyntax;
}

Error tokens(const Place&, std::string_view& rest) noexcept { return take_tokens(rest); }

Error number(const Place&, std::string_view& rest) noexcept {
  const Result<std::uint32_t> value = parse_number(rest);
  if (!value) rest.remove_prefix(number_fault(rest));
  return value.error();
}

// The values that a message remembers are not read again.

Error cseq(const Place& place, std::string_view& rest) noexcept {
  const Error error = place.message.cseq().error();
  if (error != Error::kNone) rest.remove_prefix(cseq_fault(rest));
  return error;
}

// A response's second Via is remembered too: it is where the response goes.
Error vias(const Place& place, std::string_view& rest) noexcept {
  const MessageView& message = place.message;
  const bool second = !place.is_first() && message.is_reply();
  if (place.is_first() || second) {
    const Result<const Via*> via = second ? message.second_via() : message.top_via();
    const std::string_view known = via ? (*via)->text : std::string_view{};
    if (known.data() == rest.data() && known.size() == rest.size()) return Error::kNone;
  }
  Via via;
  do {
    const std::string_view value = rest;
    if (const Error error = take_via(rest, via); error != Error::kNone) {
      rest = slice(value, via_fault(value));
      return error;
    }
  } while (!rest.empty());
  return Error::kNone;
}

Error address(const Place&, std::string_view& rest) noexcept {
  const Result<NameAddr> value = next_bare_address(rest);
  if (!value) return value.error();
  if (!rest.empty()) return Error::kSyntax;
  Uri uri;
  return check(*value, read_uri(value->uri, uri), rest);
}

Error from(const Place& place, std::string_view& rest) noexcept {
  const Result<const NameAddr*> value = place.message.from();
  return value ? check(**value, place.message.from_uri().error(), rest) : address(place, rest);
}

Error to(const Place& place, std::string_view& rest) noexcept {
  const Result<const NameAddr*> value = place.message.to();
  return value ? check(**value, place.message.to_uri().error(), rest) : address(place, rest);
}

constexpr Grammar addresses = address_list<next_bare_address>;
constexpr Grammar references = address_list<next_route>;
constexpr Grammar routes = address_list<next_route>;
constexpr Grammar contacts = address_list<next_contact>;
constexpr Grammar diversions = address_list<next_diversion>;
constexpr Grammar history = address_list<next_history_info>;
constexpr Grammar remote_party_ids = address_list<next_remote_party_id>;
constexpr Grammar token_params = one<next_token_params>;
constexpr Grammar token_lists = list_or_none<next_token_params>;
constexpr Grammar media_type = one<next_media_type>;
constexpr Grammar media_types = list_or_none<next_media_type>;
constexpr Grammar call_id = one<next_call_id>;
constexpr Grammar call_ids = list<next_call_id>;
constexpr Grammar replaces = one<next_replaces>;
constexpr Grammar join = one<next_join>;
constexpr Grammar target_dialog = one<next_target_dialog>;
constexpr Grammar event = one<next_event>;
constexpr Grammar events = list<next_event>;
constexpr Grammar subscription_state = one<next_subscription_state>;
constexpr Grammar session_expires = one<next_session_expires>;
constexpr Grammar min_se = one<next_min_se>;
constexpr Grammar retry_after = one<next_retry_after>;
constexpr Grammar rack = one<next_rack>;
constexpr Grammar rseq = one<next_rseq>;
constexpr Grammar date = one<next_date>;
constexpr Grammar timestamp = one<next_timestamp>;
constexpr Grammar reasons = list<next_reason>;
constexpr Grammar identities = list<next_identity>;
constexpr Grammar warnings = list<next_warning>;
constexpr Grammar credentials = one<next_credentials>;
constexpr Grammar challenge = one<next_challenge>;
constexpr Grammar authentication_info = one<next_authentication_info>;

}  // namespace grammar

constexpr std::array<Grammar, kHeaderCount> kGrammars = {
    grammar::unread,
#define HEADER(id, name, compact, shape, rule, rfc) grammar::rule,
#include "sip/headers.def"
#undef HEADER
};

// Fields that may stand once.
constexpr auto kSingle = [] {
  std::array<bool, kHeaderCount> single{};
  std::size_t i = 0;
#define HEADER(id, name, compact, shape, rule, rfc) \
  single[++i] = HeaderShape::shape == HeaderShape::kOnce;
#include "sip/headers.def"
#undef HEADER
  return single;
}();

}  // namespace

Fault broken_field(const MessageView& message, const Field& field) noexcept {
  const Place place{message, field};
  const auto id = static_cast<std::size_t>(field.id);
  if (kSingle[id] && !place.is_first()) {
    return Fault::in(message, field.id, message.line(field), Error::kDuplicate);
  }
  std::string_view rest = message.value(field);
  const Error error = kGrammars[id](place, rest);
  return error == Error::kNone ? Fault{} : Fault::in(message, field.id, rest, error);
}

Fault first_broken_field(const MessageView& message) noexcept {
  for (const Field& field : message.fields()) {
    if (const Fault fault = broken_field(message, field)) return fault;
  }
  return {};
}

}  // namespace weir::sip
