// Module mtree: what it is, its parameters, events, commands and figures, and its functions that
// are planned.
#pragma once

#include "routes/vocabulary/module_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kMtreeParameters = std::to_array<ParameterRow>({
    {"char_list", 's', Effect::kWorks, "0123456789", "Characters that prefixes are made of."},
    {"db_table", 's', Effect::kWorks, "", "Table of all trees."},
    {"db_url", 's', Effect::kWorks, "", "Database of the trees."},
    {"fetch_rows", 'i', Effect::kVoid, "1000", "Rows to read at once."},
    {"mt_allow_duplicates", 'i', Effect::kWorks, "0", "1: a prefix may have several values."},
    {"mt_ignore_duplicates", 'i', Effect::kWorks, "0",
     "1: pass over a prefix that is there already."},
    {"mt_tree_type", 'i', Effect::kWorks, "0", "Kind of the values: 0 text, 1 weighted, 2 number."},
    {"mtree", 's', Effect::kWorks, "", "Defines a tree: \"name=NAME;dbtable=TABLE;type=0\"."},
    {"pv_count", 's', Effect::kVoid, "$avp(s:tcount)", "Variable that takes how many there are."},
    {"pv_dstid", 's', Effect::kWorks, "$avp(s:tdstid)",
     "Variable that takes the destination of a weighted value."},
    {"pv_value", 's', Effect::kWorks, "$avp(s:tvalue)", "Variable that takes the value."},
    {"pv_values", 's', Effect::kWorks, "$avp(s:tvalues)", "Variable that takes all values."},
    {"pv_weight", 's', Effect::kWorks, "$avp(s:tweight)", "Variable that takes its weight."},
    {"tname_column", 's', Effect::kWorks, "tname", "Column of the tree's name."},
    {"tprefix_column", 's', Effect::kWorks, "tprefix", "Column of the prefix."},
    {"tvalue_column", 's', Effect::kWorks, "tvalue", "Column of the value."},
});

inline constexpr auto kMtreeCommands = std::to_array<NameRow>({
    {"mtree.list", Effect::kPlanned, "Lists a tree."},
    {"mtree.match", Effect::kPlanned, "Shows the value of a prefix."},
    {"mtree.reload", Effect::kPlanned, "Loads a tree anew."},
    {"mtree.summary", Effect::kPlanned, "Shows how large the trees are."},
});

inline constexpr ModuleSpec kMtreeModule{
    .name = "mtree",
    .doc = "Trees of prefixes, with values.",
    .built = true,
    .parameters = kMtreeParameters,
    .commands = kMtreeCommands,
};

}  // namespace weir::routes
