// The global parameter log_prefix with variables in it: what stands before a message's log lines.
#pragma once

#include "routes/vm.h"

#include <string_view>

namespace weir::routes {

// The prefix of the message that runs, worked out when it is first asked for (each time with
// log_prefix_mode=1). Empty without such a parameter. Lives as long as the message's arena.
std::string_view log_prefix(Execution& execution) noexcept;

// What xlog() and its kin write before a line: modparam prefix, worked out for each line with
// prefix_mode=1.
std::string_view xlog_prefix(Execution& execution) noexcept;

}  // namespace weir::routes
