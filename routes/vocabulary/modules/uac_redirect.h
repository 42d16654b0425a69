// Module uac_redirect: what it is, its parameters, events, commands and figures, and its functions
// that are planned.
#pragma once

#include "routes/vocabulary/module_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kUacRedirectPlanned = std::to_array<FunctionSpec>({
    {"get_redirects", "uac_redirect", "cC", Plane::kControl, kInFailure,
     "Makes branches of the Contacts of a redirect."},
    {"set_accept_filter", "uac_redirect", "cc", Plane::kControl, kInFailure,
     "Follows redirects that match."},
    {"set_deny_filter", "uac_redirect", "cc", Plane::kControl, kInFailure,
     "Refuses redirects that match."},
});

inline constexpr auto kUacRedirectParameters = std::to_array<ParameterRow>({
    {"acc_db_table", 's', Effect::kPlanned, "acc", ""},
    {"acc_function", 's', Effect::kPlanned, "acc_log_request", ""},
    {"accept_filter", 's', Effect::kPlanned, "", ""},
    {"bflags", 'i', Effect::kPlanned, "0", ""},
    {"default_filter", 's', Effect::kPlanned, "", ""},
    {"deny_filter", 's', Effect::kPlanned, "", ""},
    {"flags_hdr_mode", 'i', Effect::kPlanned, "0", ""},
    {"q_value", 'i', Effect::kPlanned, "10", ""},
});

inline constexpr ModuleSpec kUacRedirectModule{
    .name = "uac_redirect",
    .doc = "Follows redirects.",
    .built = false,
    .planned = kUacRedirectPlanned,
    .parameters = kUacRedirectParameters,
};

}  // namespace weir::routes
