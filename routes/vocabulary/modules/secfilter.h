// Module secfilter: what it is, its parameters, events, commands and figures, and its functions
// that are planned.
#pragma once

#include "routes/vocabulary/module_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kSecfilterPlanned = std::to_array<FunctionSpec>({
    {"secf_check_contact_hdr", "secfilter", "", Plane::kControl, kAnywhere,
     "Judges user and domain of the Contact by the lists."},
    {"secf_check_country", "secfilter", "s", Plane::kControl, kAnywhere,
     "Judges a country by the lists."},
    {"secf_check_domain_contact_hdr", "secfilter", "", Plane::kControl, kAnywhere,
     "Judges the domain of the Contact by the lists."},
    {"secf_check_domain_from_hdr", "secfilter", "", Plane::kControl, kAnywhere,
     "Judges the domain of the From by the lists."},
    {"secf_check_domain_to_hdr", "secfilter", "", Plane::kControl, kAnywhere,
     "Judges the domain of the To by the lists."},
    {"secf_check_dst", "secfilter", "s", Plane::kControl, kAnywhere,
     "True when a called number is on the list."},
    {"secf_check_from_hdr", "secfilter", "", Plane::kControl, kAnywhere,
     "Judges name, user and domain of the From by the lists."},
    {"secf_check_ip", "secfilter", "", Plane::kControl, kAnywhere,
     "Judges the source address by the lists."},
    {"secf_check_name_contact_hdr", "secfilter", "", Plane::kControl, kAnywhere,
     "Judges the display name of the Contact by the lists."},
    {"secf_check_name_from_hdr", "secfilter", "", Plane::kControl, kAnywhere,
     "Judges the display name of the From by the lists."},
    {"secf_check_name_to_hdr", "secfilter", "", Plane::kControl, kAnywhere,
     "Judges the display name of the To by the lists."},
    {"secf_check_sqli_all", "secfilter", "", Plane::kControl, kAnywhere,
     "Looks for SQL in all headers, and drops what has it."},
    {"secf_check_sqli_hdr", "secfilter", "s", Plane::kControl, kAnywhere,
     "Looks for SQL in a text."},
    {"secf_check_to_hdr", "secfilter", "", Plane::kControl, kAnywhere,
     "Judges name, user and domain of the To by the lists."},
    {"secf_check_ua", "secfilter", "", Plane::kControl, kAnywhere,
     "Judges the User-Agent by the lists."},
    {"secf_check_username_contact_hdr", "secfilter", "", Plane::kControl, kAnywhere,
     "Judges the user of the Contact by the lists."},
    {"secf_check_username_from_hdr", "secfilter", "", Plane::kControl, kAnywhere,
     "Judges the user of the From by the lists."},
    {"secf_check_username_to_hdr", "secfilter", "", Plane::kControl, kAnywhere,
     "Judges the user of the To by the lists."},
});

inline constexpr auto kSecfilterParameters = std::to_array<ParameterRow>({
    {"action_col", 's', Effect::kPlanned, "action", "Column of the action."},
    {"cleanup_interval", 'i', Effect::kPlanned, "60", ""},
    {"data_col", 's', Effect::kPlanned, "data", "Column of the data."},
    {"db_url", 's', Effect::kPlanned, "", "Database of the module."},
    {"dst_exact_match", 'i', Effect::kPlanned, "1", ""},
    {"reload_delta", 'i', Effect::kPlanned, "5", ""},
    {"table_name", 's', Effect::kPlanned, "secfilter", "Name of the table."},
    {"type_col", 's', Effect::kPlanned, "type", "Column of the type."},
});

inline constexpr ModuleSpec kSecfilterModule{
    .name = "secfilter",
    .doc = "Lists of what is not wanted: clients, names, countries, numbers.",
    .built = false,
    .planned = kSecfilterPlanned,
    .parameters = kSecfilterParameters,
};

}  // namespace weir::routes
