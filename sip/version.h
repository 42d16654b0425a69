// The version that the Server header, `-v` and the statistics show.
#pragma once

#include <string_view>

namespace weir::sip {

// "sipweir (0.1.0)": the product and its version, in the shape of an RFC 3261 20.35 `server-val`
// with a comment. Static storage.
std::string_view product_version() noexcept;

}  // namespace weir::sip
