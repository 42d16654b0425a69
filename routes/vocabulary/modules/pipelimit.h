// Module pipelimit: what it is, its parameters, events, commands and figures, and its functions
// that are planned.
#pragma once

#include "routes/vocabulary/module_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kPipelimitParameters = std::to_array<ParameterRow>({
    {"clean_unused", 'i', Effect::kWorks, "0",
     "Intervals until an unused pipe is forgotten; 0: never."},
    {"db_url", 's', Effect::kPlanned, "", "Database of the pipes."},
    {"hash_size", 'i', Effect::kWorks, "6", "Size of the table, as a power of two."},
    {"load_fetch", 'i', Effect::kVoid, "1", "1: read the load of the processor."},
    {"plp_algorithm_column", 's', Effect::kVoid, "algorithm", "Column of the algorithm."},
    {"plp_limit_column", 's', Effect::kVoid, "plimit", "Column of the limit."},
    {"plp_pipeid_column", 's', Effect::kVoid, "pipeid", "Column of the name."},
    {"plp_table_name", 's', Effect::kVoid, "pl_pipes", "Table of the pipes."},
    {"reply_code", 'i', Effect::kWorks, "503", "Code of pl_drop."},
    {"reply_reason", 's', Effect::kWorks, "Server Unavailable", "Reason of pl_drop."},
    {"timer_interval", 'i', Effect::kWorks, "10", "Seconds that are counted at once."},
    {"timer_mode", 'i', Effect::kVoid, "0", "0: the main timer; 1: a timer of its own."},
});

inline constexpr auto kPipelimitCommands = std::to_array<NameRow>({
    {"pl.stats", Effect::kPlanned, "Shows all pipes."},
    {"pl.list", Effect::kPlanned, "Lists the pipes."},
    {"pl.get_pipes", Effect::kPlanned, "Shows the pipes and their limits."},
    {"pl.set_pipe", Effect::kPlanned, "Sets algorithm and limit of a pipe."},
    {"pl.get_pid", Effect::kPlanned, "Shows the controller's gains."},
    {"pl.set_pid", Effect::kPlanned, "Sets the controller's gains."},
    {"pl.push_load", Effect::kPlanned, "Sets the load by hand."},
    {"pl.reset_pipes", Effect::kPlanned, "Forgets all pipes."},
});

inline constexpr ModuleSpec kPipelimitModule{
    .name = "pipelimit",
    .doc = "Named pipes with limits, made while we run.",
    .built = true,
    .parameters = kPipelimitParameters,
    .commands = kPipelimitCommands,
};

}  // namespace weir::routes
