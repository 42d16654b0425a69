// Module debugger: what it is, its parameters, events, commands and figures, and its functions that
// are planned.
#pragma once

#include "routes/vocabulary/module_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kDebuggerParameters = std::to_array<ParameterRow>({
    {"breakpoint", 'i', Effect::kPlanned, "0", "1: stop at breakpoints."},
    {"cfgpkgcheck", 'i', Effect::kVoid, "0", "1: check private memory at each line."},
    {"cfgtest", 'i', Effect::kPlanned, "0", "1: write a report of the lines that ran."},
    {"cfgtrace", 'i', Effect::kWorks, "0",
     "1: write each line of the script that runs to the log."},
    {"cfgtrace_format", 'i', Effect::kVoid, "0", "1: name the type of each action, too."},
    {"log_assign", 'i', Effect::kPlanned, "0", "1: write what is assigned, too."},
    {"log_facility", 's', Effect::kWorks, "", "Facility of the trace."},
    {"log_level", 'i', Effect::kWorks, "-1", "Log level of the trace."},
    {"log_level_name", 's', Effect::kVoid, "", "Log level of the trace, by name."},
    {"log_prefix", 's', Effect::kWorks,
     "*** cfgtrace:", "What stands before each line of the trace."},
    {"mod_facility", 's', Effect::kVoid, "", "Facility of a module: \"NAME=FACILITY\"."},
    {"mod_facility_mode", 'i', Effect::kVoid, "0", "1: modules have facilities of their own."},
    {"mod_hash_size", 'i', Effect::kVoid, "0",
     "Size of the table of the modules' levels, as a power of two."},
    {"mod_level", 's', Effect::kVoid, "", "Log level of a module: \"NAME=LEVEL\"."},
    {"mod_level_mode", 'i', Effect::kVoid, "0", "1: modules have log levels of their own."},
    {"reset_msgid", 'i', Effect::kVoid, "0", "1: $mi can be reset."},
    {"step_loops", 'i', Effect::kVoid, "200", "How often to look before the script goes on."},
    {"step_usleep", 'i', Effect::kVoid, "100000", "Microseconds between two looks for a command."},
});

inline constexpr auto kDebuggerCommands = std::to_array<NameRow>({
    {"dbg.ls", Effect::kPlanned, "Lists the processes that are debugged."},
    {"dbg.trace", Effect::kPlanned, "Turns the trace on or off."},
    {"dbg.bp", Effect::kPlanned, "Sets, takes away and passes breakpoints."},
    {"dbg.mod_level", Effect::kPlanned, "Sets the log level of a module."},
    {"dbg.mod_facility", Effect::kPlanned, "Sets the facility of a module."},
    {"dbg.reset_msgid", Effect::kPlanned, "Lets $mi begin anew."},
});

inline constexpr ModuleSpec kDebuggerModule{
    .name = "debugger",
    .doc = "Follows the script line by line.",
    .built = true,
    .parameters = kDebuggerParameters,
    .commands = kDebuggerCommands,
};

}  // namespace weir::routes
