// Module p_usrloc: what it is, its parameters, events, commands and figures, and its functions that
// are planned.
#pragma once

#include "routes/vocabulary/module_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kPUsrlocParameters = std::to_array<ParameterRow>({
    {"UTC_timestamps", 'i', Effect::kPlanned, "0", ""},
    {"alg_location", 'i', Effect::kPlanned, "0", ""},
    {"callid_column", 's', Effect::kPlanned, "callid", "Column of the callid."},
    {"cflags_column", 's', Effect::kPlanned, "cflags", "Column of the cflags."},
    {"connection_expires", 'i', Effect::kPlanned, "300", ""},
    {"contact_column", 's', Effect::kPlanned, "contact", "Column of the contact."},
    {"cseq_column", 's', Effect::kPlanned, "cseq", "Column of the cseq."},
    {"cseq_delay", 'i', Effect::kPlanned, "20", ""},
    {"db_err_threshold", 'i', Effect::kPlanned, "50", ""},
    {"db_mode", 'i', Effect::kPlanned, "3", ""},
    {"db_ops_ruid", 'i', Effect::kPlanned, "0", ""},
    {"db_retry_interval", 'i', Effect::kPlanned, "10", ""},
    {"db_transaction_level", 'i', Effect::kPlanned, "1953766185", ""},
    {"db_update_as_insert", 'i', Effect::kPlanned, "1", ""},
    {"db_use_transactions", 'i', Effect::kPlanned, "0", ""},
    {"default_db_type", 's', Effect::kPlanned, "single", ""},
    {"default_db_url", 's', Effect::kPlanned, "", ""},
    {"desc_time_order", 'i', Effect::kPlanned, "0", ""},
    {"domain_column", 's', Effect::kPlanned, "domain", "Column of the domain."},
    {"domain_db", 's', Effect::kPlanned, "location=cluster,cfa=single", ""},
    {"error_column", 's', Effect::kPlanned, "errors", "Column of the error."},
    {"expire_time", 'i', Effect::kPlanned, "3600", ""},
    {"expires_column", 's', Effect::kPlanned, "expires", "Column of the expires."},
    {"failover_level", 'i', Effect::kPlanned, "1", ""},
    {"failover_time_column", 's', Effect::kPlanned, "failover", "Column of the failover time."},
    {"fetch_rows", 'i', Effect::kPlanned, "2000", ""},
    {"flags_column", 's', Effect::kPlanned, "flags", "Column of the flags."},
    {"hash_size", 'i', Effect::kPlanned, "9", ""},
    {"id_column", 's', Effect::kPlanned, "id", "Column of the id."},
    {"instance_column", 's', Effect::kPlanned, "instance", "Column of the instance."},
    {"matching_mode", 'i', Effect::kPlanned, "0", ""},
    {"mdb_availability_control", 'i', Effect::kPlanned, "0", ""},
    {"methods_column", 's', Effect::kPlanned, "methods", "Column of the methods."},
    {"nat_bflag", 'i', Effect::kPlanned, "-1", ""},
    {"num_column", 's', Effect::kPlanned, "no", "Column of the num."},
    {"path_column", 's', Effect::kPlanned, "path", "Column of the path."},
    {"q_column", 's', Effect::kPlanned, "q", "Column of the q."},
    {"read_db_url", 's', Effect::kPlanned, "", ""},
    {"received_column", 's', Effect::kPlanned, "received", "Column of the received."},
    {"reg_db_table", 's', Effect::kPlanned, "locdb", ""},
    {"reg_id_column", 's', Effect::kPlanned, "reg_id", "Column of the reg id."},
    {"risk_group_column", 's', Effect::kPlanned, "rg", "Column of the risk group."},
    {"ruid_column", 's', Effect::kPlanned, "ruid", "Column of the ruid."},
    {"socket_column", 's', Effect::kPlanned, "socket", "Column of the socket."},
    {"spare_flag_column", 's', Effect::kPlanned, "spare", "Column of the spare flag."},
    {"status_column", 's', Effect::kPlanned, "status", "Column of the status."},
    {"url_column", 's', Effect::kPlanned, "url", "Column of the url."},
    {"use_domain", 'i', Effect::kPlanned, "0", ""},
    {"user_agent_column", 's', Effect::kPlanned, "user_agent", "Column of the user agent."},
    {"user_column", 's', Effect::kPlanned, "username", "Column of the user."},
    {"write_db_url", 's', Effect::kPlanned, "", ""},
    {"write_on_db", 'i', Effect::kPlanned, "0", ""},
    {"write_on_master_db", 'i', Effect::kPlanned, "0", ""},
});

inline constexpr ModuleSpec kPUsrlocModule{
    .name = "p_usrloc",
    .doc = "",
    .built = false,
    .parameters = kPUsrlocParameters,
};

}  // namespace weir::routes
