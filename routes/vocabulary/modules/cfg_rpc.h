// Module cfg_rpc: what it is, its parameters, events, commands and figures, and its functions that
// are planned.
#pragma once

#include "routes/vocabulary/module_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kCfgRpcCommands = std::to_array<NameRow>({
    {"cfg.set_now_int", Effect::kPlanned, "Sets a number at once."},
    {"cfg.set_now_string", Effect::kPlanned, "Sets a text at once."},
    {"cfg.set", Effect::kPlanned, "Sets a value at once."},
    {"cfg.del", Effect::kPlanned, "Takes a value of a group instance away."},
    {"cfg.set_delayed_int", Effect::kPlanned, "Sets a number at the next commit."},
    {"cfg.set_delayed_string", Effect::kPlanned, "Sets a text at the next commit."},
    {"cfg.set_delayed", Effect::kPlanned, "Sets a value at the next commit."},
    {"cfg.del_delayed", Effect::kPlanned, "Takes a value away at the next commit."},
    {"cfg.commit", Effect::kPlanned, "Applies what was delayed."},
    {"cfg.rollback", Effect::kPlanned, "Forgets what was delayed."},
    {"cfg.get", Effect::kPlanned, "Shows a value."},
    {"cfg.help", Effect::kPlanned, "Says what a setting does."},
    {"cfg.list", Effect::kPlanned, "Lists the settings."},
    {"cfg.diff", Effect::kPlanned, "Shows what is delayed."},
    {"cfg.add_group_inst", Effect::kPlanned, "Adds an instance of a group."},
    {"cfg.del_group_inst", Effect::kPlanned, "Takes an instance of a group away."},
    {"cfg.seti", Effect::kPlanned, "Sets a number at once."},
    {"cfg.sets", Effect::kPlanned, "Sets a text at once."},
    {"cfg.reset", Effect::kPlanned, "Puts a group back to its defaults."},
});

inline constexpr ModuleSpec kCfgRpcModule{
    .name = "cfg_rpc",
    .doc = "RPC commands that show and change settings while we run.",
    .built = false,
    .commands = kCfgRpcCommands,
};

}  // namespace weir::routes
