// Module drouting: what it is, its parameters, events, commands and figures, and its functions that
// are planned.
#pragma once

#include "routes/vocabulary/module_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kDroutingPlanned = std::to_array<FunctionSpec>({
    {"do_routing", "drouting", "S", Plane::kControl, kInRequest | kInFailure,
     "Chooses gateways by the prefix of the request URI's user."},
    {"goes_to_gw", "drouting", "S", Plane::kControl, kInRequest | kInReply | kInFailure,
     "True when the request goes to a gateway."},
    {"is_from_gw", "drouting", "SS", Plane::kControl, kInRequest | kInReply | kInFailure,
     "True when the request comes from a gateway."},
    {"next_routing", "drouting", "", Plane::kControl, kInFailure,
     "Sends the request to the next gateway that was chosen."},
    {"use_next_gw", "drouting", "", Plane::kControl, kInRequest | kInFailure,
     "Sends the request to the next gateway that was chosen."},
});

inline constexpr auto kDroutingParameters = std::to_array<ParameterRow>({
    {"attrs_avp", 's', Effect::kPlanned, "", ""},
    {"db_url", 's', Effect::kPlanned, "", "Database of the module."},
    {"drd_table", 's', Effect::kPlanned, "dr_gateways", ""},
    {"drg_domain_col", 's', Effect::kPlanned, "domain", "Column of the drg domain."},
    {"drg_grpid_col", 's', Effect::kPlanned, "groupid", "Column of the drg grpid."},
    {"drg_table", 's', Effect::kPlanned, "dr_groups", ""},
    {"drg_user_col", 's', Effect::kPlanned, "username", "Column of the drg user."},
    {"drl_table", 's', Effect::kPlanned, "dr_gw_lists", ""},
    {"drr_table", 's', Effect::kPlanned, "dr_rules", ""},
    {"enable_keepalive", 'i', Effect::kPlanned, "0", ""},
    {"fetch_rows", 'i', Effect::kPlanned, "1000", ""},
    {"force_dns", 'i', Effect::kPlanned, "1", ""},
    {"ruri_avp", 's', Effect::kPlanned, "", ""},
    {"sort_order", 'i', Effect::kPlanned, "0", ""},
    {"use_domain", 'i', Effect::kPlanned, "1", ""},
});

inline constexpr ModuleSpec kDroutingModule{
    .name = "drouting",
    .doc = "Routes calls to gateways by prefix and priority.",
    .built = false,
    .planned = kDroutingPlanned,
    .parameters = kDroutingParameters,
};

}  // namespace weir::routes
