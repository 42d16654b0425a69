// Module auth: what it is, its parameters, events, commands and figures, and its functions that are
// planned.
#pragma once

#include "routes/vocabulary/module_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kAuthPlanned = std::to_array<FunctionSpec>({
    {"auth_algorithm", "auth", "s", Plane::kControl, kInRequest,
     "Chooses the hash of the next challenge."},
    {"auth_challenge", "auth", "si", Plane::kControl, kInRequest | kInReply | kInFailure,
     "Answers 401 to a REGISTER and 407 to the rest, with a challenge for a realm."},
    {"auth_get_www_authenticate", "auth", "ssv", Plane::kControl, kInRequest,
     "Writes a challenge for a realm into a variable, and sends nothing."},
    {"consume_credentials", "auth", "", Plane::kControl, kInRequest,
     "Removes the credentials that were checked, so that they go no further."},
    {"has_credentials", "auth", "s", Plane::kControl, kInRequest,
     "True when the request carries credentials for a realm."},
    {"proxy_challenge", "auth", "si", Plane::kControl, kInRequest | kInReply | kInFailure,
     "Answers 407 with a challenge for a realm."},
    {"pv_auth_check", "auth", "ssii", Plane::kControl, kInRequest,
     "Checks whichever credentials the method calls for against a password given as text."},
    {"pv_proxy_authenticate", "auth", "ssi", Plane::kControl, kInRequest,
     "As pv_proxy_authorize, with a flag for HA1."},
    {"pv_proxy_authorize", "auth", "ssi", Plane::kControl, kInRequest,
     "Checks the Proxy-Authorization header against a password given as text."},
    {"pv_www_authenticate", "auth", "ssiS", Plane::kControl, kInRequest,
     "As pv_www_authorize, with a flag for HA1 and the method to hash with."},
    {"pv_www_authorize", "auth", "ssi", Plane::kControl, kInRequest,
     "Checks the Authorization header against a password given as text."},
    {"www_challenge", "auth", "si", Plane::kControl, kInRequest | kInReply | kInFailure,
     "Answers 401 with a challenge for a realm."},
});

inline constexpr auto kAuthParameters = std::to_array<ParameterRow>({
    {"add_authinfo_hdr", 'i', Effect::kPlanned, "0", ""},
    {"algorithm", 's', Effect::kPlanned, "", "Hash of the challenges: MD5, SHA-256 or both."},
    {"auth_checks_in_dlg", 'i', Effect::kPlanned, "0",
     "What of a request within a dialog goes into the nonce, as bits."},
    {"auth_checks_no_dlg", 'i', Effect::kPlanned, "0",
     "What of a request outside dialogs goes into the nonce, as bits."},
    {"auth_checks_register", 'i', Effect::kPlanned, "0",
     "What of a REGISTER goes into the nonce, as bits."},
    {"challenge_attr", 's', Effect::kPlanned, "$digest_challenge", "AVP that takes the challenge."},
    {"force_stateless_reply", 'i', Effect::kPlanned, "0", "1: challenge without a transaction."},
    {"nc_array_order", 'i', Effect::kPlanned, "0", ""},
    {"nc_array_size", 'i', Effect::kPlanned, "0", ""},
    {"nid_pool_no", 'i', Effect::kPlanned, "0", ""},
    {"nonce_auth_max_drift", 'i', Effect::kPlanned, "3",
     "Seconds that the clocks of siblings may differ."},
    {"nonce_count", 'i', Effect::kPlanned, "0", "1: count the nc of each nonce."},
    {"nonce_expire", 'i', Effect::kPlanned, "300", "Seconds that a nonce is good for."},
    {"one_time_nonce", 'i', Effect::kPlanned, "0", "1: each nonce is good once."},
    {"otn_in_flight_no", 'i', Effect::kPlanned, "0", ""},
    {"otn_in_flight_order", 'i', Effect::kPlanned, "0", ""},
    {"protect_contacts", 'i', Effect::kPlanned, "0", ""},
    {"proxy_challenge_header", 's', Effect::kPlanned, "Proxy-Authenticate",
     "Name of the header with a proxy's challenge."},
    {"qop", 's', Effect::kPlanned, "auth", "Quality of protection that challenges ask for."},
    {"realm_prefix", 's', Effect::kPlanned, "", "Prefix that is taken off the realm."},
    {"secret", 's', Effect::kPlanned, "",
     "Text that nonces are made with; share it between siblings."},
    {"use_domain", 'i', Effect::kPlanned, "0", "1: the domain is part of the user name."},
    {"www_challenge_header", 's', Effect::kPlanned, "WWW-Authenticate",
     "Name of the header with a server's challenge."},
});

inline constexpr ModuleSpec kAuthModule{
    .name = "auth",
    .doc = "Challenges and credentials of digest authentication.",
    .built = false,
    .planned = kAuthPlanned,
    .parameters = kAuthParameters,
};

}  // namespace weir::routes
