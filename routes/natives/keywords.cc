// SER's bare words: src_ip, method, uri, myself and their kin.
#include "routes/keyword.h"
#include "routes/natives/natives.h"
#include "routes/natives/readers.h"
#include "routes/natives/request_uri.h"
#include "sip/name_addr.h"

namespace weir::routes {
namespace {

std::string_view uri_of(const Execution& e, Keyword word) noexcept {
  if (word == Keyword::kUri || word == Keyword::kUriHost) return current_uri(e);
  const auto name = word == Keyword::kFromUri ? e.message->from() : e.message->to();
  return name ? (*name)->uri : std::string_view{};
}

Value uri_part(const Execution& e, Keyword word) noexcept {
  const auto uri = sip::parse_uri(current_uri(e));
  if (!uri) return Value::null();
  if (word == Keyword::kUriHost) return Value::of(uri->host);
  return Value::integer(uri->effective_port());
}

Value number(const Execution& e, Keyword word) noexcept {
  const Reception& r = *e.reception;
  const Sending* const s = e.sending;
  switch (static_cast<int>(word)) {
    case static_cast<int>(Keyword::kSrcPort):
      return Value::integer(r.source.port);
    case static_cast<int>(Keyword::kDstPort):
      return Value::integer(r.destination.port);
    case static_cast<int>(Keyword::kProto):
      return Value::integer(static_cast<std::int32_t>(r.transport));
    case static_cast<int>(Keyword::kAf):
      return Value::integer(r.source.address.is_v4() ? 4 : 6);
    case static_cast<int>(Keyword::kSndPort):
      return s == nullptr ? Value::null() : Value::integer(s->from.port);
    case static_cast<int>(Keyword::kToPort):
      return s == nullptr ? Value::null() : Value::integer(s->to.port);
    case static_cast<int>(Keyword::kSndProto):
      return s == nullptr ? Value::null() : Value::integer(static_cast<std::int32_t>(s->transport));
    case static_cast<int>(Keyword::kSndAf):
      return s == nullptr ? Value::null() : Value::integer(s->to.address.is_v4() ? 4 : 6);
    default:
      return Value::null();
  }
}

}  // namespace

bool keyword_address(const Execution& e, std::uint32_t keyword, sip::Address& address) noexcept {
  switch (static_cast<int>(keyword)) {
    case static_cast<int>(Keyword::kSrcIp):
      address = e.reception->source.address;
      return true;
    case static_cast<int>(Keyword::kDstIp):
      address = e.reception->destination.address;
      return true;
    case static_cast<int>(Keyword::kSndIp):
      if (e.sending != nullptr) address = e.sending->from.address;
      return e.sending != nullptr;
    case static_cast<int>(Keyword::kToIp):
      if (e.sending != nullptr) address = e.sending->to.address;
      return e.sending != nullptr;
    default:
      return false;
  }
}

Value read_keyword(Execution& e, std::uint32_t keyword) noexcept {
  const Keyword word = static_cast<Keyword>(keyword);
  sip::Address address;
  if (keyword_address(e, keyword, address)) {
    return Value::of(address_text(*e.arena, address, false));
  }
  const sip::MessageView& m = *e.message;
  switch (static_cast<int>(word)) {
    case static_cast<int>(Keyword::kMethod): {
      if (m.is_request()) return Value::of(m.method_text());
      const auto cseq = m.cseq();
      return cseq ? Value::of((*cseq)->method_text) : Value::null();
    }
    case static_cast<int>(Keyword::kUri):
    case static_cast<int>(Keyword::kFromUri):
    case static_cast<int>(Keyword::kToUri):
      return or_null(uri_of(e, word));
    case static_cast<int>(Keyword::kUriHost):
    case static_cast<int>(Keyword::kUriPort):
      return uri_part(e, word);
    case static_cast<int>(Keyword::kStatus):
      return m.is_reply() ? Value::integer(static_cast<std::int32_t>(m.status())) : Value::null();
    case static_cast<int>(Keyword::kMsgLen):
      return Value::integer(static_cast<std::int32_t>(
          e.sending != nullptr ? e.sending->buffer.size() : m.raw().size()));
    default:
      return number(e, word);
  }
}

bool keyword_is_host(Execution& e, std::uint32_t keyword, std::string_view host) noexcept {
  sip::Address address;
  sip::Address known;
  return keyword_address(e, keyword, address) && e.host->resolve(e, host, known) &&
         address == known;
}

bool keyword_is_myself(Execution& e, std::uint32_t keyword) noexcept {
  sip::Address address;
  if (keyword_address(e, keyword, address)) {
    return e.host->is_myself(e, address_text(*e.arena, address, true), 0, nullptr);
  }
  const Keyword word = static_cast<Keyword>(keyword);
  const auto uri = sip::parse_uri(uri_of(e, word));
  if (!uri || uri->host.empty()) return false;
  // As in Kamailio 5.6.3, the transport is not compared.
  const bool host_only = word == Keyword::kUriHost;
  const std::uint16_t port = host_only ? std::uint16_t{0} : uri->effective_port();
  return e.host->is_myself(e, uri->host, port, nullptr);
}

}  // namespace weir::routes
