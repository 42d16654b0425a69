// Pseudo-variables of single header fields: identities, credentials, Vias and expirations.
#include "routes/natives/readers.h"
#include "routes/natives/request_uri.h"
#include "routes/natives/sdp.h"
#include "sip/authentication.h"
#include "sip/name_addr.h"
#include "sip/uri.h"
#include "sip/via.h"

#include <algorithm>
#include <optional>

namespace weir::routes {
namespace {

using sip::HeaderId;

enum class Part : std::uint8_t { kUri, kUser, kHost, kDisplay };

// Of the first value of a header of name-addrs.
Value first_party(const sip::MessageView& m, std::string_view header, Part part) noexcept {
  const sip::Field* const field = m.find(header);
  if (field == nullptr) return Value::null();
  std::string_view rest = m.value(*field);
  const auto name = sip::next_name_addr(rest);
  if (!name) return Value::null();
  if (part == Part::kUri) return Value::of(name->uri);
  if (part == Part::kDisplay) return or_null(name->display);
  const auto uri = sip::parse_uri(name->uri);
  if (!uri) return Value::null();
  return or_null(part == Part::kUser ? uri->user : uri->host);
}

Value diversion_parameter(const sip::MessageView& m, std::string_view wanted) noexcept {
  const sip::Field* const field = m.find("Diversion");
  if (field == nullptr) return Value::null();
  std::string_view rest = m.value(*field);
  const auto name = sip::next_name_addr(rest);
  return name ? or_null(name->params.find(wanted).value) : Value::null();
}

// A parameter of the credentials, without its quotes.
Value credential(const sip::MessageView& m, std::string_view wanted) noexcept {
  const sip::Field* field = m.first(HeaderId::kAuthorization);
  if (field == nullptr) field = m.first(HeaderId::kProxyAuthorization);
  if (field == nullptr) return Value::null();
  const auto value = sip::find_auth_param(m.value(*field), wanted);
  return value ? or_null(*value) : Value::null();
}

// The user name up to its "@", or behind it.
Value user_name(const sip::MessageView& m, bool domain) noexcept {
  const Value whole = credential(m, "username");
  if (whole.is_null()) return whole;
  const std::size_t at = whole.text.find('@');
  if (!domain) return Value::of(whole.text.substr(0, at));
  return at == whole.text.npos ? credential(m, "realm") : Value::of(whole.text.substr(at + 1));
}

// Who is to be billed: the user of the credentials, or the From's.
Value account(Execution& e, bool whole) noexcept {
  const sip::MessageView& m = *e.message;
  const Value user = whole ? credential(m, "username") : user_name(m, false);
  if (!user.is_null()) return user;
  const auto from = m.from();
  const auto uri = from ? sip::parse_uri((*from)->uri) : sip::parse_uri({});
  if (!uri || uri->user.empty()) return Value::null();
  return Value::of(whole ? join_texts(*e.arena, {uri->user, "@", uri->host}) : uri->user);
}

constexpr std::int32_t kNoTime = -1;

std::int32_t seconds_of(std::string_view text) noexcept {
  std::int32_t number = kNoTime;
  return text_to_int(text, number) && number >= 0 ? number : kNoTime;
}

// The shortest or the longest expiration: each contact's own, else the Expires header's.
Value expiration(const sip::MessageView& m, bool longest) noexcept {
  const sip::Field* const header = m.first(HeaderId::kExpires);
  const std::int32_t general = header == nullptr ? kNoTime : seconds_of(m.value(*header));
  std::int32_t found = kNoTime;
  const sip::Field* field = m.first(HeaderId::kContact);
  for (; field != nullptr; field = m.find_next(*field)) {
    std::string_view rest = m.value(*field);
    while (!rest.empty()) {
      const auto contact = sip::next_name_addr(rest);
      if (!contact) break;
      const std::int32_t own = seconds_of(contact->params.find("expires").value);
      const std::int32_t seconds = own == kNoTime ? general : own;
      if (seconds == kNoTime) continue;
      const bool better = longest ? seconds > found : seconds < found;
      if (found == kNoTime || better) found = seconds;
    }
  }
  if (found == kNoTime) found = general;
  return found == kNoTime ? Value::null() : Value::integer(found);
}

// The via-parm `index` from the top, from the end when it is negative.
std::optional<sip::Via> via_at(const sip::MessageView& m, std::int32_t index) noexcept {
  for (int pass = index < 0 ? 0 : 1; pass < 2; ++pass) {
    std::int32_t count = 0;
    const sip::Field* field = m.first(HeaderId::kVia);
    for (; field != nullptr; field = m.find_next(*field)) {
      std::string_view rest = m.value(*field);
      while (!rest.empty()) {
        const auto via = sip::next_via(rest);
        if (!via) return std::nullopt;
        if (pass == 1 && count == index) return *via;
        ++count;
      }
    }
    if (pass == 0) index += count;
    if (index < 0) break;
  }
  return std::nullopt;
}

Value via_field(Execution& e, std::int32_t index, unsigned field) noexcept {
  const auto via = via_at(*e.message, index);
  if (!via) return Value::null();
  switch (field) {
    case 0:
      return Value::of(via->host);
    case 1:
      return Value::integer(via->has_port ? via->port : 5060);
    case 2:
      return Value::of(via->transport_text);
    case 3:
      return Value::integer(static_cast<std::int32_t>(via->transport));
    case 4:
      return or_null(via->branch);
    case 5:
      return or_null(via->rport_param.value);
    case 6:
      return or_null(via->received);
    default:
      return or_null(via->params.find("i").value);
  }
}

}  // namespace

bool read_header_pv(Execution& e, const PvRef& pv, std::int32_t index, Value& value) noexcept {
  const sip::MessageView& m = *e.message;
  switch (static_cast<int>(pv.id)) {
    case static_cast<int>(PvId::kAssertedUri):
      value = first_party(m, "P-Asserted-Identity", Part::kUri);
      return true;
    case static_cast<int>(PvId::kRemotePartyUri):
      value = first_party(m, "Remote-Party-ID", Part::kUri);
      return true;
    case static_cast<int>(PvId::kReferTo):
      value = first_party(m, "Refer-To", Part::kUri);
      return true;
    case static_cast<int>(PvId::kPreferredUri):
      value = first_party(m, "P-Preferred-Identity", Part::kUri);
      return true;
    case static_cast<int>(PvId::kPreferredDisplay):
      value = first_party(m, "P-Preferred-Identity", Part::kDisplay);
      return true;
    case static_cast<int>(PvId::kPreferredHost):
      value = first_party(m, "P-Preferred-Identity", Part::kHost);
      return true;
    case static_cast<int>(PvId::kPreferredUser):
      value = first_party(m, "P-Preferred-Identity", Part::kUser);
      return true;
    case static_cast<int>(PvId::kDiversionUri):
      value = first_party(m, "Diversion", Part::kUri);
      return true;
    case static_cast<int>(PvId::kDiversionReason):
      value = diversion_parameter(m, "reason");
      return true;
    case static_cast<int>(PvId::kDiversionPrivacy):
      value = diversion_parameter(m, "privacy");
      return true;
    case static_cast<int>(PvId::kDiversionCounter):
      value = diversion_parameter(m, "counter");
      return true;
    case static_cast<int>(PvId::kSdp):
      value = read_sdp_field(e, pv.slot);
      return true;
    case static_cast<int>(PvId::kExpires):
      value = expiration(m, pv.slot == 1);
      return true;
    case static_cast<int>(PvId::kTopVia):
      value = via_field(e, pv.has_index ? index : 0, pv.slot);
      return true;
    case static_cast<int>(PvId::kSecondVia):
      value = via_field(e, 1, pv.slot);
      return true;
    case static_cast<int>(PvId::kLastVia):
      value = via_field(e, -1, pv.slot);
      return true;
    default:
      return read_credential_pv(e, pv, value);
  }
}

bool read_credential_pv(Execution& e, const PvRef& pv, Value& value) noexcept {
  const sip::MessageView& m = *e.message;
  switch (static_cast<int>(pv.id)) {
    case static_cast<int>(PvId::kAuthUser):
      value = user_name(m, false);
      return true;
    case static_cast<int>(PvId::kAuthDomain):
      value = user_name(m, true);
      return true;
    case static_cast<int>(PvId::kAuthWholeUser):
      value = credential(m, "username");
      return true;
    case static_cast<int>(PvId::kAuthRealm):
      value = credential(m, "realm");
      return true;
    case static_cast<int>(PvId::kAuthAlgorithm):
      value = credential(m, "algorithm");
      return true;
    case static_cast<int>(PvId::kAuthNonce):
      value = credential(m, "nonce");
      return true;
    case static_cast<int>(PvId::kAuthCnonce):
      value = credential(m, "cnonce");
      return true;
    case static_cast<int>(PvId::kAuthResponse):
      value = credential(m, "response");
      return true;
    case static_cast<int>(PvId::kAuthOpaque):
      value = credential(m, "opaque");
      return true;
    case static_cast<int>(PvId::kAuthUri):
      value = credential(m, "uri");
      return true;
    case static_cast<int>(PvId::kAccount):
      value = account(e, true);
      return true;
    case static_cast<int>(PvId::kAccountUser):
      value = account(e, false);
      return true;
    default:
      return false;
  }
}

}  // namespace weir::routes
