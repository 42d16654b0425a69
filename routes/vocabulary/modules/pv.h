// Module pv: what it is, its parameters, events, commands and figures, and its functions that are
// planned.
#pragma once

#include "routes/vocabulary/module_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kPvPlanned = std::to_array<FunctionSpec>({
    {"pv_evalx", "pv", "vs", Plane::kAny, kAnywhere,
     "Replaces the variables of a text twice, and writes it into a variable."},
    {"pv_var_to_xavp", "pv", "cc", Plane::kAny, kAnywhere, "Copies one or all $var into an xavp."},
    {"pv_xavi_print", "pv", "", Plane::kAny, kAnywhere, "Writes all $xavi to the log."},
    {"pv_xavp_print", "pv", "", Plane::kAny, kAnywhere, "Writes all $xavp to the log."},
    {"pv_xavp_to_var", "pv", "c", Plane::kAny, kAnywhere, "Copies an xavp into variables."},
    {"pv_xavu_print", "pv", "", Plane::kAny, kAnywhere, "Writes all $xavu to the log."},
    {"xavi_rm_all", "pv", "s", Plane::kAny, kAnywhere, "Takes all $xavi, or all of a name, away."},
    {"xavp_lshift", "pv", "si", Plane::kAny, kAnywhere, "Moves the records of an xavp forward."},
    {"xavp_params_implode_qval", "pv", "sv", Plane::kAny, kAnywhere,
     "As xavp_params_implode, with values in quotes."},
    {"xavp_push_dst", "pv", "s", Plane::kAny, kInRequest | kInFailure | kInBranch,
     "Sends the request to the destination that an xavp holds."},
    {"xavp_rm_all", "pv", "s", Plane::kAny, kAnywhere, "Takes all $xavp, or all of a name, away."},
});

inline constexpr auto kPvParameters = std::to_array<ParameterRow>({
    {"avp_aliases", 's', Effect::kPlanned, "", "Other names of AVPs."},
    {"shvset", 's', Effect::kPlanned, "",
     "Sets a $shv at start: \"NAME=i:VALUE\" or \"NAME=s:VALUE\"."},
    {"varset", 's', Effect::kPlanned, "",
     "Sets a $var at start: \"NAME=i:VALUE\" or \"NAME=s:VALUE\"."},
});

inline constexpr auto kPvCommands = std::to_array<NameRow>({
    {"pv.shvGet", Effect::kPlanned, "Shows one or all $shv."},
    {"pv.shvSet", Effect::kPlanned, "Sets a $shv."},
});

inline constexpr ModuleSpec kPvModule{
    .name = "pv",
    .doc = "The pseudo-variables and transformations themselves, and functions on them.",
    .built = true,
    .planned = kPvPlanned,
    .parameters = kPvParameters,
    .commands = kPvCommands,
};

}  // namespace weir::routes
