// Module msilo: what it is, its parameters, events, commands and figures, and its functions that
// are planned.
#pragma once

#include "routes/vocabulary/module_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kMsiloPlanned = std::to_array<FunctionSpec>({
    {"m_dump", "msilo", "S", Plane::kControl, kInRequest, "Sends a user what was kept."},
    {"m_store", "msilo", "S", Plane::kControl, kInRequest | kInFailure,
     "Keeps a MESSAGE for a user who is away."},
    {"m_store_addrs", "msilo", "sss", Plane::kControl, kInRequest | kInFailure,
     "As m_store, with the addresses given."},
});

inline constexpr auto kMsiloParameters = std::to_array<ParameterRow>({
    {"add_contact", 'i', Effect::kPlanned, "0", ""},
    {"add_date", 'i', Effect::kPlanned, "1", ""},
    {"check_time", 'i', Effect::kPlanned, "60", ""},
    {"clean_period", 'i', Effect::kPlanned, "10", ""},
    {"contact_hdr", 's', Effect::kPlanned, "", ""},
    {"content_type_hdr", 's', Effect::kPlanned, "", ""},
    {"db_table", 's', Effect::kPlanned, "silo", "Name of the table."},
    {"db_url", 's', Effect::kPlanned, "", "Database of the module."},
    {"expire_time", 'i', Effect::kPlanned, "259200", ""},
    {"extra_hdrs", 's', Effect::kPlanned, "", ""},
    {"extra_hdrs_avp", 's', Effect::kPlanned, "", ""},
    {"from_address", 's', Effect::kPlanned, "", ""},
    {"max_messages", 'i', Effect::kPlanned, "0", ""},
    {"offline_message", 's', Effect::kPlanned, "", ""},
    {"outbound_proxy", 's', Effect::kPlanned, "", ""},
    {"reminder", 's', Effect::kPlanned, "", ""},
    {"sc_body", 's', Effect::kPlanned, "body", ""},
    {"sc_callid", 's', Effect::kPlanned, "callid", ""},
    {"sc_ctype", 's', Effect::kPlanned, "ctype", ""},
    {"sc_exp_time", 's', Effect::kPlanned, "exp_time", ""},
    {"sc_from", 's', Effect::kPlanned, "src_addr", ""},
    {"sc_inc_time", 's', Effect::kPlanned, "inc_time", ""},
    {"sc_mid", 's', Effect::kPlanned, "id", ""},
    {"sc_snd_time", 's', Effect::kPlanned, "snd_time", ""},
    {"sc_status", 's', Effect::kPlanned, "status", ""},
    {"sc_stored_hdrs", 's', Effect::kPlanned, "extra_hdrs", ""},
    {"sc_to", 's', Effect::kPlanned, "dst_addr", ""},
    {"sc_uri_host", 's', Effect::kPlanned, "domain", ""},
    {"sc_uri_user", 's', Effect::kPlanned, "username", ""},
    {"send_time", 'i', Effect::kPlanned, "0", ""},
    {"skip_notification_flag", 'i', Effect::kPlanned, "-1", ""},
    {"snd_time_avp", 's', Effect::kPlanned, "", ""},
    {"use_contact", 'i', Effect::kPlanned, "1", ""},
    {"use_mode", 'i', Effect::kPlanned, "0", ""},
});

inline constexpr ModuleSpec kMsiloModule{
    .name = "msilo",
    .doc = "Keeps messages for users who are away.",
    .built = false,
    .planned = kMsiloPlanned,
    .parameters = kMsiloParameters,
};

}  // namespace weir::routes
