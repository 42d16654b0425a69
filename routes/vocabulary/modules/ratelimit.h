// Module ratelimit: what it is, its parameters, events, commands and figures, and its functions
// that are planned.
#pragma once

#include "routes/vocabulary/module_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kRatelimitParameters = std::to_array<ParameterRow>({
    {"load_source", 's', Effect::kVoid, "", "Where the load comes from."},
    {"pipe", 's', Effect::kWorks, "", "A pipe: \"NUMBER:ALGORITHM:LIMIT/SECONDS\"."},
    {"queue", 's', Effect::kWorks, "", "Which pipe a method goes to: \"PIPE:METHOD\"."},
    {"timer_interval", 'i', Effect::kWorks, "10", "Seconds that are counted at once."},
});

inline constexpr auto kRatelimitCommands = std::to_array<NameRow>({
    {"rl.stats", Effect::kPlanned, "Shows all pipes."},
    {"rl.get_pipes", Effect::kPlanned, "Shows the pipes and their limits."},
    {"rl.set_pipe", Effect::kPlanned, "Sets algorithm and limit of a pipe."},
    {"rl.get_queues", Effect::kPlanned, "Shows which pipe each method goes to."},
    {"rl.set_queue", Effect::kPlanned, "Sends a method to a pipe."},
    {"rl.get_pid", Effect::kPlanned, "Shows the controller's gains."},
    {"rl.set_pid", Effect::kPlanned, "Sets the controller's gains."},
    {"rl.push_load", Effect::kPlanned, "Sets the load by hand."},
    {"rl.set_dbg", Effect::kPlanned, "Turns debugging on or off."},
});

inline constexpr ModuleSpec kRatelimitModule{
    .name = "ratelimit",
    .doc = "Limits by method, in numbered pipes.",
    .built = true,
    .parameters = kRatelimitParameters,
    .commands = kRatelimitCommands,
};

}  // namespace weir::routes
