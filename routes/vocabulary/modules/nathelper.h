// Module nathelper: what it is, its parameters, events, commands and figures, and its functions
// that are planned.
#pragma once

#include "routes/vocabulary/module_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kNathelperPlanned = std::to_array<FunctionSpec>({
    {"add_contact_alias", "nathelper", "SSS", Plane::kControl,
     kInRequest | kInReply | kInFailure | kInBranch,
     "Adds the source address to the Contact as an alias parameter.", 6},
    {"add_rcv_param", "nathelper", "S", Plane::kControl, kInRequest,
     "Adds the source address to the Contact as a received parameter."},
    {"fix_nated_contact", "nathelper", "", Plane::kControl, kInRequest | kInReply | kInBranch,
     "Writes the source address into the Contact."},
    {"fix_nated_register", "nathelper", "", Plane::kControl, kInRequest,
     "Keeps the source address for save."},
    {"fix_nated_sdp", "nathelper", "sS", Plane::kControl,
     kInRequest | kInReply | kInFailure | kInBranch,
     "Writes the source address into the session description."},
    {"handle_ruri_alias", "nathelper", "S", Plane::kControl, kInRequest | kInBranch,
     "Takes the alias parameter off the request URI, and sends the request there."},
    {"is_rfc1918", "nathelper", "s", Plane::kControl, kAnywhere,
     "True when an address is private."},
    {"nat_uac_test", "nathelper", "i", Plane::kControl,
     kInRequest | kInReply | kInFailure | kInBranch,
     "True when one of the tests finds a client behind NAT."},
    {"set_alias_to_pv", "nathelper", "s", Plane::kControl, kAnywhere,
     "Writes the Contact with its alias parameter into a variable."},
    {"set_contact_alias", "nathelper", "S", Plane::kControl, kInRequest | kInReply | kInBranch,
     "As add_contact_alias, seen at once by the functions that follow."},
});

inline constexpr auto kNathelperParameters = std::to_array<ParameterRow>({
    {"alias_name", 's', Effect::kPlanned, "", "Name of the alias parameter."},
    {"append_sdp_oldmediaip", 'i', Effect::kPlanned, "1", ""},
    {"filter_server_id", 'i', Effect::kPlanned, "0", ""},
    {"force_socket", 's', Effect::kPlanned, "", "Socket of the SIP pings."},
    {"ignore_path", 'i', Effect::kPlanned, "0", ""},
    {"keepalive_timeout", 'i', Effect::kPlanned, "0",
     "Seconds without an answer until a Contact goes; 0: never."},
    {"nat_addr_mode", 'i', Effect::kPlanned, "1",
     "1: carrier-grade NAT addresses count as private, too."},
    {"natping_disable_bflag", 'i', Effect::kPlanned, "-1", ""},
    {"natping_interval", 'i', Effect::kPlanned, "0", "Seconds between two pings; 0: none."},
    {"natping_processes", 'i', Effect::kPlanned, "1", "Processes that ping."},
    {"natping_socket", 's', Effect::kPlanned, "", "Socket of the pings."},
    {"nortpproxy_str", 's', Effect::kPlanned, "a=nortpproxy:yes", ""},
    {"ping_nated_only", 'i', Effect::kPlanned, "0", "1: ping only who is behind NAT."},
    {"received_avp", 's', Effect::kPlanned, "", "AVP that fix_nated_register fills."},
    {"sipping_bflag", 'i', Effect::kPlanned, "-1", "Branch flag of who is pinged by SIP."},
    {"sipping_from", 's', Effect::kPlanned, "", "From of the SIP pings."},
    {"sipping_method", 's', Effect::kPlanned, "OPTIONS", "Method of the SIP pings."},
    {"udpping_from_path", 'i', Effect::kPlanned, "0", ""},
});

inline constexpr ModuleSpec kNathelperModule{
    .name = "nathelper",
    .doc = "Clients behind NAT: tests, repairs and pings.",
    .built = false,
    .planned = kNathelperPlanned,
    .parameters = kNathelperParameters,
};

}  // namespace weir::routes
