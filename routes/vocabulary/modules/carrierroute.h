// Module carrierroute: what it is, its parameters, events, commands and figures, and its functions
// that are planned.
#pragma once

#include "routes/vocabulary/module_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kCarrierrouteParameters = std::to_array<ParameterRow>({
    {"avoid_failed_destinations", 'i', Effect::kPlanned, "1", ""},
    {"carrier_name_carrier_col", 's', Effect::kPlanned, "carrier",
     "Column of the carrier name carrier."},
    {"carrier_name_id_col", 's', Effect::kPlanned, "id", "Column of the carrier name id."},
    {"carrier_name_table", 's', Effect::kPlanned, "carrier_name", ""},
    {"carrierfailureroute_carrier_col", 's', Effect::kPlanned, "carrier",
     "Column of the carrierfailureroute carrier."},
    {"carrierfailureroute_description_col", 's', Effect::kPlanned, "description",
     "Column of the carrierfailureroute description."},
    {"carrierfailureroute_domain_col", 's', Effect::kPlanned, "domain",
     "Column of the carrierfailureroute domain."},
    {"carrierfailureroute_flags_col", 's', Effect::kPlanned, "flags",
     "Column of the carrierfailureroute flags."},
    {"carrierfailureroute_host_name_col", 's', Effect::kPlanned, "host_name",
     "Column of the carrierfailureroute host name."},
    {"carrierfailureroute_id_col", 's', Effect::kPlanned, "id",
     "Column of the carrierfailureroute id."},
    {"carrierfailureroute_mask_col", 's', Effect::kPlanned, "mask",
     "Column of the carrierfailureroute mask."},
    {"carrierfailureroute_next_domain_col", 's', Effect::kPlanned, "next_domain",
     "Column of the carrierfailureroute next domain."},
    {"carrierfailureroute_reply_code_col", 's', Effect::kPlanned, "reply_code",
     "Column of the carrierfailureroute reply code."},
    {"carrierfailureroute_scan_prefix_col", 's', Effect::kPlanned, "scan_prefix",
     "Column of the carrierfailureroute scan prefix."},
    {"carrierfailureroute_table", 's', Effect::kPlanned, "carrierfailureroute", ""},
    {"carrierroute_carrier_col", 's', Effect::kPlanned, "carrier",
     "Column of the carrierroute carrier."},
    {"carrierroute_description_col", 's', Effect::kPlanned, "description",
     "Column of the carrierroute description."},
    {"carrierroute_domain_col", 's', Effect::kPlanned, "domain",
     "Column of the carrierroute domain."},
    {"carrierroute_flags_col", 's', Effect::kPlanned, "flags", "Column of the carrierroute flags."},
    {"carrierroute_id_col", 's', Effect::kPlanned, "id", "Column of the carrierroute id."},
    {"carrierroute_mask_col", 's', Effect::kPlanned, "mask", "Column of the carrierroute mask."},
    {"carrierroute_prob_col", 's', Effect::kPlanned, "prob", "Column of the carrierroute prob."},
    {"carrierroute_rewrite_host_col", 's', Effect::kPlanned, "rewrite_host",
     "Column of the carrierroute rewrite host."},
    {"carrierroute_rewrite_prefix_col", 's', Effect::kPlanned, "rewrite_prefix",
     "Column of the carrierroute rewrite prefix."},
    {"carrierroute_rewrite_suffix_col", 's', Effect::kPlanned, "rewrite_suffix",
     "Column of the carrierroute rewrite suffix."},
    {"carrierroute_scan_prefix_col", 's', Effect::kPlanned, "scan_prefix",
     "Column of the carrierroute scan prefix."},
    {"carrierroute_strip_col", 's', Effect::kPlanned, "strip", "Column of the carrierroute strip."},
    {"carrierroute_table", 's', Effect::kPlanned, "carrierroute", ""},
    {"config_file", 's', Effect::kPlanned, "/etc/kamailio/carrierroute.conf", ""},
    {"config_source", 's', Effect::kPlanned, "file", ""},
    {"db_load_description", 'i', Effect::kPlanned, "1", ""},
    {"db_url", 's', Effect::kPlanned, "", "Database of the module."},
    {"default_tree", 's', Effect::kPlanned, "default", ""},
    {"domain_name_domain_col", 's', Effect::kPlanned, "domain",
     "Column of the domain name domain."},
    {"domain_name_id_col", 's', Effect::kPlanned, "id", "Column of the domain name id."},
    {"domain_name_table", 's', Effect::kPlanned, "domain_name", ""},
    {"fallback_default", 'i', Effect::kPlanned, "1", ""},
    {"fetch_rows", 'i', Effect::kPlanned, "2000", ""},
    {"match_mode", 'i', Effect::kPlanned, "10", ""},
    {"subscriber_carrier_col", 's', Effect::kPlanned, "cr_preferred_carrier",
     "Column of the subscriber carrier."},
    {"subscriber_domain_col", 's', Effect::kPlanned, "domain", "Column of the subscriber domain."},
    {"subscriber_table", 's', Effect::kPlanned, "subscriber", ""},
    {"subscriber_user_col", 's', Effect::kPlanned, "username", "Column of the subscriber user."},
    {"use_domain", 'i', Effect::kPlanned, "0", ""},
});

inline constexpr ModuleSpec kCarrierrouteModule{
    .name = "carrierroute",
    .doc = "",
    .built = false,
    .parameters = kCarrierrouteParameters,
};

}  // namespace weir::routes
