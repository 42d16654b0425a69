// The vocabulary of module auth.
#pragma once

#include "routes/vocabulary/function_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kAuthFunctions = std::to_array<FunctionSpec>({
    {"auth_algorithm", "auth", "s", Plane::kAny, kInRequest,
     "Chooses the hash of this request's challenges, and the weakest that is taken of it: MD5, "
     "SHA-256 or SHA-512-256."},
    {"auth_challenge", "auth", "si", Plane::kAny, kInRequest | kInReply | kInFailure,
     "Answers 401 to a REGISTER and 407 to the rest, with a challenge for a realm."},
    {"auth_get_www_authenticate", "auth", "siv", Plane::kAny, kInRequest,
     "Writes a challenge for a realm into a variable, and sends nothing."},
    {"consume_credentials", "auth", "", Plane::kAny, kInRequest,
     "Removes the credentials that were checked, so that they go no further."},
    {"has_credentials", "auth", "s", Plane::kAny, kInRequest,
     "True when the request carries credentials for a realm."},
    {"proxy_challenge", "auth", "si", Plane::kAny, kInRequest | kInReply | kInFailure,
     "Answers 407 with a challenge for a realm; flags: 1 qop=auth, 2 auth-int, 16 stale=true."},
    {"pv_auth_check", "auth", "ssii", Plane::kAny, kInRequest,
     "Checks whichever credentials the method calls for against a password given as text; checks "
     "1: who speaks is who was authenticated (else -8)."},
    {"pv_proxy_authenticate", "auth", "ssi", Plane::kAny, kInRequest,
     "As pv_www_authenticate, of the Proxy-Authorization header."},
    {"pv_proxy_authorize", "auth", "ssi", Plane::kAny, kInRequest,
     "Another name of pv_proxy_authenticate."},
    {"pv_www_authenticate", "auth", "ssiS", Plane::kAny, kInRequest,
     "Checks the Authorization header against a password, with flag 1 its HA1; -2 wrong, -4 stale "
     "nonce, -5 no credentials."},
    {"pv_www_authorize", "auth", "ssi", Plane::kAny, kInRequest,
     "Another name of pv_www_authenticate."},
    {"www_challenge", "auth", "si", Plane::kAny, kInRequest | kInReply | kInFailure,
     "Answers 401 with a challenge for a realm; flags: 1 qop=auth, 2 auth-int, 16 stale=true."},
});

}  // namespace weir::routes
