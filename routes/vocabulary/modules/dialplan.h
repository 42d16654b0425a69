// Module dialplan: what it is, its parameters, events, commands and figures, and its functions that
// are planned.
#pragma once

#include "routes/vocabulary/module_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kDialplanPlanned = std::to_array<FunctionSpec>({
    {"dp_reload", "dialplan", "", Plane::kControl, kAnywhere, "Loads the dial plans anew."},
});

inline constexpr auto kDialplanParameters = std::to_array<ParameterRow>({
    {"append_branch", 'i', Effect::kVoid, "1", "1: a translated request URI becomes a branch."},
    {"attrs_col", 's', Effect::kWorks, "attrs", "Column of the attributes."},
    {"attrs_pvar", 's', Effect::kWorks, "", "Variable that takes the attributes of the rule."},
    {"db_url", 's', Effect::kWorks, "", "Database of the rules."},
    {"dpid_col", 's', Effect::kWorks, "dpid", "Column of the dial plan's number."},
    {"fetch_rows", 'i', Effect::kVoid, "1000", "Rows to read at once."},
    {"match_dynamic", 'i', Effect::kWorks, "0", "1: patterns may hold variables."},
    {"match_exp_col", 's', Effect::kWorks, "match_exp", "Column of the pattern to match."},
    {"match_len_col", 's', Effect::kWorks, "match_len", "Column of the length to match."},
    {"match_op_col", 's', Effect::kWorks, "match_op", "Column of the way to match."},
    {"pr_col", 's', Effect::kWorks, "pr", "Column of the priority."},
    {"reload_delta", 'i', Effect::kVoid, "5", "Seconds that must lie between two reloads."},
    {"repl_exp_col", 's', Effect::kWorks, "repl_exp", "Column of the replacement."},
    {"subst_exp_col", 's', Effect::kWorks, "subst_exp", "Column of the pattern to substitute."},
    {"table_name", 's', Effect::kWorks, "dialplan", "Table of the rules."},
});

inline constexpr auto kDialplanCommands = std::to_array<NameRow>({
    {"dialplan.reload", Effect::kPlanned, "Loads the rules anew."},
    {"dialplan.translate", Effect::kPlanned, "Shows what a dial plan makes of a number."},
    {"dialplan.dump", Effect::kPlanned, "Lists the rules of a dial plan."},
});

inline constexpr ModuleSpec kDialplanModule{
    .name = "dialplan",
    .doc = "Translates numbers by rules with patterns.",
    .built = true,
    .planned = kDialplanPlanned,
    .parameters = kDialplanParameters,
    .commands = kDialplanCommands,
};

}  // namespace weir::routes
