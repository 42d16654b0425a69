// The vocabulary of module siputils.
#pragma once

#include "routes/vocabulary/function_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kSiputilsFunctions = std::to_array<FunctionSpec>({
    {"has_totag", "siputils", "", Plane::kAny, kAnywhere, "True when the To has a tag."},
    {"is_request", "siputils", "", Plane::kAny, kAnywhere, "True for requests."},
    {"is_reply", "siputils", "", Plane::kAny, kAnywhere, "True for replies."},
    {"is_sip", "siputils", "", Plane::kAny, kAnywhere, "True: only SIP comes here."},
    {"is_http", "siputils", "", Plane::kAny, kAnywhere, "False: only SIP comes here."},
    {"is_uri", "siputils", "s", Plane::kAny, kAnywhere, "True when the text is a SIP URI."},
    {"uri_param", "siputils", "cC", Plane::kAny, kInRequest | kInFailure | kInBranch,
     "True when the request URI has the parameter, with that value; else without one."},
    {"uri_param_any", "siputils", "s", Plane::kAny, kInRequest | kInFailure | kInBranch,
     "True when user part, parameters or headers of the request URI hold it."},
    {"add_uri_param", "siputils", "c", Plane::kAny, kInRequest,
     "Adds a parameter to the request URI."},
    {"uri_param_rm", "siputils", "c", Plane::kAny, kInRequest | kInFailure | kInBranch,
     "Removes a parameter of the request URI."},
    {"is_e164", "siputils", "s", Plane::kAny, kAnywhere, "True for + and 3 to 15 digits."},
    {"is_uri_user_e164", "siputils", "s", Plane::kAny, kAnywhere,
     "True when the user of the URI is an E.164 number."},
    {"is_tel_number", "siputils", "s", Plane::kAny, kAnywhere,
     "True for digits, with or without + in front."},
    {"is_numeric", "siputils", "s", Plane::kAny, kAnywhere, "True for digits."},
    {"is_alphanum", "siputils", "s", Plane::kAny, kAnywhere, "True for letters and digits."},
    {"is_alphanumex", "siputils", "ss", Plane::kAny, kAnywhere,
     "True for letters, digits and the characters given."},
    {"cmp_uri", "siputils", "ss", Plane::kAny, kAnywhere,
     "True when the URIs are equal by RFC 3261."},
    {"cmp_aor", "siputils", "ss", Plane::kAny, kAnywhere,
     "True when user, host and port of the URIs are equal."},
    {"cmp_hdr_name", "siputils", "ss", Plane::kAny, kAnywhere,
     "True when the header names are the same."},
    {"is_supported", "siputils", "c", Plane::kAny, kAnywhere,
     "True when Supported lists that option."},
    {"is_first_hop", "siputils", "I", Plane::kAny, kAnywhere,
     "True when the sender is the first hop."},
    {"is_gruu", "siputils", "S", Plane::kAny, kAnywhere, "1 for a public, 2 for a temporary GRUU."},
    {"is_user", "siputils", "c", Plane::kAny, kAnywhere,
     "True when that user has been authenticated: never, as nothing does it yet."},
    {"options_reply", "siputils", "", Plane::kAny, kInRequest,
     "Answers OPTIONS to us with 200 and our capabilities."},
});

}  // namespace weir::routes
