// One value of a Warning header field.
#pragma once

#include "sip/result.h"

#include <cstdint>
#include <string_view>

namespace weir::sip {

// Every text borrows from the field.
struct Warning {
  std::uint16_t code = 0;  // 100 to 999
  std::string_view agent;  // host[:port] or a pseudonym
  std::string_view text;   // without its quotes
};

// warn-code SP warn-agent SP warn-text; shape and errors of `rest` as in cursor.h. Errors: kSyntax;
// kTruncated for an open quote. RFC 3261 section 20.43.
Result<Warning> next_warning(std::string_view& rest) noexcept;

}  // namespace weir::sip
