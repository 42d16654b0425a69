// Who somebody is: the values of Authorization, Proxy-Authorization, WWW-Authenticate,
// Proxy-Authenticate and Authentication-Info.
//
// Quotes are taken off; escapes inside stay as they are, since digests are made from them so
// (RFC 7616 section 3.4). What grammar wants quoted is taken without quotes too, and the reverse:
// both are on the wire.
#pragma once

#include "sip/params.h"
#include "sip/result.h"

#include <cstdint>
#include <optional>
#include <string_view>

namespace weir::sip {

enum class DigestHash : std::uint8_t { kMd5, kSha256, kSha512_256 };
enum class DigestQop : std::uint8_t { kNone, kAuth, kAuthInt };  // kNone: as RFC 2069 had it

// "SHA-256-sess" and the like; MD5 when nothing is said.
struct DigestAlgorithm {
  std::string_view text;                              // as written
  std::optional<DigestHash> hash = DigestHash::kMd5;  // nothing: one that we do not know
  bool session = false;                               // ends in -sess
};

// Every text borrows from the field. The members after `params` are of the scheme Digest alone.
struct Credentials {
  std::string_view scheme;  // "Digest"
  std::string_view params;  // all after the scheme
  bool digest = false;

  std::string_view username;      // its hash, with userhash
  std::string_view username_ext;  // of username*, as written (RFC 8187)
  std::string_view realm;
  std::string_view nonce;
  std::string_view uri;
  std::string_view response;
  std::string_view opaque;
  std::string_view cnonce;
  std::string_view nonce_count;  // the eight digits of nc as written
  std::optional<std::uint32_t> nc;
  DigestAlgorithm algorithm;
  std::optional<DigestQop> qop = DigestQop::kNone;  // nothing: one that we do not know
  bool userhash = false;
};

// credentials = auth-scheme LWS params; `rest` after an error as in cursor.h. Those of other
// schemes than Digest are not looked at.
//
// Errors: kSyntax; kTruncated for an open quote; kDuplicate; kEmpty for a username, nonce, uri or
// response of no characters; kMissing without one of these or a realm, or without cnonce or nc
// where qop is. RFC 3261 sections 20.7, 20.28 and 22.4, RFC 7616 section 3.4, RFC 8760.
Result<Credentials> next_credentials(std::string_view& rest) noexcept;

struct Challenge {
  std::string_view scheme;
  std::string_view params;  // all after the scheme
  bool digest = false;

  std::string_view realm;
  std::string_view nonce;
  std::string_view opaque;
  std::string_view domain;  // URIs with spaces between them
  std::string_view qop;     // options with commas between them, as written
  DigestAlgorithm algorithm;
  bool auth = false;      // qop has auth
  bool auth_int = false;  // qop has auth-int
  bool stale = false;
  bool userhash = false;
};

// challenge = auth-scheme LWS params, of which Digest's are looked at. Errors: as
// next_credentials(); kMissing without realm or nonce, kEmpty for a nonce of no characters. RFC
// 3261 sections 20.27, 20.44 and 22.4, RFC 7616 section 3.3, RFC 8760.
Result<Challenge> next_challenge(std::string_view& rest) noexcept;

struct AuthenticationInfo {
  std::string_view next_nonce;
  std::string_view response;  // of rspauth
  std::string_view cnonce;
  std::string_view nonce_count;
  std::optional<std::uint32_t> nc;
  std::optional<DigestQop> qop = DigestQop::kNone;
};

// ainfo *(COMMA ainfo). Errors: kSyntax; kTruncated; kDuplicate. RFC 3261 section 20.6, RFC 7616
// section 3.5.
Result<AuthenticationInfo> next_authentication_info(std::string_view& rest) noexcept;

// Takes name EQUAL (token / quoted-string) off a list with commas between such; an empty name at
// its end. A quoted value keeps its quotes. Errors: kSyntax; kTruncated for an open quote.
Result<Param> next_auth_param(std::string_view& rest) noexcept;

// The parameter `name`, in any case, of credentials or a challenge, whatever else is wrong with
// them; its value without quotes. Nothing when it is not there, or the list breaks before it.
std::optional<std::string_view> find_auth_param(std::string_view value,
                                                std::string_view name) noexcept;

}  // namespace weir::sip
