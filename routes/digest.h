// Digest authentication: the hashes of RFC 7616 for MD5, SHA-256 and SHA-512-256 (RFC 8760).
#pragma once

#include "sip/authentication.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace weir::routes {

using sip::DigestHash;
using sip::DigestQop;

// Lower-case hexadecimal digits of a hash: 32 of MD5, 64 of the others.
struct DigestText {
  std::array<char, 64> digits{};
  std::size_t size = 0;

  std::string_view view() const noexcept { return {digits.data(), size}; }
  operator std::string_view() const noexcept { return view(); }
};

// What a client authenticates: views of its request and of its credentials, quotes removed.
struct DigestRequest {
  DigestHash hash = DigestHash::kMd5;
  bool session = false;  // the algorithm ends in -sess
  DigestQop qop = DigestQop::kNone;
  std::string_view method;  // empty for the rspauth of Authentication-Info (RFC 7616 section 3.5)
  std::string_view uri;     // as the credentials have it
  std::string_view nonce;
  std::string_view nonce_count;  // nc as sent, with qop only
  std::string_view cnonce;       // with qop, or -sess
  std::string_view body;         // with kAuthInt
};

// The hash of that name: MD5, SHA-256 or SHA-512-256, as modparam algorithm has them.
std::optional<DigestHash> digest_hash(std::string_view name) noexcept;

// H(username:realm:password): what a table of users may hold in place of the password.
// RFC 7616 section 3.4.2.
DigestText digest_ha1(DigestHash hash, std::string_view username, std::string_view realm,
                      std::string_view password) noexcept;

// H(username:realm), which stands for the name where userhash=true. RFC 7616 section 3.4.4.
DigestText digest_userhash(DigestHash hash, std::string_view username,
                           std::string_view realm) noexcept;

// The response, given digest_ha1() by the same hash; for -sess it goes on from there.
// RFC 7616 sections 3.4.1 to 3.4.3.
DigestText digest_response(std::string_view ha1, const DigestRequest& request) noexcept;

// True when `given` is digest_response(), compared without telling by time where they differ.
bool verify_digest(std::string_view ha1, const DigestRequest& request,
                   std::string_view given) noexcept;

}  // namespace weir::routes
