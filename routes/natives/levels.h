// Words for log levels and facilities, as scripts write them.
#pragma once

#include <string_view>

namespace weir::routes {

// The level of L_ERR or its kin, or of a number; `otherwise` for anything else.
int log_level(std::string_view word, int otherwise) noexcept;
// The same for LOG_LOCAL0 and its kin.
int log_facility(std::string_view word, int otherwise) noexcept;

}  // namespace weir::routes
