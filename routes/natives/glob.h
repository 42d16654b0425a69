// Shell patterns: * ? [a-z] [!a-z] and a backslash before what stands for itself.
#pragma once

#include <string_view>

namespace weir::routes {

// Does the whole text fit the pattern? Linear in both but for the newest *.
bool glob_matches(std::string_view pattern, std::string_view text, bool ignore_case) noexcept;

}  // namespace weir::routes
