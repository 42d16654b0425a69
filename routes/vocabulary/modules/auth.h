// Module auth: what it is, its parameters, and its function that is planned.
#pragma once

#include "routes/vocabulary/module_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kAuthParameters = std::to_array<ParameterRow>({
    {"add_authinfo_hdr", 'i', Effect::kPlanned, "0", ""},
    {"algorithm", 's', Effect::kWorks, "MD5",
     "Hash that challenges ask for, and the weakest that is taken: MD5, SHA-256 or SHA-512-256."},
    {"auth_checks_in_dlg", 'i', Effect::kPlanned, "0",
     "What of a request within a dialog goes into the nonce, as bits."},
    {"auth_checks_no_dlg", 'i', Effect::kPlanned, "0",
     "What of a request outside dialogs goes into the nonce, as bits."},
    {"auth_checks_register", 'i', Effect::kPlanned, "0",
     "What of a REGISTER goes into the nonce, as bits."},
    {"challenge_attr", 's', Effect::kPlanned, "$digest_challenge", "AVP that takes the challenge."},
    {"force_stateless_reply", 'i', Effect::kVoid, "0", "1: challenge without a transaction."},
    {"nc_array_order", 'i', Effect::kPlanned, "0", ""},
    {"nc_array_size", 'i', Effect::kPlanned, "0", ""},
    {"nid_pool_no", 'i', Effect::kPlanned, "0", ""},
    {"nonce_auth_max_drift", 'i', Effect::kVoid, "3",
     "Seconds that the clocks of siblings may differ: 30 here."},
    {"nonce_count", 'i', Effect::kPlanned, "0", "1: count the nc of each nonce."},
    {"nonce_expire", 'i', Effect::kWorks, "300", "Seconds that a nonce is good for."},
    {"one_time_nonce", 'i', Effect::kPlanned, "0", "1: each nonce is good once."},
    {"otn_in_flight_no", 'i', Effect::kPlanned, "0", ""},
    {"otn_in_flight_order", 'i', Effect::kPlanned, "0", ""},
    {"protect_contacts", 'i', Effect::kPlanned, "0", ""},
    {"proxy_challenge_header", 's', Effect::kWorks, "Proxy-Authenticate",
     "Name of the header with a proxy's challenge."},
    {"qop", 's', Effect::kPlanned, "auth", "Quality of protection that challenges ask for."},
    {"realm_prefix", 's', Effect::kPlanned, "", "Prefix that is taken off the realm."},
    {"secret", 's', Effect::kVoid, "",
     "Nonces are made with the keys of module guard's key_file, which siblings share."},
    {"use_domain", 'i', Effect::kPlanned, "0", "1: the domain is part of the user name."},
    {"www_challenge_header", 's', Effect::kWorks, "WWW-Authenticate",
     "Name of the header with a server's challenge."},
});

inline constexpr ModuleSpec kAuthModule{
    .name = "auth",
    .doc = "Challenges and credentials of digest authentication.",
    .built = true,
    .parameters = kAuthParameters,
};

}  // namespace weir::routes
