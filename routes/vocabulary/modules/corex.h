// Module corex: what it is, its parameters, events, commands and figures, and its functions that
// are planned.
#pragma once

#include "routes/vocabulary/module_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kCorexPlanned = std::to_array<FunctionSpec>({
    {"add_tcp_alias", "corex", "i", Plane::kAny, kAnywhere,
     "Lets requests to a port of the source use this connection."},
    {"file_read", "corex", "sv", Plane::kAny, kAnywhere, "Reads a file into a variable."},
    {"file_write", "corex", "ss", Plane::kAny, kAnywhere, "Writes a text into a file."},
    {"forward_uac", "corex", "S", Plane::kAny, kInRequest,
     "Sends the request as a client that keeps its own Via."},
    {"forward_uac_uri", "corex", "sS", Plane::kAny, kInRequest, "As forward_uac, to a URI."},
    {"msg_vbflag_parse", "corex", "i", Plane::kAny, kAnywhere,
     "Reads the flags out of the Via at an index."},
    {"send_tcp", "corex", "S", Plane::kAny, kInRequest | kInFailure, "As send_udp, over TCP."},
    {"via_reply_add_xavp_params", "corex", "i", Plane::kAny, kAnywhere,
     "Adds parameters of an xavp to the top Via of a reply, or not."},
});

inline constexpr auto kCorexParameters = std::to_array<ParameterRow>({
    {"alias_subdomains", 's', Effect::kWorks, "",
     "A domain that is ours with all its subdomains: \"[PROTO:]DOMAIN[:PORT]\"."},
    {"dns_cache", 's', Effect::kVoid, "", "A record for the DNS cache."},
    {"dns_file", 's', Effect::kVoid, "", "A file of records for the DNS cache."},
    {"evcb_reply_out", 's', Effect::kPlanned, "", "A KEMI function for replies that are sent."},
    {"nio_intercept", 'i', Effect::kPlanned, "0",
     "1: run event_route[network:msg] for what is sent and received."},
    {"nio_min_msg_len", 'i', Effect::kVoid, "0", "Shortest message for which it runs."},
    {"nio_msg_avp", 's', Effect::kVoid, "", "The AVP that holds the message there."},
});

inline constexpr auto kCorexEvents = std::to_array<NameRow>({
    {"network:msg", Effect::kPlanned, "For every buffer that is received or about to be sent."},
    {"corex:reply-out", Effect::kPlanned, "For every reply that is about to be sent."},
});

inline constexpr auto kCorexCommands = std::to_array<NameRow>({
    {"corex.debug", Effect::kPlanned, "Sets the log level of one process."},
    {"corex.list_sockets", Effect::kPlanned, "Lists the listen sockets."},
    {"corex.list_aliases", Effect::kPlanned, "Lists the names that are ours."},
    {"corex.shm_status", Effect::kPlanned, "Writes the state of shared memory to the log."},
    {"corex.shm_summary", Effect::kPlanned, "Writes a summary of shared memory to the log."},
    {"corex.pkg_summary", Effect::kPlanned, "Writes a summary of private memory to the log."},
});

inline constexpr ModuleSpec kCorexModule{
    .name = "corex",
    .doc = "More of the core: sockets to send from, flags, Via parameters.",
    .built = true,
    .planned = kCorexPlanned,
    .parameters = kCorexParameters,
    .events = kCorexEvents,
    .commands = kCorexCommands,
};

}  // namespace weir::routes
