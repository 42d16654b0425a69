// The vocabulary of module textops.
#pragma once

#include "routes/vocabulary/function_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kTextopsFunctions = std::to_array<FunctionSpec>({
    {"append_hf", "textops", "sS", Plane::kAny, kAnywhere,
     "Adds a header line at the end, or after a named one."},
    {"insert_hf", "textops", "sS", Plane::kAny, kAnywhere,
     "Adds a header line at the top, or before a named one."},
    {"append_to_reply", "textops", "s", Plane::kAny, kInRequest | kInFailure | kInBranch,
     "Adds a header line to our own replies."},
    {"append_urihf", "textops", "ss", Plane::kAny, kInRequest | kInFailure | kInBranch,
     "Adds a header made of prefix, request URI and suffix."},
    {"remove_hf", "textops", "s", Plane::kAny, kAnywhere, "Removes all headers of a name."},
    {"remove_hf_re", "textops", "x", Plane::kAny, kAnywhere,
     "Removes all headers whose name matches."},
    {"remove_hf_exp", "textops", "xx", Plane::kAny, kAnywhere,
     "Removes all headers whose name matches the first pattern and not the second."},
    {"remove_hf_idx", "textops", "si", Plane::kAny, kAnywhere,
     "Removes the header of a name at an index, from the end when it is negative."},
    {"search_str", "textops", "sx", Plane::kAny, kAnywhere, "True when the text matches."},
    {"is_present_hf", "textops", "s", Plane::kAny, kAnywhere,
     "True when a header of that name is there."},
    {"is_present_hf_re", "textops", "x", Plane::kAny, kAnywhere,
     "True when the name of a header matches."},
    {"is_method", "textops", "c", Plane::kAny, kAnywhere, "True when the method is one of A|B|C."},
    {"has_body", "textops", "S", Plane::kAny, kAnywhere,
     "True when there is a body, of that type."},
    {"search", "textops", "x", Plane::kAny, kAnywhere, "True when the message matches."},
    {"search_body", "textops", "x", Plane::kAny, kAnywhere, "True when the body matches."},
    {"search_hf", "textops", "sxs", Plane::kAny, kAnywhere,
     "True when a header of that name matches."},
    {"replace", "textops", "xs", Plane::kAny, kAnywhere,
     "Replaces the first match in the message."},
    {"replace_all", "textops", "xs", Plane::kAny, kAnywhere,
     "Replaces every match in the message."},
    {"replace_body", "textops", "xs", Plane::kAny, kAnywhere,
     "Replaces the first match in the body."},
    {"replace_body_all", "textops", "xs", Plane::kAny, kAnywhere,
     "Replaces every match in the body."},
    {"set_reply_body", "textops", "ss", Plane::kAny, kInRequest | kInFailure | kInBranch,
     "Gives our own replies a body and its type."},
    {"set_body", "textops", "ss", Plane::kAny, kAnywhere, "Replaces the body and its type."},
    {"is_privacy", "textops", "c", Plane::kAny, kAnywhere,
     "True when the Privacy header asks for that."},
    {"in_list", "textops", "sss", Plane::kAny, kAnywhere,
     "True when the text is an element of a list."},
    {"cmp_str", "textops", "ss", Plane::kAny, kAnywhere, "True when the texts are equal."},
    {"cmp_istr", "textops", "ss", Plane::kAny, kAnywhere,
     "True when the texts are equal but for case."},
    {"starts_with", "textops", "ss", Plane::kAny, kAnywhere,
     "True when the first text begins with the second."},
    {"ends_with", "textops", "ss", Plane::kAny, kAnywhere,
     "True when the first text ends with the second."},
    {"str_find", "textops", "ss", Plane::kAny, kAnywhere,
     "True when the second text stands in the first."},
    {"str_ifind", "textops", "ss", Plane::kAny, kAnywhere, "As str_find, ignoring case."},
    {"str_any_in", "textops", "ss", Plane::kAny, kAnywhere,
     "True when a character of the first text is in the second."},
    {"str_all_in", "textops", "ss", Plane::kAny, kAnywhere,
     "True when all characters of the first text are in the second."},
});

}  // namespace weir::routes
