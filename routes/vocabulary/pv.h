// The vocabulary of module pv.
#pragma once

#include "routes/vocabulary/function_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kPvFunctions = std::to_array<FunctionSpec>({
    {"pv_isset", "pv", "v", Plane::kAny, kAnywhere, "True when a pseudo-variable has a value."},
    {"pv_unset", "pv", "v", Plane::kAny, kAnywhere, "Takes the value of a pseudo-variable away."},
    {"is_int", "pv", "v", Plane::kAny, kAnywhere, "True when a pseudo-variable holds an integer."},
    {"typeof", "pv", "vc", Plane::kAny, kAnywhere,
     "Compares the type of a pseudo-variable: int str null."},
    {"not_empty", "pv", "v", Plane::kAny, kAnywhere,
     "True when a pseudo-variable holds a text that is not empty."},
    {"xavi_child_rm", "pv", "ss", Plane::kAny, kAnywhere,
     "Takes a value of the newest record away."},
    {"xavi_child_seti", "pv", "ssi", Plane::kAny, kAnywhere, "Adds a number to the newest record."},
    {"xavi_child_sets", "pv", "sss", Plane::kAny, kAnywhere, "Adds a text to the newest record."},
    {"xavi_rm", "pv", "s", Plane::kAny, kAnywhere, "Takes the newest $xavi of a name away."},
    {"xavp_child_rm", "pv", "ss", Plane::kAny, kAnywhere,
     "Takes a value of the newest record away."},
    {"xavp_child_seti", "pv", "ssi", Plane::kAny, kAnywhere, "Adds a number to the newest record."},
    {"xavp_child_sets", "pv", "sss", Plane::kAny, kAnywhere, "Adds a text to the newest record."},
    {"xavp_params_explode", "pv", "ss", Plane::kAny, kAnywhere,
     "Makes a record of NAME=VALUE pairs separated by semicolons."},
    {"xavp_params_implode", "pv", "sv", Plane::kAny, kAnywhere,
     "Writes a record as NAME=VALUE pairs into a variable."},
    {"xavp_rm", "pv", "s", Plane::kAny, kAnywhere, "Takes the newest $xavp of a name away."},
    {"xavp_xparams_explode", "pv", "sss", Plane::kAny, kAnywhere,
     "Makes a record of NAME=VALUE pairs with another separator."},
    {"xavu_params_explode", "pv", "ss", Plane::kAny, kAnywhere,
     "Sets a record's values from NAME=VALUE pairs."},
    {"xavu_params_implode", "pv", "sv", Plane::kAny, kAnywhere,
     "Writes a record as NAME=VALUE pairs into a variable."},
    {"sbranch_append", "pv", "", Plane::kAny, kAnywhere,
     "Adds the branch that $sbranch describes."},
    {"sbranch_set_ruri", "pv", "", Plane::kAny, kAnywhere,
     "Sends the request where $sbranch says."},
    {"sbranch_reset", "pv", "", Plane::kAny, kAnywhere, "Forgets $sbranch."},
    {"xavp_copy", "pv", "sisI", Plane::kAny, kAnywhere,
     "Copies a record; to an index: in place of the one there."},
    {"xavp_slist_explode", "pv", "ssss", Plane::kAny, kAnywhere,
     "Makes a record of a list, its elements under the name v."},
    {"pv_var_to_xavp", "pv", "ss", Plane::kAny, kAnywhere,
     "Copies a $var, or all with *, into a new record in place of those of that name."},
    {"pv_xavi_print", "pv", "", Plane::kAny, kAnywhere, "Writes all $xavi to the log."},
    {"pv_xavp_print", "pv", "", Plane::kAny, kAnywhere, "Writes all $xavp to the log."},
    {"pv_xavp_to_var", "pv", "s", Plane::kAny, kAnywhere,
     "Copies the values of a record into the $var of their names."},
    {"pv_xavu_print", "pv", "", Plane::kAny, kAnywhere, "Writes all $xavu to the log."},
    {"xavi_rm_all", "pv", "s", Plane::kAny, kAnywhere, "Takes all $xavi, or all of a name, away."},
    {"xavp_lshift", "pv", "si", Plane::kAny, kAnywhere,
     "Moves the first values of a name behind its last one."},
    {"xavp_params_implode_qval", "pv", "sv", Plane::kAny, kAnywhere,
     "As xavp_params_implode, with texts in quotes."},
    {"xavp_push_dst", "pv", "s", Plane::kAny, kInRequest | kInFailure | kInBranch,
     "Sends the request to the destination that an xavp holds."},
    {"xavp_rm_all", "pv", "s", Plane::kAny, kAnywhere, "Takes all $xavp, or all of a name, away."},
});

}  // namespace weir::routes
