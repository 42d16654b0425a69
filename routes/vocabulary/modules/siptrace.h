// Module siptrace: what it is, its parameters, events, commands and figures, and its functions that
// are planned.
#pragma once

#include "routes/vocabulary/module_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kSiptracePlanned = std::to_array<FunctionSpec>({
    {"hlog", "siptrace", "sS", Plane::kControl, kAnywhere, "Sends a log line to a capture server."},
    {"sip_trace", "siptrace", "SSS", Plane::kControl, kAnywhere,
     "Sends a copy of the message, transaction or dialog to a capture server."},
    {"sip_trace_mode", "siptrace", "c", Plane::kControl, kAnywhere,
     "Traces message, transaction or dialog by the module's parameters."},
    {"sip_trace_msg", "siptrace", "sssss", Plane::kControl, kAnywhere,
     "Sends a text as if it were a message to a capture server."},
});

inline constexpr auto kSiptraceParameters = std::to_array<ParameterRow>({
    {"auth_key", 's', Effect::kPlanned, "", ""},
    {"callid_column", 's', Effect::kPlanned, "callid", "Column of the callid."},
    {"data_mode", 'i', Effect::kPlanned, "0", ""},
    {"date_column", 's', Effect::kPlanned, "time_stamp", "Column of the date."},
    {"db_url", 's', Effect::kPlanned, "", "Database of the module."},
    {"direction_column", 's', Effect::kPlanned, "direction", "Column of the direction."},
    {"duplicate_uri", 's', Effect::kPlanned, "", "Where copies go, as a SIP URI."},
    {"evcb_msg", 's', Effect::kPlanned, "", ""},
    {"force_send_sock", 's', Effect::kPlanned, "", ""},
    {"fromip_column", 's', Effect::kPlanned, "fromip", "Column of the fromip."},
    {"fromtag_column", 's', Effect::kPlanned, "fromtag", "Column of the fromtag."},
    {"hep_capture_id", 'i', Effect::kPlanned, "1", "Number of this node in HEP."},
    {"hep_mode_on", 'i', Effect::kPlanned, "0", "1: send copies as HEP."},
    {"hep_version", 'i', Effect::kPlanned, "1", "Version of HEP: 1, 2 or 3."},
    {"method_column", 's', Effect::kPlanned, "method", "Column of the method."},
    {"msg_column", 's', Effect::kPlanned, "msg", "Column of the msg."},
    {"send_sock_addr", 's', Effect::kPlanned, "", ""},
    {"send_sock_name", 's', Effect::kPlanned, "", ""},
    {"status_column", 's', Effect::kPlanned, "status", "Column of the status."},
    {"table", 's', Effect::kPlanned, "sip_trace", "Name of the table."},
    {"toip_column", 's', Effect::kPlanned, "toip", "Column of the toip."},
    {"totag_column", 's', Effect::kPlanned, "totag", "Column of the totag."},
    {"trace_db_mode", 'i', Effect::kPlanned, "0", ""},
    {"trace_delayed", 'i', Effect::kPlanned, "0", ""},
    {"trace_dialog_ack", 'i', Effect::kPlanned, "1", ""},
    {"trace_dialog_spiral", 'i', Effect::kPlanned, "1", ""},
    {"trace_ephemeral_socket", 'i', Effect::kPlanned, "0", ""},
    {"trace_flag", 'i', Effect::kPlanned, "-1", "Message flag of what is traced."},
    {"trace_init_mode", 'i', Effect::kPlanned, "0", ""},
    {"trace_local_ip", 's', Effect::kPlanned, "", ""},
    {"trace_mode", 'i', Effect::kPlanned, "0", "1: trace all that is received and sent."},
    {"trace_on", 'i', Effect::kPlanned, "0", "1: tracing is on."},
    {"trace_sl_acks", 'i', Effect::kPlanned, "1", ""},
    {"trace_table_avp", 's', Effect::kPlanned, "", ""},
    {"trace_to_database", 'i', Effect::kPlanned, "1", "1: write copies to a table."},
    {"traced_user_avp", 's', Effect::kPlanned, "", ""},
    {"traced_user_column", 's', Effect::kPlanned, "traced_user", "Column of the traced user."},
    {"xheaders_read", 'i', Effect::kPlanned, "0", ""},
    {"xheaders_write", 'i', Effect::kPlanned, "0", ""},
});

inline constexpr auto kSiptraceEvents = std::to_array<NameRow>({
    {"siptrace:msg", Effect::kPlanned, "Before a message is traced; drop leaves it out."},
});

inline constexpr ModuleSpec kSiptraceModule{
    .name = "siptrace",
    .doc = "Sends copies of messages to a capture server.",
    .built = false,
    .planned = kSiptracePlanned,
    .parameters = kSiptraceParameters,
    .events = kSiptraceEvents,
};

}  // namespace weir::routes
