// Selects: SER's @words.
#pragma once

#include <string>
#include <string_view>

namespace weir::routes {

// The pseudo-variable, as a script writes it, that has the value of a select ("from.uri.user",
// "via[1].host", "msg.header[\"X\"]", without the @); empty for one that is not known.
std::string select_variable(std::string_view select);

}  // namespace weir::routes
