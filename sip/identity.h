// One value of an Identity header field: a signed PASSporT.
#pragma once

#include "sip/params.h"
#include "sip/result.h"

#include <string_view>

namespace weir::sip {

// Every text borrows from the field.
struct Identity {
  std::string_view digest;   // the whole signed-identity-digest
  std::string_view header;   // its parts, in base64url; of the compact form the first two
  std::string_view payload;  // are empty (RFC 8225 section 7)
  std::string_view signature;
  std::string_view info;  // URI of the certificate, without <>
  std::string_view alg;   // "ES256"
  std::string_view ppt;   // "shaken"; empty without one
  Params params;          // from the first ';'
};

// signed-identity-digest SEMI ident-info *(SEMI ident-info-params); shape and errors of `rest` as
// in cursor.h. Both alphabets of base64 are taken: RFC 8224 names the one, RFC 8225 uses the other.
// Errors: kSyntax, also for a digest that is not of three parts, or without a signature; kMissing
// without info; kTruncated; kDuplicate. RFC 8224 section 4.
Result<Identity> next_identity(std::string_view& rest) noexcept;

}  // namespace weir::sip
