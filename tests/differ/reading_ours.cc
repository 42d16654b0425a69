#include "sip/message.h"
#include "sip/validate.h"
#include "tests/differ/reading.h"

namespace weir::differ {
namespace {

using namespace weir::sip;

bool put_address(Reading& reading, Part first, const NameAddr& value) {
  const Result<Uri> uri = parse_uri(value.uri);
  if (!uri) return false;
  // A question mark ends a URI outside of angle brackets (RFC 3261 section 20.10).
  if (!value.bracketed && value.uri.find('?') != value.uri.npos) return false;
  put_uri(reading, first, uri->scheme_text, uri->user, uri->host, uri->port_text);
  return true;
}

// From or To; one that is not there is no reason to refuse the message.
bool put_party(Reading& reading, Part first, Part tag, const Result<const NameAddr*>& value) {
  if (!value) return value.error() == Error::kMissing;
  reading[tag] = (*value)->tag;
  return !(*value)->star && put_address(reading, first, **value);
}

bool put_vias(Reading& reading, const MessageView& m) {
  ValueList<Via> vias(m, HeaderId::kVia, next_via);
  bool first = true;
  while (const auto via = vias.next()) {
    if (!first) continue;
    first = false;
    std::string_view host = via->host;
    if (host.starts_with('[')) host = host.substr(1, host.size() - 2);
    reading[Part::kViaHost] = host;
    if (via->has_port) reading[Part::kViaPort] = std::to_string(via->port);
    reading[Part::kViaBranch] = via->branch;
  }
  return vias.error() == Error::kNone;
}

bool put_contacts(Reading& reading, const MessageView& m) {
  ValueList<NameAddr> contacts(m, HeaderId::kContact, next_name_addr);
  bool first = true;
  while (const auto contact = contacts.next()) {
    Reading other;
    Reading& to = first ? reading : other;
    first = false;
    if (contact->star) {
      to[Part::kContactScheme] = "*";
    } else if (!put_address(to, Part::kContactScheme, *contact)) {
      return false;
    }
  }
  return contacts.error() == Error::kNone;
}

bool put_number(Reading& reading, Part part, const Result<std::uint32_t>& number) {
  if (number) reading[part] = std::to_string(*number);
  return number || number.error() == Error::kMissing;
}

bool put_start(Reading& reading, const MessageView& m) {
  reading[Part::kStart] = m.is_request() ? "request" : "reply";
  if (m.is_reply()) {
    reading[Part::kStatus] = std::to_string(m.status());
    return true;
  }
  reading[Part::kMethod] = m.method_text();
  const Result<const Uri*> uri = m.uri();
  if (!uri) return false;
  put_uri(reading, Part::kUriScheme, (*uri)->scheme_text, (*uri)->user, (*uri)->host,
          (*uri)->port_text);
  return true;
}

bool put_cseq(Reading& reading, const MessageView& m) {
  const Result<const CSeq*> cseq = m.cseq();
  if (!cseq) return cseq.error() == Error::kMissing;
  reading[Part::kCSeqNumber] = std::to_string((*cseq)->number);
  reading[Part::kCSeqMethod] = (*cseq)->method_text;
  return true;
}

}  // namespace

Reading read_ours(std::string_view message) {
  Reading reading;
  MessageView m;
  if (m.parse(message) != Error::kNone || m.body_error() != Error::kNone) return reading;
  for (const Flaw flaw : {Flaw::kRepeated, Flaw::kCSeqMethod, Flaw::kUnknownMethod}) {
    if (has_flaw(m, flaw, Capabilities{})) return reading;
  }
  reading.accepted = put_start(reading, m) && put_vias(reading, m) &&
                     put_party(reading, Part::kFromScheme, Part::kFromTag, m.from()) &&
                     put_party(reading, Part::kToScheme, Part::kToTag, m.to()) &&
                     put_cseq(reading, m) && put_contacts(reading, m) &&
                     put_number(reading, Part::kMaxForwards, m.max_forwards()) &&
                     put_number(reading, Part::kContentLength, m.content_length());
  if (const Result<std::string_view> id = m.call_id()) reading[Part::kCallId] = *id;
  reading[Part::kBody] = m.body();
  return reading;
}

}  // namespace weir::differ
