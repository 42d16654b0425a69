// Module rr: what it is, its parameters, events, commands and figures, and its functions that are
// planned.
#pragma once

#include "routes/vocabulary/module_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kRrParameters = std::to_array<ParameterRow>({
    {"add_username", 'i', Effect::kWorks, "0",
     "1: the user of the request URI goes into our Record-Route."},
    {"append_fromtag", 'i', Effect::kWorks, "1",
     "1: the tag of the From goes into our Record-Route as ftag, for is_direction."},
    {"custom_user_avp", 's', Effect::kWorks, "", "AVP with the user for our Record-Route."},
    {"enable_double_rr", 'i', Effect::kWorks, "1",
     "1: two Record-Routes where transport or socket change."},
    {"enable_full_lr", 'i', Effect::kWorks, "0", "1: write lr=on in place of lr."},
    {"enable_socket_mismatch_warning", 'i', Effect::kVoid, "1",
     "1: warn when the two Record-Routes name no socket of ours."},
    {"force_send_socket", 'i', Effect::kWorks, "0",
     "1: loose_route chooses the socket that the Route names."},
    {"ignore_sips", 'i', Effect::kWorks, "0",
     "1: write sip in the Record-Route of a sips request."},
    {"loose_route_mode", 'i', Effect::kWorks, "0",
     "1: loose_route does not recover what strict routers did."},
    {"sockname_mode", 'i', Effect::kWorks, "0",
     "1: name the socket in a parameter of our Record-Route."},
});

inline constexpr ModuleSpec kRrModule{
    .name = "rr",
    .doc = "Record-Route and Route: how we stay in a dialog.",
    .built = true,
    .parameters = kRrParameters,
};

}  // namespace weir::routes
