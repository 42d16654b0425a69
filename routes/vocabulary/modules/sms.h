// Module sms: what it is, its parameters, events, commands and figures, and its functions that are
// planned.
#pragma once

#include "routes/vocabulary/module_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kSmsParameters = std::to_array<ParameterRow>({
    {"default_net", 's', Effect::kPlanned, "", ""},
    {"domain", 's', Effect::kPlanned, "", ""},
    {"links", 's', Effect::kPlanned, "", ""},
    {"max_sms_parts", 'i', Effect::kPlanned, "4", ""},
    {"modems", 's', Effect::kPlanned, "", ""},
    {"networks", 's', Effect::kPlanned, "", ""},
    {"sms_report_type", 'i', Effect::kPlanned, "0", ""},
    {"use_contact", 'i', Effect::kPlanned, "0", ""},
});

inline constexpr ModuleSpec kSmsModule{
    .name = "sms",
    .doc = "",
    .built = false,
    .parameters = kSmsParameters,
};

}  // namespace weir::routes
