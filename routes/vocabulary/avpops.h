// The vocabulary of module avpops, but for its database.
#pragma once

#include "routes/vocabulary/function_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kAvpopsFunctions = std::to_array<FunctionSpec>({
    {"avp_check", "avpops", "vcsc", Plane::kAny, kAnywhere,
     "Compares a pseudo-variable: OPERATOR/VALUE/FLAGS; eq ne lt le gt ge re fm and or xor.", 0,
     "vo"},
    {"avp_copy", "avpops", "vvc", Plane::kAny, kAnywhere,
     "Copies an AVP to another; flags: g all values, d delete, n and s convert.", 0, "va"},
    {"avp_delete", "avpops", "vc", Plane::kAny, kAnywhere,
     "Deletes the newest value of an AVP; flag g: all of them.", 0, "a"},
    {"avp_op", "avpops", "vvccsc", Plane::kAny, kAnywhere,
     "Calculates with an AVP: add sub mul div mod and or xor not; flags: g all values, d delete.",
     0, "bo"},
    {"avp_print", "avpops", "", Plane::kAny, kAnywhere, "Logs all AVPs."},
    {"avp_pushto", "avpops", "vcv", Plane::kAny, kAnywhere,
     "Puts a value into $ru, its username or domain, or $du.", 0, "av"},
    {"avp_subst", "avpops", "vvcu", Plane::kAny, kAnywhere,
     "Replaces in an AVP what a pattern finds; flags: g all values, d delete.", 0, "bu"},
    {"is_avp_set", "avpops", "vc", Plane::kAny, kAnywhere,
     "True when an AVP has a value; flags: e an empty text, n a number, s a text.", 0, "a"},
    {"avp_subst_pv", "avpops", "vvcp", Plane::kAny, kAnywhere,
     "As avp_subst, with a substitution that is computed.", 0, "bp"},
});

}  // namespace weir::routes
