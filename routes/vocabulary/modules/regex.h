// Module regex: what it is, its parameters, events, commands and figures, and its functions that
// are planned.
#pragma once

#include "routes/vocabulary/module_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kRegexParameters = std::to_array<ParameterRow>({
    {"file", 's', Effect::kWorks, "", "File of the groups."},
    {"group_max_size", 'i', Effect::kVoid, "8192", "The longest group."},
    {"max_groups", 'i', Effect::kVoid, "20", "The most groups."},
    {"pcre_caseless", 'i', Effect::kWorks, "0", "1: case does not count."},
    {"pcre_dotall", 'i', Effect::kWorks, "0", "1: a dot matches the end of a line, too."},
    {"pcre_extended", 'i', Effect::kWorks, "0", "1: blanks in patterns do not count."},
    {"pcre_multiline", 'i', Effect::kWorks, "0", "1: ^ and $ match at each line."},
});

inline constexpr auto kRegexCommands = std::to_array<NameRow>({
    {"regex.reload", Effect::kPlanned, "Loads the file anew."},
});

inline constexpr ModuleSpec kRegexModule{
    .name = "regex",
    .doc = "Perl's patterns, alone and in groups from a file.",
    .built = true,
    .parameters = kRegexParameters,
    .commands = kRegexCommands,
};

}  // namespace weir::routes
