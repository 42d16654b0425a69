// Module counters: what it is, its parameters, events, commands and figures, and its functions that
// are planned.
#pragma once

#include "routes/vocabulary/module_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kCountersParameters = std::to_array<ParameterRow>({
    {"script_cnt_grp_name", 's', Effect::kWorks, "script", "Group of the script's counters."},
    {"script_counter", 's', Effect::kWorks, "",
     "Defines a counter: \"[GROUP.]NAME [DESCRIPTION]\"."},
});

inline constexpr auto kCountersCommands = std::to_array<NameRow>({
    {"cnt.get", Effect::kPlanned, "Shows a counter."},
    {"cnt.get_raw", Effect::kPlanned, "Shows a counter as it is held."},
    {"cnt.grps_list", Effect::kPlanned, "Lists the groups."},
    {"cnt.var_list", Effect::kPlanned, "Lists the counters of a group."},
    {"cnt.grp_get_all", Effect::kPlanned, "Shows all counters of a group."},
    {"cnt.help", Effect::kPlanned, "Says what a counter counts."},
    {"cnt.reset", Effect::kPlanned, "Sets a counter to zero."},
});

inline constexpr ModuleSpec kCountersModule{
    .name = "counters",
    .doc = "Counters of the script.",
    .built = true,
    .parameters = kCountersParameters,
    .commands = kCountersCommands,
};

}  // namespace weir::routes
