// The vocabulary of module htable.
#pragma once

#include "routes/vocabulary/function_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kHtableFunctions = std::to_array<FunctionSpec>({
    {"sht_rm", "htable", "cs", Plane::kAny, kAnywhere, "Removes a key of a table."},
    {"sht_setxs", "htable", "cssi", Plane::kAny, kAnywhere,
     "Sets a text with an expiry in seconds."},
    {"sht_setxi", "htable", "csii", Plane::kAny, kAnywhere,
     "Sets an integer with an expiry in seconds."},
    {"sht_is_null", "htable", "cs", Plane::kAny, kAnywhere, "True when a table has no such key."},
    {"sht_inc", "htable", "cs", Plane::kAny, kAnywhere, "Adds one, and gives the sum."},
    {"sht_dec", "htable", "cs", Plane::kAny, kAnywhere,
     "Takes one away, and gives the difference."},
    {"sht_print", "htable", "", Plane::kAny, kAnywhere,
     "Writes the keys and values of all tables to the log."},
    {"sht_rm_name_re", "htable", "s", Plane::kAny, kAnywhere,
     "Removes the keys that match: TABLE=>PATTERN."},
    {"sht_rm_value_re", "htable", "s", Plane::kAny, kAnywhere,
     "Removes the texts that match: TABLE=>PATTERN."},
    {"sht_rm_name", "htable", "scp", Plane::kAny, kAnywhere,
     "Removes the keys that match (re) or begin so (sw)."},
    {"sht_rm_value", "htable", "scp", Plane::kAny, kAnywhere,
     "Removes the texts that match (re) or begin so (sw)."},
    {"sht_match_name", "htable", "scp", Plane::kAny, kAnywhere,
     "True when a key is (eq), is not (ne), begins with (sw) or matches (re) a text."},
    {"sht_has_name", "htable", "scp", Plane::kAny, kAnywhere, "Another name of sht_match_name."},
    {"sht_match_str_value", "htable", "scp", Plane::kAny, kAnywhere,
     "As sht_match_name, of the texts."},
    {"sht_has_str_value", "htable", "scp", Plane::kAny, kAnywhere,
     "Another name of sht_match_str_value."},
    {"sht_reset", "htable", "s", Plane::kAny, kAnywhere, "Removes everything."},
    {"sht_lock", "htable", "s", Plane::kAny, kAnywhere,
     "Keeps other messages that lock TABLE=>KEY out until it is unlocked, or this one ends."},
    {"sht_unlock", "htable", "s", Plane::kAny, kAnywhere, "Lets the others in again."},
    {"sht_iterator_start", "htable", "ss", Plane::kAny, kAnywhere,
     "Begins to go over a table; $shtitkey and $shtitval read what it is at."},
    {"sht_iterator_next", "htable", "s", Plane::kAny, kAnywhere,
     "Goes to the next value; false behind the last."},
    {"sht_iterator_end", "htable", "s", Plane::kAny, kAnywhere, "Frees an iterator."},
    {"sht_iterator_rm", "htable", "s", Plane::kAny, kAnywhere,
     "Removes the value an iterator is at."},
    {"sht_iterator_sets", "htable", "ss", Plane::kAny, kAnywhere,
     "Sets the value an iterator is at to a text."},
    {"sht_iterator_seti", "htable", "si", Plane::kAny, kAnywhere,
     "Sets the value an iterator is at to an integer."},
    {"sht_iterator_setex", "htable", "si", Plane::kAny, kAnywhere,
     "Sets when the value an iterator is at expires, in seconds."},
});

}  // namespace weir::routes
