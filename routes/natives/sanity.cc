// sanity: is the message what RFC 3261 asks for? What is not is answered.
#include "routes/natives/functions.h"
#include "routes/natives/request_uri.h"
#include "routes/natives/sl.h"
#include "sip/cseq.h"
#include "sip/name_addr.h"
#include "sip/token.h"

#include <algorithm>

namespace weir::routes::natives {
namespace {

using sip::HeaderId;

// The bits of sanity_check()'s first argument.
enum Check : std::uint32_t {
  kVersion = 1,
  kScheme = 2,
  kRequired = 4,
  kCSeqMethod = 32,
  kCSeqNumber = 64,
  kContentLength = 128,
  kExpires = 256,
  kProxyRequire = 512,
  kUris = 1024,
  kDigest = 2048,
  kDuplicateTags = 4096,
};

struct Finding {
  unsigned code = 0;  // 0: nothing wrong
  std::string_view reason;
};

Finding check_start(const Execution& e, std::uint32_t checks) noexcept {
  const sip::MessageView& m = *e.message;
  if (!m.is_request()) return {};
  if ((checks & kVersion) != 0 && !sip::equal_ignoring_case(m.version(), "SIP/2.0")) {
    return {505, "Version Not Supported (R-URI)"};
  }
  if ((checks & kScheme) != 0) {
    const std::string_view text = m.request_uri();
    const std::string_view scheme = text.substr(0, text.find(':'));
    constexpr std::string_view kSchemes[] = {"sip", "sips", "tel", "urn"};
    const bool known = std::any_of(std::begin(kSchemes), std::end(kSchemes), [&](auto known_one) {
      return sip::equal_ignoring_case(scheme, known_one);
    });
    if (!known) return {416, "Unsupported URI Scheme in Request URI"};
  }
  return {};
}

Finding check_required(const Execution& e) noexcept {
  constexpr HeaderId kNeeded[] = {HeaderId::kTo, HeaderId::kFrom, HeaderId::kCSeq,
                                  HeaderId::kCallId, HeaderId::kVia};
  for (const HeaderId id : kNeeded) {
    if (!e.message->has(id)) return {400, "Missing Required Header in Request"};
  }
  return {};
}

Finding check_numbers(const Execution& e, std::uint32_t checks) noexcept {
  const sip::MessageView& m = *e.message;
  const auto cseq = m.cseq();
  if ((checks & kCSeqMethod) != 0 && m.is_request() &&
      (!cseq || (*cseq)->method_text != m.method_text())) {
    return {400, "CSeq method does not match request method"};
  }
  if ((checks & kCSeqNumber) != 0 && !cseq) return {400, "CSeq number is illegal"};
  if ((checks & kContentLength) != 0 && m.body_error() != sip::Error::kNone) {
    return {400, "Content-Length mis-match"};
  }
  if ((checks & kExpires) != 0 && m.has(HeaderId::kExpires) && !m.expires()) {
    return {400, "Expires value is illegal"};
  }
  return {};
}

Finding check_uris(const Execution& e, std::uint32_t which) noexcept {
  const sip::MessageView& m = *e.message;
  const auto from = m.from();
  const auto to = m.to();
  if ((which & 1) != 0 && m.is_request() && !sip::parse_uri(m.request_uri())) {
    return {400, "Bad Request URI"};
  }
  if ((which & 2) != 0 && (!from || !sip::parse_uri((*from)->uri))) return {400, "Bad From header"};
  if ((which & 4) != 0 && (!to || !sip::parse_uri((*to)->uri))) return {400, "Bad To header"};
  if ((which & 8) != 0) {
    sip::ValueList<sip::NameAddr> contacts(m, HeaderId::kContact, sip::next_name_addr);
    while (const auto contact = contacts.next()) {
      if (!contact->star && !sip::parse_uri(contact->uri)) return {400, "Bad Contact header"};
    }
    if (contacts.error() != sip::Error::kNone) return {400, "Bad Contact header"};
  }
  return {};
}

Finding check_digest(const Execution& e) noexcept {
  for (const std::string_view name : {"Authorization", "Proxy-Authorization"}) {
    for (const sip::Field* f = e.message->find(name); f != nullptr; f = e.message->find_next(*f)) {
      const std::string_view value = e.message->value(*f);
      const std::string_view scheme = value.substr(0, value.find(' '));
      if (!sip::equal_ignoring_case(scheme, "Digest")) continue;
      constexpr std::string_view kNeeded[] = {"username", "realm", "nonce", "uri", "response"};
      for (const std::string_view part : kNeeded) {
        if (value.find(part) == value.npos) return {400, "Bad Authorization header"};
      }
    }
  }
  return {};
}

Finding check_tags(const Execution& e) noexcept {
  for (const HeaderId id : {HeaderId::kFrom, HeaderId::kTo}) {
    const sip::Field* const field = e.message->first(id);
    if (field == nullptr) continue;
    const auto name = sip::parse_name_addr(e.message->value(*field));
    if (!name) continue;
    std::string_view rest = name->params.text;
    int tags = 0;
    while (!rest.empty()) {
      const auto param = sip::next_param(rest);
      if (!param || param->name.empty()) break;
      tags += sip::equal_ignoring_case(param->name, "tag") ? 1 : 0;
    }
    if (tags > 1) return {400, "Multiple tags"};
  }
  return {};
}

Finding check(Execution& e, std::uint32_t checks, std::uint32_t uri_checks) noexcept {
  Finding found = check_start(e, checks);
  if (found.code == 0 && (checks & kRequired) != 0) found = check_required(e);
  if (found.code == 0) found = check_numbers(e, checks);
  if (found.code == 0 && (checks & kProxyRequire) != 0 && e.message->is_request()) {
    // We are a proxy without extensions: whatever is required is not supported.
    const sip::Field* const field = e.message->first(HeaderId::kProxyRequire);
    if (field != nullptr) {
      e.notes->reply_headers = join_texts(
          *e.arena, {e.notes->reply_headers, "Unsupported: ", e.message->value(*field), "\r\n"});
      found = {420, "Bad Extension"};
    }
  }
  if (found.code == 0 && (checks & kUris) != 0) found = check_uris(e, uri_checks);
  if (found.code == 0 && (checks & kDigest) != 0) found = check_digest(e);
  if (found.code == 0 && (checks & kDuplicateTags) != 0) found = check_tags(e);
  return found;
}

}  // namespace

std::int32_t sanity_check(Execution& e, Arguments a) noexcept {
  const Tunables& t = e.image->tunables();
  const std::uint32_t checks =
      a.empty() ? t.sanity_checks : static_cast<std::uint32_t>(a[0].number);
  const std::uint32_t uris =
      a.size() < 2 ? t.sanity_uri_checks : static_cast<std::uint32_t>(a[1].number);
  const Finding found = check(e, checks, uris);
  if (found.code == 0) return 1;
  if (!t.sanity_noreply) send_stateless(e, found.code, found.reason);
  return t.sanity_autodrop ? 0 : -1;
}

}  // namespace weir::routes::natives
