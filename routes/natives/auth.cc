// auth: challenges and credentials, without memory of any nonce. A nonce of ours is bound to the
// address it was sent to, so who brings it back has proved his path (the guard sees to that).
#include "routes/digest.h"
#include "routes/natives/functions_core.h"
#include "routes/natives/message_edit.h"
#include "routes/natives/readers.h"
#include "routes/natives/request_uri.h"
#include "routes/natives/sl.h"
#include "sip/nonce.h"

#include <optional>

namespace weir::routes::natives {
namespace {

using sip::HeaderId;

// Kamailio 5.6.3's return codes.
enum Outcome : std::int32_t {
  kGranted = 1,
  kBroken = -1,
  kWrongPassword = -2,
  kStaleNonce = -4,
  kNoCredentials = -5,
  kOtherUser = -8,
};

// Bits of a challenge's flags.
constexpr std::int32_t kQopAuth = 1;
constexpr std::int32_t kQopAuthInt = 2;
constexpr std::int32_t kStale = 16;

constexpr std::int32_t kPasswordIsHa1 = 1;  // of the flags of a check

std::uint32_t seconds_now(const Execution& e) noexcept {
  return static_cast<std::uint32_t>(e.reception->wall_nanoseconds / 1'000'000'000);
}

sip::NonceScope scope_of(const Execution& e, std::string_view realm) noexcept {
  return {realm, e.reception->source.address};
}

std::string_view qop_text(std::int32_t flags) noexcept {
  if ((flags & kQopAuthInt) != 0) return ", qop=\"auth-int\"";
  return (flags & kQopAuth) != 0 ? ", qop=\"auth\"" : "";
}

// What challenges ask for, and the weakest that is taken.
DigestHash wanted_hash(const Execution& e) noexcept {
  const std::int8_t chosen = e.notes->auth_hash;
  return chosen < 0 ? e.image->tunables().auth_hash : static_cast<DigestHash>(chosen);
}

std::string_view algorithm_text(DigestHash hash) noexcept {
  if (hash == DigestHash::kSha256) return ", algorithm=SHA-256";
  return hash == DigestHash::kSha512_256 ? ", algorithm=SHA-512-256" : "";
}

// A whole line, as Kamailio orders it. stale=true where this request's credentials were right but
// for the age of their nonce, so that no phone asks its user again (RFC 7616 section 3.3).
std::string_view challenge_line(Execution& e, HeaderId id, std::string_view realm,
                                std::int32_t flags) noexcept {
  const Tunables& t = e.image->tunables();
  const std::string_view name =
      id == HeaderId::kWwwAuthenticate ? t.auth_www_header : t.auth_proxy_header;
  const sip::NonceText nonce = sip::make_nonce(*e.keys, scope_of(e, realm), seconds_now(e),
                                               static_cast<std::uint32_t>(e.reception->message_id));
  const bool stale = (flags & kStale) != 0 || e.notes->credentials_stale;
  return join_texts(*e.arena, {name, ": Digest realm=\"", realm, "\", nonce=\"", nonce.view(), "\"",
                               qop_text(flags), stale ? ", stale=true" : "",
                               algorithm_text(wanted_hash(e)), "\r\n"});
}

// Quotes and line ends would end the value or the line.
bool is_realm(std::string_view text) noexcept {
  return !text.empty() && text.find_first_of("\"\\\r\n") == text.npos;
}

std::int32_t challenge(Execution& e, HeaderId id, Arguments a) noexcept {
  if (!is_realm(a[0].text) || e.keys == nullptr) {
    static_cast<void>(send_stateless(e, 500, "Internal Server Error"));
    return kBroken;
  }
  const std::string_view before = e.notes->reply_headers;
  const std::string_view line = challenge_line(e, id, a[0].text, a[1].number);
  e.notes->reply_headers = e.arena->concat(before, line);
  const bool www = id == HeaderId::kWwwAuthenticate;
  const bool sent =
      !line.empty() &&
      send_stateless(e, www ? 401 : 407, www ? "Unauthorized" : "Proxy Authentication Required");
  e.notes->reply_headers = before;
  return sent ? 1 : -3;
}

// What a request brings for one realm.
struct Found {
  const sip::Field* field = nullptr;
  sip::Credentials credentials;
  Outcome outcome = kNoCredentials;  // kGranted: there are some
};

// Of several fields the first for that realm counts; one before it that cannot be read ends the
// search.
Found find_credentials(const Execution& e, HeaderId id, std::string_view realm) noexcept {
  Found found;
  const sip::MessageView& m = *e.message;
  for (const sip::Field* f = m.first(id); f != nullptr; f = m.find_next(*f)) {
    std::string_view rest = m.value(*f);
    const auto credentials = sip::next_credentials(rest);
    if (!credentials) {
      const auto named = sip::find_auth_param(m.value(*f), "realm");
      if (named && *named != realm) continue;
      found.field = named ? f : nullptr;
      found.outcome = kBroken;
      return found;
    }
    if (!credentials->digest || credentials->realm != realm) continue;
    return {f, *credentials, kGranted};
  }
  return found;
}

bool proves(const Execution& e, const sip::Credentials& c, std::string_view method,
            std::string_view password, bool is_ha1) noexcept {
  const DigestHash hash = *c.algorithm.hash;
  DigestRequest request;
  request.hash = hash;
  request.session = c.algorithm.session;
  request.qop = *c.qop;
  request.method = method;
  request.uri = c.uri;
  request.nonce = c.nonce;
  request.nonce_count = c.nonce_count;
  request.cnonce = c.cnonce;
  request.body = e.message->body();
  if (is_ha1) return verify_digest(password, request, c.response);
  return verify_digest(digest_ha1(hash, c.username, c.realm, password), request, c.response);
}

// A hash weaker than what the challenges ask for would be a step down.
bool is_hash_wanted(const Execution& e, const sip::Credentials& c) noexcept {
  return c.qop && c.algorithm.hash && *c.algorithm.hash >= wanted_hash(e);
}

// `whose` gets the credentials that were granted; none for an ACK or CANCEL.
std::int32_t check(Execution& e, HeaderId id, std::string_view realm, std::string_view password,
                   std::int32_t flags, std::string_view method,
                   std::optional<sip::Credentials>* whose = nullptr) noexcept {
  // Neither can be challenged (RFC 3261 section 22.1).
  if (e.message->method() == sip::Method::kAck || e.message->method() == sip::Method::kCancel) {
    return kGranted;
  }
  if (!is_realm(realm) || e.keys == nullptr) return kBroken;
  const Found found = find_credentials(e, id, realm);
  if (found.field != nullptr) {
    e.notes->credentials_field =
        static_cast<std::int16_t>(found.field - e.message->fields().data());
  }
  if (found.outcome != kGranted) return found.outcome;
  const sip::Credentials& c = found.credentials;
  if (!is_hash_wanted(e, c)) return kBroken;
  const auto lifetime = static_cast<std::uint32_t>(e.image->tunables().auth_nonce_expire);
  const auto nonce =
      sip::verify_nonce(*e.keys, scope_of(e, realm), c.nonce, seconds_now(e), lifetime);
  if (!nonce) return kBroken;
  const bool right = proves(e, c, method, password, (flags & kPasswordIsHa1) != 0);
  if (nonce->state != sip::Nonce::State::kFresh) {
    e.notes->credentials_stale = right;
    return kStaleNonce;
  }
  if (!right) return kWrongPassword;
  if (whose != nullptr) *whose = c;
  return kGranted;
}

// The user part of a name-addr's URI, or of the R-URI.
std::string_view user_of(const sip::Result<const sip::NameAddr*>& party) noexcept {
  const auto uri = party ? sip::parse_uri((*party)->uri) : sip::parse_uri({});
  return uri ? uri->user : std::string_view{};
}

// Whoever is authenticated speaks for himself: From always, To of a REGISTER, R-URI of a PUBLISH.
bool is_own(Execution& e, std::string_view name) noexcept {
  const std::string_view user = name.substr(0, name.find('@'));
  if (user_of(e.message->from()) != user) return false;
  if (e.message->method() == sip::Method::kRegister) return user_of(e.message->to()) == user;
  if (e.message->method() != sip::Method::kPublish) return true;
  const auto uri = sip::parse_uri(current_uri(e));
  return uri && uri->user == user;
}

HeaderId credentials_header(const Execution& e) noexcept {
  return e.message->method() == sip::Method::kRegister ? HeaderId::kAuthorization
                                                       : HeaderId::kProxyAuthorization;
}

}  // namespace

std::int32_t www_challenge(Execution& e, Arguments a) noexcept {
  return challenge(e, HeaderId::kWwwAuthenticate, a);
}

std::int32_t proxy_challenge(Execution& e, Arguments a) noexcept {
  return challenge(e, HeaderId::kProxyAuthenticate, a);
}

std::int32_t auth_challenge(Execution& e, Arguments a) noexcept {
  return credentials_header(e) == HeaderId::kAuthorization ? www_challenge(e, a)
                                                           : proxy_challenge(e, a);
}

std::int32_t auth_algorithm(Execution& e, Arguments a) noexcept {
  const auto hash = digest_hash(a[0].text);
  if (!hash) return -1;
  e.notes->auth_hash = static_cast<std::int8_t>(*hash);
  return 1;
}

std::int32_t auth_get_www_authenticate(Execution& e, Arguments a) noexcept {
  if (!is_realm(a[0].text) || e.keys == nullptr) return kBroken;
  const std::string_view line =
      challenge_line(e, HeaderId::kWwwAuthenticate, a[0].text, a[1].number);
  if (line.empty()) return kBroken;
  return write_reference(e, a[2], Value::of(line)) ? 1 : kBroken;
}

std::int32_t pv_www_authenticate(Execution& e, Arguments a) noexcept {
  const std::string_view method = a.size() > 3 ? a[3].text : e.message->method_text();
  return check(e, HeaderId::kAuthorization, a[0].text, a[1].text, a[2].number, method);
}

std::int32_t pv_proxy_authenticate(Execution& e, Arguments a) noexcept {
  return check(e, HeaderId::kProxyAuthorization, a[0].text, a[1].text, a[2].number,
               e.message->method_text());
}

std::int32_t pv_auth_check(Execution& e, Arguments a) noexcept {
  std::optional<sip::Credentials> whose;
  const std::int32_t outcome = check(e, credentials_header(e), a[0].text, a[1].text, a[2].number,
                                     e.message->method_text(), &whose);
  if (outcome != kGranted || (a[3].number & 1) == 0 || !whose) return outcome;
  return is_own(e, whose->username) ? kGranted : kOtherUser;
}

std::int32_t has_credentials(Execution& e, Arguments a) noexcept {
  for (const HeaderId id : {HeaderId::kAuthorization, HeaderId::kProxyAuthorization}) {
    if (find_credentials(e, id, a[0].text).outcome == kGranted) return 1;
  }
  return -1;
}

std::int32_t consume_credentials(Execution& e, Arguments a) noexcept {
  static_cast<void>(a);
  if (e.notes->credentials_field < 0) return -1;
  const auto at = static_cast<std::size_t>(e.notes->credentials_field);
  return remove_line(e, e.message->fields()[at]) ? 1 : -1;
}

}  // namespace weir::routes::natives
