// Module permissions: what it is, its parameters, events, commands and figures, and its functions
// that are planned.
#pragma once

#include "routes/vocabulary/module_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kPermissionsPlanned = std::to_array<FunctionSpec>({
    {"allow_trusted", "permissions", "SSS", Plane::kControl, kAnywhere,
     "True when a table trusts source, transport and From.", 2},
});

inline constexpr auto kPermissionsParameters = std::to_array<ParameterRow>({
    {"address_file", 's', Effect::kWorks, "",
     "File of addresses: GROUP ADDRESS MASK PORT TAG, one a line."},
    {"address_table", 's', Effect::kVoid, "address", "Table of addresses."},
    {"allow_suffix", 's', Effect::kWorks, ".allow", "Suffix of allow files."},
    {"check_all_branches", 'i', Effect::kWorks, "1", "1: allow_routing looks at every branch."},
    {"db_mode", 'i', Effect::kVoid, "0",
     "0: the trusted table is asked for each call; 1: it is loaded."},
    {"db_url", 's', Effect::kPlanned, "", "Database of the address and trusted tables."},
    {"default_allow_file", 's', Effect::kWorks, "permissions.allow",
     "File of what allow_routing lets pass."},
    {"default_deny_file", 's', Effect::kWorks, "permissions.deny",
     "File of what allow_routing refuses."},
    {"deny_suffix", 's', Effect::kWorks, ".deny", "Suffix of deny files."},
    {"from_col", 's', Effect::kVoid, "from_pattern", "Column of the pattern of the From."},
    {"grp_col", 's', Effect::kVoid, "grp", "Column of the group."},
    {"ip_addr_col", 's', Effect::kVoid, "ip_addr", "Column of the address."},
    {"load_backends", 'i', Effect::kVoid, "65535", "Which tables are loaded, as bits."},
    {"mask_col", 's', Effect::kVoid, "mask", "Column of the mask's length."},
    {"max_subnets", 'i', Effect::kVoid, "512", "The most networks that are loaded."},
    {"peer_tag_avp", 's', Effect::kWorks, "", "AVP that takes the tag of the matching address."},
    {"peer_tag_mode", 'i', Effect::kVoid, "0", "0: the first tag; 1: all of them."},
    {"port_col", 's', Effect::kVoid, "port", "Column of the port."},
    {"priority_col", 's', Effect::kVoid, "priority", "Column of the priority."},
    {"proto_col", 's', Effect::kVoid, "proto", "Column of the transport."},
    {"reload_delta", 'i', Effect::kVoid, "5", "Seconds that must lie between two reloads."},
    {"ruri_col", 's', Effect::kVoid, "ruri_pattern", "Column of the pattern of the request URI."},
    {"source_col", 's', Effect::kVoid, "src_ip", "Column of the source address."},
    {"subnet_match_mode", 'i', Effect::kVoid, "0",
     "0: the first network that matches; 1: the longest."},
    {"tag_col", 's', Effect::kVoid, "tag", "Column of the tag."},
    {"trusted_cleanup_interval", 'i', Effect::kVoid, "60",
     "Seconds until an old trusted table is freed."},
    {"trusted_table", 's', Effect::kVoid, "trusted", "Table of trusted sources."},
});

inline constexpr auto kPermissionsCommands = std::to_array<NameRow>({
    {"permissions.addressReload", Effect::kPlanned, "Loads the addresses anew."},
    {"permissions.addressDump", Effect::kPlanned, "Lists the addresses."},
    {"permissions.subnetDump", Effect::kPlanned, "Lists the networks."},
    {"permissions.domainDump", Effect::kPlanned, "Lists the host names."},
    {"permissions.trustedReload", Effect::kPlanned, "Loads the trusted table anew."},
    {"permissions.trustedDump", Effect::kPlanned, "Lists the trusted table."},
    {"permissions.testUri", Effect::kPlanned, "Asks allow_uri."},
});

inline constexpr ModuleSpec kPermissionsModule{
    .name = "permissions",
    .doc = "Who may come and call: address groups, allow and deny files.",
    .built = true,
    .planned = kPermissionsPlanned,
    .parameters = kPermissionsParameters,
    .commands = kPermissionsCommands,
};

}  // namespace weir::routes
