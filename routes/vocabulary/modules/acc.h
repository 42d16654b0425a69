// Module acc: what it is, its parameters, events, commands and figures, and its functions that are
// planned.
#pragma once

#include "routes/vocabulary/module_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kAccPlanned = std::to_array<FunctionSpec>({
    {"acc_db_request", "acc", "ss", Plane::kControl, kAnywhere,
     "Writes an accounting row about the request, with that comment, to a table."},
    {"acc_log_request", "acc", "s", Plane::kControl, kAnywhere,
     "Writes an accounting line about the request to the log, with that comment."},
    {"acc_request", "acc", "ss", Plane::kControl, kAnywhere,
     "Accounts for the request in the log and in a table, with that comment."},
});

inline constexpr auto kAccParameters = std::to_array<ParameterRow>({
    {"acc_callid_column", 's', Effect::kPlanned, "callid", "Column of the acc callid."},
    {"acc_extra_nullable", 'i', Effect::kPlanned, "0", ""},
    {"acc_extra_size", 'i', Effect::kPlanned, "64", ""},
    {"acc_from_tag_column", 's', Effect::kPlanned, "from_tag", "Column of the acc from tag."},
    {"acc_method_column", 's', Effect::kPlanned, "method", "Column of the acc method."},
    {"acc_prepare_always", 'i', Effect::kPlanned, "0", ""},
    {"acc_prepare_flag", 'i', Effect::kPlanned, "-1", ""},
    {"acc_sip_code_column", 's', Effect::kPlanned, "sip_code", "Column of the acc sip code."},
    {"acc_sip_reason_column", 's', Effect::kPlanned, "sip_reason", "Column of the acc sip reason."},
    {"acc_time_column", 's', Effect::kPlanned, "time", "Column of the acc time."},
    {"acc_to_tag_column", 's', Effect::kPlanned, "to_tag", "Column of the acc to tag."},
    {"cdr_duration_id", 's', Effect::kPlanned, "duration", ""},
    {"cdr_duration_mode", 'i', Effect::kPlanned, "1", ""},
    {"cdr_enable", 'i', Effect::kPlanned, "0", "1: write one record a call."},
    {"cdr_end_id", 's', Effect::kPlanned, "end_time", ""},
    {"cdr_expired_dlg_enable", 'i', Effect::kPlanned, "0", ""},
    {"cdr_extra", 's', Effect::kPlanned, "", "What else stands in it."},
    {"cdr_extra_nullable", 'i', Effect::kPlanned, "0", ""},
    {"cdr_extra_size", 'i', Effect::kPlanned, "64", ""},
    {"cdr_facility", 's', Effect::kPlanned, "", ""},
    {"cdr_log_enable", 'i', Effect::kPlanned, "1", ""},
    {"cdr_on_failed", 'i', Effect::kPlanned, "1", ""},
    {"cdr_skip", 's', Effect::kPlanned, "", ""},
    {"cdr_start_id", 's', Effect::kPlanned, "start_time", ""},
    {"cdr_start_on_confirmed", 'i', Effect::kPlanned, "0", ""},
    {"cdrs_table", 's', Effect::kPlanned, "", ""},
    {"clone_msg", 'i', Effect::kPlanned, "1", ""},
    {"db_extra", 's', Effect::kPlanned, "", "What else stands in a row: \"COLUMN=VARIABLE;...\"."},
    {"db_flag", 'i', Effect::kPlanned, "-1", "Message flag of what goes into the table."},
    {"db_insert_mode", 'i', Effect::kPlanned, "0", ""},
    {"db_missed_flag", 'i', Effect::kPlanned, "-1",
     "Message flag of calls whose failure goes into the table."},
    {"db_table_acc", 's', Effect::kPlanned, "acc", ""},
    {"db_table_missed_calls", 's', Effect::kPlanned, "missed_calls", ""},
    {"db_url", 's', Effect::kPlanned, "", "Database of the module."},
    {"db_version_check", 'i', Effect::kPlanned, "1", ""},
    {"detect_direction", 'i', Effect::kPlanned, "0",
     "1: exchange From and To of requests of the callee."},
    {"early_media", 'i', Effect::kPlanned, "0", "1: account for 183 with a body, too."},
    {"failed_filter", 's', Effect::kPlanned, "", ""},
    {"failed_transaction_flag", 'i', Effect::kPlanned, "-1",
     "Message flag of failures that are accounted for, too."},
    {"log_extra", 's', Effect::kPlanned, "", "What else stands in a line: \"NAME=VARIABLE;...\"."},
    {"log_facility", 's', Effect::kPlanned, "", "Facility of the lines."},
    {"log_flag", 'i', Effect::kPlanned, "-1", "Message flag of what is logged."},
    {"log_level", 'i', Effect::kPlanned, "1", "Log level of the lines."},
    {"log_missed_flag", 'i', Effect::kPlanned, "-1",
     "Message flag of calls whose failure is logged."},
    {"multi_leg_info", 's', Effect::kPlanned, "", ""},
    {"reason_from_hf", 'i', Effect::kPlanned, "0", ""},
    {"report_ack", 'i', Effect::kPlanned, "0", "1: account for ACK, too."},
    {"report_cancels", 'i', Effect::kPlanned, "0", "1: account for CANCEL, too."},
    {"time_attr", 's', Effect::kPlanned, "time_attr", ""},
    {"time_exten", 's', Effect::kPlanned, "time_exten", ""},
    {"time_format", 's', Effect::kPlanned, "%Y-%m-%d %H:%M:%S", ""},
    {"time_mode", 'i', Effect::kPlanned, "0", "What of the time goes where."},
});

inline constexpr ModuleSpec kAccModule{
    .name = "acc",
    .doc = "Accounting: lines and rows about calls.",
    .built = false,
    .planned = kAccPlanned,
    .parameters = kAccParameters,
};

}  // namespace weir::routes
