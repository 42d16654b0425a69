// Module pv: what it is, its parameters, events, commands and figures, and its functions that are
// planned.
#pragma once

#include "routes/vocabulary/module_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kPvPlanned = std::to_array<FunctionSpec>({
    {"pv_evalx", "pv", "vs", Plane::kAny, kAnywhere,
     "Replaces the variables of a text twice, and writes it into a variable."},
});

inline constexpr auto kPvParameters = std::to_array<ParameterRow>({
    {"avp_aliases", 's', Effect::kWorks, "", "Other names of AVPs: \"ALIAS=AVP;...\"."},
    {"shvset", 's', Effect::kWorks, "",
     "What a $shv that has no value yet begins with: \"NAME=i:VALUE\" or \"NAME=s:VALUE\"."},
    {"varset", 's', Effect::kWorks, "",
     "What a $var begins with in each message: \"NAME=i:VALUE\" or \"NAME=s:VALUE\"."},
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
