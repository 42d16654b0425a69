#include "sip/validate.h"

#include "sip/fault.h"
#include "sip/looks.h"
#include "sip/token.h"

#include <array>

namespace weir::sip {
namespace {

constexpr std::array<FlawRow, kFlawCount> kRows = {{
#define FLAW(id, name, code, reason, section, meaning) {#name, code, reason, section, meaning},
#include "sip/flaws.def"
#undef FLAW
}};

using Look = Fault (*)(const Case&) noexcept;

constexpr std::array<Look, kFlawCount> kLooks = {{
#define FLAW(id, name, code, reason, section, meaning) looks::name,
#include "sip/flaws.def"
#undef FLAW
}};

// Two of one of these leave open who speaks to whom about what.
constexpr std::array kSingles = {HeaderId::kFrom, HeaderId::kTo, HeaderId::kCallId, HeaderId::kCSeq,
                                 HeaderId::kMaxForwards};

bool is_version_2(std::string_view text) noexcept {
  return text == "SIP/2.0" || equal_ignoring_case(text, "SIP/2.0");
}

const Field* repeated_field(const MessageView& message) noexcept {
  for (const HeaderId id : kSingles) {
    const Field* const field = message.first(id);
    if (field != nullptr && field->next != Field::kNone) return message.next(*field);
  }
  return nullptr;
}

// A request line ends with its version: the spaces that parse() passes over there are for us to
// refuse (RFC 4475 section 3.1.2.10).
bool ends_clean(const MessageView& message) noexcept {
  const std::size_t end = message.start_line().size();
  return end == message.raw().size() || has_class(message.raw()[end], kLineChar);
}

// What stands in the topmost Via field after its first value, the comma first; nearly always
// nothing.
std::string_view after_top_via(const MessageView& message, const Via& top) noexcept {
  const std::string_view value = message.first_value(HeaderId::kVia);
  return value.substr(static_cast<std::size_t>(top.text.data() + top.text.size() - value.data()));
}

// The part of `list`, Via values that each follow a comma, from where it breaks.
std::string_view broken_via(std::string_view list, Error& error) noexcept {
  while (!list.empty() && error == Error::kNone) {
    const std::size_t comma = list.find(',');
    std::string_view rest = trim(list.substr(comma + 1));
    const std::string_view value = rest;
    const Result<Via> via = next_via(rest);
    if (!via) {
      error = via.error();
      return value.substr(via_fault(value));
    }
    list.remove_prefix(static_cast<std::size_t>(via->text.data() + via->text.size() - list.data()));
  }
  return list;
}

// Broadcast, multicast or unspecified.
bool is_for_many(const Address& address) noexcept {
  if (!address.is_v4()) return address.bytes[0] == 0xff || address.is_unspecified();
  const std::uint32_t value = address.v4_value();
  return value >> 28 == 0xe || value == 0xffffffff || value == 0;
}

bool goes_to_many(const MessageView& reply) noexcept {
  const Result<const Via*> next = reply.second_via();
  if (!next) return false;
  const Result<Endpoint> to = reply_destination(**next);
  return to && is_for_many(to->address);
}

bool names_other_method(const MessageView& request, const CSeq& cseq) noexcept {
  if (request.method() != Method::kOther) return request.method() != cseq.method;
  return request.method_text() != cseq.method_text;
}

Action action_for(const FlawRow& row, const MessageView& message) noexcept {
  const bool answerable = row.code != 0 && message.is_request() &&
                          message.method() != Method::kAck && message.top_via();
  return answerable ? Action::kAnswer : Action::kDrop;
}

// An element that is not there.
template <class T>
Fault absent(const Result<T>& element, HeaderId id) noexcept {
  if (element.error() != Error::kMissing) return {};
  return {.error = Error::kMissing, .field = id};
}

// An element that is there and does not parse; `where` finds the byte.
template <class T>
Fault broken(const Case& c, const Result<T>& element, HeaderId id,
             std::size_t (*where)(std::string_view)) noexcept {
  if (element || element.error() == Error::kMissing) return {};
  const std::string_view value = c.message.first_value(id);
  return Fault::in(c.message, id, value.substr(where(value)), element.error());
}

// The end of what there is.
Fault at_end(const Case& c, Error error) noexcept {
  const std::string_view raw = c.message.raw();
  return Fault::in(c.message, HeaderId::kOther, raw.substr(raw.size()), error);
}

Fault line_error(const Case& c, Error error) noexcept {
  return c.parsed == error ? Fault{.error = error} : Fault{};
}

// The first line that salvage() has made no field of.
Fault stray_line(const Case& c, Error error) noexcept {
  if (c.parsed != error) return {};
  std::size_t at = c.message.headers_offset();
  for (const Field& field : c.message.fields()) {
    if (field.begin != at) break;
    at = field.end;
  }
  return {.error = error, .at = static_cast<std::uint32_t>(at)};
}

Fault cseq_of_other_method(const Case& c) noexcept {
  const Result<const CSeq*> cseq = c.message.cseq();
  if (c.message.is_reply() || !cseq || !names_other_method(c.message, **cseq)) return {};
  return Fault::in(c.message, HeaderId::kCSeq, (*cseq)->method_text, Error::kSyntax);
}

}  // namespace

const FlawRow& flaw_row(Flaw flaw) noexcept { return kRows[static_cast<std::size_t>(flaw)]; }

Verdict validate(Error parsed, const MessageView& message, FlawSet wanted,
                 const Capabilities& able) noexcept {
  const Case c{parsed, message, able};
  // Nearly always one look is enough for all of these.
  if (parsed == Error::kNone && wanted.has_all(kBasicFlaws) && well_formed(message)) {
    wanted = wanted.without(kBasicFlaws);
  }
  for (; !wanted.empty(); wanted = wanted.without(wanted.first())) {
    const Flaw flaw = wanted.first();
    const Fault fault = kLooks[static_cast<std::size_t>(flaw)](c);
    if (!fault) continue;
    Verdict verdict;
    verdict.flaw = flaw;
    verdict.action = action_for(flaw_row(flaw), message);
    verdict.code = verdict.action == Action::kAnswer ? flaw_row(flaw).code : std::uint16_t{0};
    verdict.field = fault.field;
    verdict.error = fault.error;
    verdict.at = fault.at;
    return verdict;
  }
  return {};
}

bool has_flaw(const MessageView& message, Flaw flaw, const Capabilities& able) noexcept {
  const Case c{Error::kNone, message, able};
  return static_cast<bool>(kLooks[static_cast<std::size_t>(flaw)](c));
}

bool well_formed(const MessageView& message) noexcept {
  if (!is_version_2(message.version()) || message.body_error() != Error::kNone) return false;
  const Result<const Via*> top = message.top_via();
  const Result<const CSeq*> cseq = message.cseq();
  if (!top || !cseq || !message.from() || !message.to() || !message.call_id()) return false;
  if (repeated_field(message) != nullptr) return false;
  if (const std::string_view list = after_top_via(message, **top); !list.empty()) {
    Error error = Error::kNone;
    broken_via(list, error);
    if (error != Error::kNone) return false;
  }
  if (message.is_reply()) return !goes_to_many(message);
  const Result<const Uri*> uri = message.uri();
  return uri && (*uri)->headers.data() == nullptr && ends_clean(message) &&
         !names_other_method(message, **cseq);
}

namespace looks {

Fault none(const Case&) noexcept { return {}; }

Fault not_sip(const Case& c) noexcept {
  if (c.parsed == Error::kEmpty || c.parsed == Error::kTooLarge) return {.error = c.parsed};
  return line_error(c, Error::kNotSip);
}

Fault status_code(const Case& c) noexcept {
  if (c.parsed != Error::kRange) return {};
  const std::string_view line = c.message.start_line();
  return Fault::in(c.message, HeaderId::kOther, line.substr(c.message.version().size() + 1),
                   c.parsed);
}

Fault start_line(const Case& c) noexcept {
  const std::string_view line = c.message.start_line();
  if (c.parsed == Error::kStartLine) {
    // The space too many, or where a part is missing.
    const std::size_t first = line.find(' ');
    const std::size_t at = c.message.is_request() ? line.find_first_of(" \t", first + 1) : first;
    return Fault::in(c.message, HeaderId::kOther, line.substr(at == line.npos ? 0 : at), c.parsed);
  }
  if (c.message.is_reply() || ends_clean(c.message)) return {};
  const std::string_view spaces = c.message.raw().substr(line.size());
  return Fault::in(c.message, HeaderId::kOther, spaces, Error::kStartLine);
}

Fault no_end(const Case& c) noexcept {
  return c.parsed == Error::kTruncated ? at_end(c, c.parsed) : Fault{};
}

Fault no_colon(const Case& c) noexcept { return stray_line(c, Error::kNoColon); }

Fault too_many_fields(const Case& c) noexcept { return stray_line(c, Error::kTooManyFields); }

Fault version(const Case& c) noexcept {
  const std::string_view text = c.message.version();
  if (is_version_2(text)) return {};
  return Fault::in(c.message, HeaderId::kOther, text, Error::kSyntax);
}

Fault no_via(const Case& c) noexcept { return absent(c.message.top_via(), HeaderId::kVia); }

Fault top_via(const Case& c) noexcept {
  return broken(c, c.message.top_via(), HeaderId::kVia, via_fault);
}

Fault via_field(const Case& c) noexcept {
  const Result<const Via*> top = c.message.top_via();
  if (!top) return {};
  Error error = Error::kNone;
  const std::string_view at = broken_via(after_top_via(c.message, **top), error);
  if (error == Error::kNone) return {};
  return Fault::in(c.message, HeaderId::kVia, at, error);
}

Fault no_from(const Case& c) noexcept { return absent(c.message.from(), HeaderId::kFrom); }

Fault no_to(const Case& c) noexcept { return absent(c.message.to(), HeaderId::kTo); }

Fault no_call_id(const Case& c) noexcept {
  const Result<std::string_view> call_id = c.message.call_id();
  if (call_id.error() != Error::kEmpty) return absent(call_id, HeaderId::kCallId);
  return Fault::in(c.message, HeaderId::kCallId, c.message.first_value(HeaderId::kCallId),
                   Error::kEmpty);
}

Fault no_cseq(const Case& c) noexcept { return absent(c.message.cseq(), HeaderId::kCSeq); }

Fault repeated(const Case& c) noexcept {
  const Field* const field = repeated_field(c.message);
  if (field == nullptr) return {};
  return Fault::in(c.message, field->id, c.message.line(*field), Error::kDuplicate);
}

Fault from(const Case& c) noexcept {
  return broken(c, c.message.from(), HeaderId::kFrom, name_addr_fault);
}

Fault to(const Case& c) noexcept {
  return broken(c, c.message.to(), HeaderId::kTo, name_addr_fault);
}

Fault cseq(const Case& c) noexcept {
  return broken(c, c.message.cseq(), HeaderId::kCSeq, cseq_fault);
}

Fault cseq_method(const Case& c) noexcept {
  return c.message.method() != Method::kOther ? cseq_of_other_method(c) : Fault{};
}

Fault unknown_method(const Case& c) noexcept {
  return c.message.method() == Method::kOther ? cseq_of_other_method(c) : Fault{};
}

Fault request_uri(const Case& c) noexcept {
  const Result<const Uri*> uri = c.message.uri();
  if (uri || c.message.is_reply()) return {};
  const std::string_view text = c.message.request_uri();
  return Fault::in(c.message, HeaderId::kOther, text.substr(uri_fault(text)), uri.error());
}

Fault uri_headers(const Case& c) noexcept {
  const Result<const Uri*> uri = c.message.uri();
  if (!uri || (*uri)->headers.data() == nullptr) return {};
  return Fault::in(c.message, HeaderId::kOther, (*uri)->headers, Error::kSyntax);
}

Fault content_length(const Case& c) noexcept {
  const Error error = c.message.body_error();
  if (error == Error::kNone || error == Error::kTruncated) return {};
  const bool two = error == Error::kDuplicate;
  const Field& field =
      two ? *c.message.last(HeaderId::kContentLength) : *c.message.first(HeaderId::kContentLength);
  const std::string_view value = c.message.value(field);
  return Fault::in(c.message, HeaderId::kContentLength, value.substr(two ? 0 : number_fault(value)),
                   error);
}

Fault body(const Case& c) noexcept {
  return c.message.body_error() == Error::kTruncated ? at_end(c, Error::kTruncated) : Fault{};
}

Fault reply_hop(const Case& c) noexcept {
  if (c.message.is_request() || !goes_to_many(c.message)) return {};
  return Fault::in(c.message, HeaderId::kVia, (*c.message.second_via())->text, Error::kRange);
}

}  // namespace looks
}  // namespace weir::sip
