// Pseudo-variables of the message: start line, header fields, body.
#include "routes/natives/readers.h"
#include "routes/natives/request_uri.h"
#include "sip/name_addr.h"
#include "sip/token.h"
#include "sip/uri.h"

namespace weir::routes {
namespace {

using sip::HeaderId;

// The field of a header by name: known ones by id, which also finds the compact form.
const sip::Field* first_field(const sip::MessageView& m, const PvRef& pv,
                              std::string_view key) noexcept {
  const auto id = static_cast<HeaderId>(pv.header);
  return id != HeaderId::kOther ? m.first(id) : m.find(key);
}

std::int32_t count_fields(const sip::MessageView& m, const PvRef& pv,
                          std::string_view key) noexcept {
  std::int32_t count = 0;
  for (const sip::Field* f = first_field(m, pv, key); f != nullptr; f = m.find_next(*f)) ++count;
  return count;
}

// All values of a header, joined by commas.
Value all_values(Execution& e, const PvRef& pv, std::string_view key) noexcept {
  const sip::MessageView& m = *e.message;
  const sip::Field* f = first_field(m, pv, key);
  if (f == nullptr) return Value::null();
  std::string_view text = m.value(*f);
  for (f = m.find_next(*f); f != nullptr; f = m.find_next(*f)) {
    text = join_texts(*e.arena, {text, ",", m.value(*f)});
  }
  return Value::of(text);
}

Value header_value(Execution& e, const PvRef& pv, std::string_view key,
                   std::int32_t index) noexcept {
  const sip::MessageView& m = *e.message;
  if (pv.all) return all_values(e, pv, key);
  if (pv.has_index && index < 0) index += count_fields(m, pv, key);
  if (index < 0) return Value::null();
  const sip::Field* f = first_field(m, pv, key);
  for (; f != nullptr && pv.has_index && index > 0; --index) f = m.find_next(*f);
  return f == nullptr ? Value::null() : Value::of(m.value(*f));
}

// Walks the comma-separated values of all fields of a name; `wanted` -1 only counts.
std::int32_t walk_list(const sip::MessageView& m, const PvRef& pv, std::string_view key,
                       std::int32_t wanted, std::string_view& found) noexcept {
  std::int32_t count = 0;
  for (const sip::Field* f = first_field(m, pv, key); f != nullptr; f = m.find_next(*f)) {
    std::string_view rest = m.value(*f);
    while (!rest.empty()) {
      std::size_t end = 0;
      bool quoted = false;
      unsigned angle = 0;
      for (; end < rest.size(); ++end) {
        const char c = rest[end];
        if (c == '"' && (end == 0 || rest[end - 1] != '\\')) quoted = !quoted;
        if (!quoted && c == '<') ++angle;
        if (!quoted && c == '>' && angle > 0) --angle;
        if (!quoted && angle == 0 && c == ',') break;
      }
      std::string_view item = rest.substr(0, end);
      rest.remove_prefix(end < rest.size() ? end + 1 : end);
      while (!item.empty() && (item.front() == ' ' || item.front() == '\t')) item.remove_prefix(1);
      while (!item.empty() && (item.back() == ' ' || item.back() == '\t')) item.remove_suffix(1);
      if (count++ == wanted) {
        found = item;
        return count;
      }
    }
  }
  return count;
}

// The headers that Kamailio takes apart at commas; of all others a field is one value.
bool is_list(const PvRef& pv) noexcept {
  const auto id = static_cast<HeaderId>(pv.header);
  return id == HeaderId::kVia || id == HeaderId::kContact || id == HeaderId::kRoute ||
         id == HeaderId::kRecordRoute;
}

Value list_value(Execution& e, const PvRef& pv, std::string_view key, std::int32_t index) noexcept {
  if (!is_list(pv)) return header_value(e, pv, key, index);
  const sip::MessageView& m = *e.message;
  std::string_view found;
  if (index < 0 || walk_list(m, pv, key, index, found) <= index) return Value::null();
  return Value::of(found);
}

Value first_value(const sip::MessageView& m, HeaderId id) noexcept {
  const sip::Field* const f = m.first(id);
  return f == nullptr ? Value::null() : Value::of(m.value(*f));
}

// The URI of the first value of a header of name-addrs.
Value first_uri(const sip::MessageView& m, const sip::Field* field) noexcept {
  if (field == nullptr) return Value::null();
  std::string_view rest = m.value(*field);
  const auto name = sip::next_name_addr(rest);
  return name ? Value::of(name->uri) : Value::null();
}

// A text, as Kamailio has it: the digits as written.
Value cseq_number(const sip::MessageView& m) noexcept {
  const sip::Field* const field = m.first(HeaderId::kCSeq);
  if (field == nullptr || !m.cseq()) return Value::null();
  const std::string_view value = m.value(*field);
  return Value::of(value.substr(0, value.find_first_not_of("0123456789")));
}

// Kamailio's numbers of the methods: a bit each, and one for all others.
std::int32_t method_number(sip::Method method) noexcept {
  constexpr sip::Method kBits[] = {
      sip::Method::kInvite,  sip::Method::kCancel,   sip::Method::kAck,       sip::Method::kBye,
      sip::Method::kInfo,    sip::Method::kRegister, sip::Method::kSubscribe, sip::Method::kNotify,
      sip::Method::kMessage, sip::Method::kOptions,  sip::Method::kPrack,     sip::Method::kUpdate,
      sip::Method::kRefer,   sip::Method::kPublish,  sip::Method::kKdmq};
  for (std::size_t i = 0; i < std::size(kBits); ++i) {
    if (kBits[i] == method) return 1 << i;
  }
  return 1 << 19;
}

}  // namespace

bool read_message_pv(Execution& e, const PvRef& pv, std::string_view key, std::int32_t index,
                     Value& value) noexcept {
  const sip::MessageView& m = *e.message;
  switch (static_cast<int>(pv.id)) {
    case static_cast<int>(PvId::kMethod): {
      const auto cseq = m.cseq();
      if (m.is_request()) {
        value = Value::of(m.method_text());
      } else {
        value = cseq ? Value::of((*cseq)->method_text) : Value::null();
      }
      return true;
    }
    case static_cast<int>(PvId::kMethodId):
      value = Value::integer(method_number(m.method_for_reply()));
      return true;
    case static_cast<int>(PvId::kMessageId):
      value = Value::integer(static_cast<std::int32_t>(e.reception->message_id));
      return true;
    case static_cast<int>(PvId::kMessageType):
      value = Value::integer(m.is_request() ? 1 : 2);
      return true;
    case static_cast<int>(PvId::kMessageUpdated):
      value = or_null(updated_message(e));
      return true;
    case static_cast<int>(PvId::kMessageKind):
      value = Value::of(e.message->is_request() ? "rq" : "rp");
      return true;
    case static_cast<int>(PvId::kMessageBuffer):
      value = Value::of(m.raw());
      return true;
    case static_cast<int>(PvId::kMessageLength):
      value = Value::integer(static_cast<std::int32_t>(m.raw().size()));
      return true;
    case static_cast<int>(PvId::kBody):
      value = Value::of(m.body());
      return true;
    case static_cast<int>(PvId::kBodySize):
      value = Value::integer(static_cast<std::int32_t>(m.body().size()));
      return true;
    case static_cast<int>(PvId::kStatus):
      value = m.is_reply() ? Value::integer(static_cast<std::int32_t>(m.status())) : Value::null();
      return true;
    case static_cast<int>(PvId::kStatusNumber):
      value = Value::integer(m.is_reply() ? static_cast<std::int32_t>(m.status()) : 0);
      return true;
    case static_cast<int>(PvId::kReason):
      value = m.is_reply() ? Value::of(m.reason()) : Value::null();
      return true;
    case static_cast<int>(PvId::kSipVersion):
      value = Value::of(m.is_request() ? m.version() : std::string_view("SIP/2.0"));
      return true;
    case static_cast<int>(PvId::kCallId):
      value = first_value(m, HeaderId::kCallId);
      return true;
    case static_cast<int>(PvId::kCSeqNumber):
      value = cseq_number(m);
      return true;
    case static_cast<int>(PvId::kCSeqBody):
      value = first_value(m, HeaderId::kCSeq);
      return true;
    case static_cast<int>(PvId::kUserAgent):
      value = first_value(m, HeaderId::kUserAgent);
      return true;
    case static_cast<int>(PvId::kContact):
      value = first_value(m, HeaderId::kContact);
      return true;
    case static_cast<int>(PvId::kContactUri):
      value = first_uri(m, m.first(HeaderId::kContact));
      return true;
    case static_cast<int>(PvId::kContentType):
      value = first_value(m, HeaderId::kContentType);
      return true;
    case static_cast<int>(PvId::kContentLength): {
      const auto length = m.content_length();
      value = length ? Value::integer(static_cast<std::int32_t>(*length)) : Value::null();
      return true;
    }
    case static_cast<int>(PvId::kHeader):
      value = header_value(e, pv, key, index);
      return true;
    case static_cast<int>(PvId::kHeaderCount):
      value = Value::integer(count_fields(m, pv, key));
      return true;
    case static_cast<int>(PvId::kHeaderList):
      value = list_value(e, pv, key, pv.has_index ? index : 0);
      return true;
    case static_cast<int>(PvId::kHeaderListCount): {
      std::string_view found;
      value =
          Value::integer(is_list(pv) ? walk_list(m, pv, key, -1, found) : count_fields(m, pv, key));
      return true;
    }
    default:
      return false;
  }
}

}  // namespace weir::routes
