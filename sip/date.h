// Date and Timestamp: the header fields that are a point in time.
#pragma once

#include "sip/result.h"

#include <cstdint>
#include <string_view>

namespace weir::sip {

// SIP-date, such as "Sat, 13 Nov 2010 23:29:00 GMT", as seconds since 1970; shape and errors of
// `rest` as in cursor.h, but the comma is the date's. Case counts. Errors: kSyntax, also for
// another zone than GMT; kRange for a day or a time that is none, or a day of the week that is
// another one's. RFC 3261 section 20.17.
Result<std::int64_t> next_date(std::string_view& rest) noexcept;

struct Timestamp {
  std::string_view time;   // digits [ "." digits ], of the sender's own clock
  std::string_view delay;  // the same, in seconds; empty without one
};

// 1*DIGIT [ "." *DIGIT ] [ LWS delay ]; shape and errors of `rest` as in cursor.h. Errors: kSyntax.
// RFC 3261 section 20.38.
Result<Timestamp> next_timestamp(std::string_view& rest) noexcept;

}  // namespace weir::sip
