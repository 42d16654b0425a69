// Module usrloc: what it is, its parameters, events, commands and figures, and its functions that
// are planned.
#pragma once

#include "routes/vocabulary/module_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kUsrlocParameters = std::to_array<ParameterRow>({
    {"callid_column", 's', Effect::kPlanned, "callid", "Column of the callid."},
    {"cflags_column", 's', Effect::kPlanned, "cflags", "Column of the cflags."},
    {"close_expired_tcp", 'i', Effect::kPlanned, "0", "1: a connection goes with its Contact."},
    {"connection_id_column", 's', Effect::kPlanned, "connection_id",
     "Column of the connection id."},
    {"contact_column", 's', Effect::kPlanned, "contact", "Column of the contact."},
    {"cseq_column", 's', Effect::kPlanned, "cseq", "Column of the cseq."},
    {"cseq_delay", 'i', Effect::kPlanned, "20",
     "Seconds in which the same Call-ID and CSeq are a retransmission."},
    {"db_check_update", 'i', Effect::kPlanned, "0", ""},
    {"db_clean_tcp", 'i', Effect::kPlanned, "0", ""},
    {"db_insert_null", 'i', Effect::kPlanned, "0", ""},
    {"db_insert_update", 'i', Effect::kPlanned, "0", ""},
    {"db_load", 'i', Effect::kPlanned, "1", ""},
    {"db_mode", 'i', Effect::kPlanned, "0",
     "Where records are: 0 memory, 1 written at once, 2 written by the timer, 3 database alone."},
    {"db_ops_ruid", 'i', Effect::kPlanned, "1", ""},
    {"db_raw_fetch_type", 'i', Effect::kPlanned, "0", ""},
    {"db_timer_clean", 'i', Effect::kPlanned, "0", ""},
    {"db_update_as_insert", 'i', Effect::kPlanned, "0", ""},
    {"db_url", 's', Effect::kPlanned, "", "Database of the module."},
    {"desc_time_order", 'i', Effect::kPlanned, "0", "1: the newest Contact comes first."},
    {"domain_column", 's', Effect::kPlanned, "domain", "Column of the domain."},
    {"expires_column", 's', Effect::kPlanned, "expires", "Column of the expires."},
    {"expires_type", 'i', Effect::kPlanned, "0", ""},
    {"fetch_rows", 'i', Effect::kPlanned, "2000", ""},
    {"flags_column", 's', Effect::kPlanned, "flags", "Column of the flags."},
    {"handle_lost_tcp", 'i', Effect::kPlanned, "0", "1: a Contact goes with its connection."},
    {"hash_size", 'i', Effect::kPlanned, "10", "Size of the table, as a power of two."},
    {"instance_column", 's', Effect::kPlanned, "instance", "Column of the instance."},
    {"ka_domain", 's', Effect::kPlanned, "kamailio.org", ""},
    {"ka_filter", 'i', Effect::kPlanned, "0", ""},
    {"ka_from", 's', Effect::kPlanned, "sip:server@kamailio.org", "From of the pings."},
    {"ka_interval", 'i', Effect::kPlanned, "40", ""},
    {"ka_loglevel", 'i', Effect::kPlanned, "255", ""},
    {"ka_logmsg", 's', Effect::kPlanned, " to-uri: [$tu] remote-addr: [$sas]", ""},
    {"ka_method", 's', Effect::kPlanned, "OPTIONS", "Method of the pings."},
    {"ka_mode", 'i', Effect::kPlanned, "0", "Which Contacts are pinged."},
    {"ka_randomize", 'i', Effect::kPlanned, "20", ""},
    {"ka_reply_codes", 's', Effect::kPlanned, "0", ""},
    {"ka_timeout", 'i', Effect::kPlanned, "0", ""},
    {"keepalive_column", 's', Effect::kPlanned, "keepalive", "Column of the keepalive."},
    {"load_rank", 'i', Effect::kPlanned, "1", ""},
    {"matching_mode", 'i', Effect::kPlanned, "0",
     "How a Contact is found again: by URI, Call-ID or Path."},
    {"methods_column", 's', Effect::kPlanned, "methods", "Column of the methods."},
    {"nat_bflag", 'i', Effect::kPlanned, "-1", "Branch flag that marks a Contact behind NAT."},
    {"partition_column", 's', Effect::kPlanned, "partition", "Column of the partition."},
    {"path_column", 's', Effect::kPlanned, "path", "Column of the path."},
    {"preload", 's', Effect::kPlanned, "", "Domain to load at start."},
    {"q_column", 's', Effect::kPlanned, "q", "Column of the q."},
    {"received_column", 's', Effect::kPlanned, "received", "Column of the received."},
    {"reg_id_column", 's', Effect::kPlanned, "reg_id", "Column of the reg id."},
    {"rm_expired_delay", 'i', Effect::kPlanned, "0", ""},
    {"ruid_column", 's', Effect::kPlanned, "ruid", "Column of the ruid."},
    {"server_id_column", 's', Effect::kPlanned, "server_id", "Column of the server id."},
    {"server_id_filter", 'i', Effect::kPlanned, "0", ""},
    {"skip_remote_socket", 'i', Effect::kPlanned, "0", ""},
    {"socket_column", 's', Effect::kPlanned, "socket", "Column of the socket."},
    {"timer_interval", 'i', Effect::kPlanned, "60",
     "Seconds between two looks for what has expired."},
    {"timer_procs", 'i', Effect::kPlanned, "0", "Processes that look for what has expired."},
    {"use_domain", 'i', Effect::kPlanned, "0", "1: the domain is part of the key."},
    {"user_agent_column", 's', Effect::kPlanned, "user_agent", "Column of the user agent."},
    {"user_column", 's', Effect::kPlanned, "username", "Column of the user."},
    {"version_table", 'i', Effect::kPlanned, "1", ""},
    {"xavp_contact", 's', Effect::kPlanned, "", "Xavp that is kept with a Contact."},
});

inline constexpr auto kUsrlocCommands = std::to_array<NameRow>({
    {"ul.dump", Effect::kPlanned, "Lists the users and where they are."},
    {"ul.lookup", Effect::kPlanned, "Shows where a user is."},
    {"ul.add", Effect::kPlanned, "Adds a Contact."},
    {"ul.rm", Effect::kPlanned, "Removes a user."},
    {"ul.rm_contact", Effect::kPlanned, "Removes a Contact."},
    {"ul.flush", Effect::kPlanned, "Writes what has changed to the database."},
});

inline constexpr ModuleSpec kUsrlocModule{
    .name = "usrloc",
    .doc = "Where users are.",
    .built = false,
    .parameters = kUsrlocParameters,
    .commands = kUsrlocCommands,
};

}  // namespace weir::routes
