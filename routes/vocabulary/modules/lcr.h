// Module lcr: what it is, its parameters, events, commands and figures, and its functions that are
// planned.
#pragma once

#include "routes/vocabulary/module_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kLcrPlanned = std::to_array<FunctionSpec>({
    {"defunct_gw", "lcr", "i", Plane::kControl, kInRequest | kInFailure,
     "Takes the gateway that was tried last out for that many seconds."},
    {"from_any_gw", "lcr", "SSS", Plane::kControl, kInRequest | kInReply | kInFailure,
     "True when the request comes from any gateway.", 2},
    {"from_gw", "lcr", "sSSS", Plane::kControl, kInRequest | kInReply | kInFailure,
     "True when the request comes from a gateway of an instance.", 4},
    {"inactivate_gw", "lcr", "", Plane::kControl, kInRequest | kInFailure,
     "Takes the gateway that was tried last out for a while."},
    {"load_gws", "lcr", "iSS", Plane::kControl, kInRequest | kInFailure,
     "Loads the gateways for the called number, the cheapest first."},
    {"next_gw", "lcr", "", Plane::kControl, kInRequest | kInFailure,
     "Sends the request to the next gateway."},
    {"to_any_gw", "lcr", "SS", Plane::kControl, kInRequest | kInReply | kInFailure,
     "True when the request goes to any gateway.", 2},
    {"to_gw", "lcr", "sSS", Plane::kControl, kInRequest | kInReply | kInFailure,
     "True when the request goes to a gateway of an instance.", 4},
});

inline constexpr auto kLcrParameters = std::to_array<ParameterRow>({
    {"db_url", 's', Effect::kPlanned, "", "Database of the module."},
    {"defunct_capability", 'i', Effect::kPlanned, "0", ""},
    {"defunct_column", 's', Effect::kPlanned, "defunct", "Column of the defunct."},
    {"defunct_gw_avp", 's', Effect::kPlanned, "", ""},
    {"dont_strip_or_prefix_flag", 'i', Effect::kPlanned, "-1", ""},
    {"enabled_column", 's', Effect::kPlanned, "enabled", "Column of the enabled."},
    {"fetch_rows", 'i', Effect::kPlanned, "1024", ""},
    {"flags_avp", 's', Effect::kPlanned, "", ""},
    {"flags_column", 's', Effect::kPlanned, "flags", "Column of the flags."},
    {"from_uri_column", 's', Effect::kPlanned, "from_uri", "Column of the from uri."},
    {"gw_id_column", 's', Effect::kPlanned, "gw_id", "Column of the gw id."},
    {"gw_name_column", 's', Effect::kPlanned, "gw_name", "Column of the gw name."},
    {"gw_uri_avp", 's', Effect::kPlanned, "", ""},
    {"hostname_column", 's', Effect::kPlanned, "hostname", "Column of the hostname."},
    {"id_column", 's', Effect::kPlanned, "id", "Column of the id."},
    {"ip_addr_column", 's', Effect::kPlanned, "ip_addr", "Column of the ip addr."},
    {"lcr_count", 'i', Effect::kPlanned, "1", ""},
    {"lcr_gw_count", 'i', Effect::kPlanned, "128", ""},
    {"lcr_gw_table", 's', Effect::kPlanned, "lcr_gw", ""},
    {"lcr_id_avp", 's', Effect::kPlanned, "", ""},
    {"lcr_id_column", 's', Effect::kPlanned, "lcr_id", "Column of the lcr id."},
    {"lcr_rule_hash_size", 'i', Effect::kPlanned, "128", ""},
    {"lcr_rule_table", 's', Effect::kPlanned, "lcr_rule", ""},
    {"lcr_rule_target_table", 's', Effect::kPlanned, "lcr_rule_target", ""},
    {"mt_pv_values", 's', Effect::kPlanned, "", ""},
    {"mt_tvalue_column", 's', Effect::kPlanned, "mt_tvalue", "Column of the mt tvalue."},
    {"mtree", 's', Effect::kPlanned, "lcr", ""},
    {"params_column", 's', Effect::kPlanned, "params", "Column of the params."},
    {"ping_from", 's', Effect::kPlanned, "sip:pinger@localhost", ""},
    {"ping_inactivate_threshold", 'i', Effect::kPlanned, "1", ""},
    {"ping_interval", 'i', Effect::kPlanned, "0", ""},
    {"ping_socket", 's', Effect::kPlanned, "", ""},
    {"ping_valid_reply_codes", 's', Effect::kPlanned, "", ""},
    {"port_column", 's', Effect::kPlanned, "port", "Column of the port."},
    {"prefix_column", 's', Effect::kPlanned, "prefix", "Column of the prefix."},
    {"priority_column", 's', Effect::kPlanned, "priority", "Column of the priority."},
    {"priority_ordering", 'i', Effect::kPlanned, "0", ""},
    {"request_uri_column", 's', Effect::kPlanned, "request_uri", "Column of the request uri."},
    {"rule_id_avp", 's', Effect::kPlanned, "", ""},
    {"rule_id_column", 's', Effect::kPlanned, "rule_id", "Column of the rule id."},
    {"ruri_user_avp", 's', Effect::kPlanned, "", ""},
    {"stopper_column", 's', Effect::kPlanned, "stopper", "Column of the stopper."},
    {"strip_column", 's', Effect::kPlanned, "strip", "Column of the strip."},
    {"tag_avp", 's', Effect::kPlanned, "", ""},
    {"tag_column", 's', Effect::kPlanned, "tag", "Column of the tag."},
    {"transport_column", 's', Effect::kPlanned, "transport", "Column of the transport."},
    {"uri_scheme_column", 's', Effect::kPlanned, "uri_scheme", "Column of the uri scheme."},
    {"weight_column", 's', Effect::kPlanned, "weight", "Column of the weight."},
});

inline constexpr ModuleSpec kLcrModule{
    .name = "lcr",
    .doc = "Routes calls to the cheapest gateway.",
    .built = false,
    .planned = kLcrPlanned,
    .parameters = kLcrParameters,
};

}  // namespace weir::routes
