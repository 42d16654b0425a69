// The vocabulary of the modules dialplan, mtree and regex: tables that are read from files.
#pragma once

#include "routes/vocabulary/function_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kDialplanFunctions = std::to_array<FunctionSpec>({
    {"dp_match", "dialplan", "is", Plane::kAny, kAnywhere,
     "True when a rule of the dialplan fits a text; its attributes go to attrs_pvar."},
    {"dp_replace", "dialplan", "isv", Plane::kAny, kAnywhere,
     "Translates a text by a dialplan into a pseudo-variable."},
    {"dp_translate", "dialplan", "iVVC", Plane::kAny, kAnywhere,
     "Translates a pseudo-variable by a dialplan into another; without them $rU.", 0, "iB"},
});

inline constexpr auto kMtreeFunctions = std::to_array<FunctionSpec>({
    {"mt_match", "mtree", "ssi", Plane::kAny, kAnywhere,
     "Puts what a tree has for the longest prefix of a number into pv_value; mode 2: for all "
     "prefixes into pv_values."},
});

inline constexpr auto kRegexFunctions = std::to_array<FunctionSpec>({
    {"pcre_match", "regex", "sq", Plane::kAny, kInRequest | kInReply | kInFailure | kInBranch,
     "True when a pattern of PCRE is found in a text."},
    {"pcre_match_group", "regex", "sI", Plane::kAny, kInRequest | kInReply | kInFailure | kInBranch,
     "True when a pattern of a group of the file is found in a text; the groups count from 0."},
});

}  // namespace weir::routes
