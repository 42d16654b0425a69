// Names with wildcards, as the shell and fnmatch(3) have them.
#pragma once

#include <string_view>

namespace weir::routes {

// Does the whole text match? * stands for any bytes, ? for one, [...] for one of a set with ranges
// and classes as in [a-z[:digit:]], [!...] for one that is not in it; a backslash takes a
// character as it is. In the C locale; in time |text| * |pattern| at most.
bool matches_wildcards(std::string_view text, std::string_view pattern,
                       bool ignore_case = false) noexcept;

}  // namespace weir::routes
