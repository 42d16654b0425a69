// Module topos: what it is, its parameters, events, commands and figures, and its functions that
// are planned.
#pragma once

#include "routes/vocabulary/module_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kToposPlanned = std::to_array<FunctionSpec>({
    {"tps_set_context", "topos", "s", Plane::kControl, kAnywhere,
     "Chooses the context of the topology's storage."},
});

inline constexpr auto kToposParameters = std::to_array<ParameterRow>({
    {"branch_expire", 'i', Effect::kPlanned, "180", "Seconds that a branch is kept."},
    {"clean_interval", 'i', Effect::kPlanned, "60", ""},
    {"contact_host", 's', Effect::kPlanned, "", ""},
    {"contact_mode", 'i', Effect::kPlanned, "0", ""},
    {"context", 's', Effect::kPlanned, "", ""},
    {"cparam_name", 's', Effect::kPlanned, "tps", ""},
    {"db_url", 's', Effect::kPlanned, "", "Database of the module."},
    {"dialog_expire", 'i', Effect::kPlanned, "10800", "Seconds that a dialog is kept."},
    {"event_callback", 's', Effect::kPlanned, "", "A KEMI function for the module's events."},
    {"event_mode", 'i', Effect::kPlanned, "15", ""},
    {"header_mode", 'i', Effect::kPlanned, "0", ""},
    {"mask_callid", 'i', Effect::kPlanned, "0", "1: hide the Call-ID, too."},
    {"methods_nocontact", 's', Effect::kPlanned, "", ""},
    {"methods_noinitial", 's', Effect::kPlanned, "", ""},
    {"methods_update_time", 's', Effect::kPlanned, "SUBSCRIBE", ""},
    {"rr_update", 'i', Effect::kPlanned, "0", ""},
    {"sanity_checks", 'i', Effect::kPlanned, "0", ""},
    {"sn_refresh_topology", 'i', Effect::kPlanned, "0", ""},
    {"storage", 's', Effect::kPlanned, "db", "Where what is hidden is kept: db or redis."},
    {"version_table", 'i', Effect::kPlanned, "1", ""},
    {"xavu_cfg", 's', Effect::kPlanned, "", ""},
    {"xavu_field_a_contact", 's', Effect::kPlanned, "", ""},
    {"xavu_field_a_contact_host", 's', Effect::kPlanned, "", ""},
    {"xavu_field_b_contact", 's', Effect::kPlanned, "", ""},
    {"xavu_field_b_contact_host", 's', Effect::kPlanned, "", ""},
    {"xavu_field_contact_host", 's', Effect::kPlanned, "", ""},
});

inline constexpr auto kToposEvents = std::to_array<NameRow>({
    {"topos:msg-outgoing", Effect::kPlanned,
     "Before a message is hidden; drop leaves it as it is."},
    {"topos:msg-sending", Effect::kPlanned, "The same, with the message parsed."},
    {"topos:msg-incoming", Effect::kPlanned, "Before what was hidden is put back."},
});

inline constexpr ModuleSpec kToposModule{
    .name = "topos",
    .doc = "Hides the topology by keeping what shows it.",
    .built = false,
    .planned = kToposPlanned,
    .parameters = kToposParameters,
    .events = kToposEvents,
};

}  // namespace weir::routes
