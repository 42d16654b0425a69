// Module cfgutils: what it is, its parameters, events, commands and figures, and its functions that
// are planned.
#pragma once

#include "routes/vocabulary/module_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kCfgutilsPlanned = std::to_array<FunctionSpec>({
    {"abort", "cfgutils", "", Plane::kAny, kAnywhere, "Ends the process with a core dump."},
    {"sleep", "cfgutils", "s", Plane::kAny, kAnywhere, "Waits for seconds."},
    {"usleep", "cfgutils", "s", Plane::kAny, kAnywhere, "Waits for microseconds."},
});

inline constexpr auto kCfgutilsParameters = std::to_array<ParameterRow>({
    {"hash_file", 's', Effect::kVoid, "",
     "File whose MD5 the functions for configuration hashes give."},
    {"initial_gflags", 'i', Effect::kWorks, "0", "Global flags at start."},
    {"initial_probability", 'i', Effect::kWorks, "10",
     "Probability of rand_event at start, in percent."},
    {"lock_set_size", 'i', Effect::kWorks, "0", "Number of locks, as a power of two."},
});

inline constexpr auto kCfgutilsCommands = std::to_array<NameRow>({
    {"cfgutils.set_prob", Effect::kPlanned, "Sets the probability of rand_event."},
    {"cfgutils.reset_prob", Effect::kPlanned, "Puts the probability of rand_event back."},
    {"cfgutils.get_prob", Effect::kPlanned, "Shows the probability of rand_event."},
    {"cfgutils.check_config_hash", Effect::kPlanned, "Compares the file with its hash at start."},
    {"cfgutils.get_config_hash", Effect::kPlanned, "Shows the hash of the file."},
    {"cfgutils.set_gflag", Effect::kPlanned, "Sets global flags."},
    {"cfgutils.reset_gflag", Effect::kPlanned, "Clears global flags."},
    {"cfgutils.is_gflag", Effect::kPlanned, "Shows whether global flags are set."},
    {"cfgutils.get_gflags", Effect::kPlanned, "Shows the global flags."},
});

inline constexpr ModuleSpec kCfgutilsModule{
    .name = "cfgutils",
    .doc = "Helpers of scripts: chance, locks, global flags, hashes.",
    .built = true,
    .planned = kCfgutilsPlanned,
    .parameters = kCfgutilsParameters,
    .commands = kCfgutilsCommands,
};

}  // namespace weir::routes
