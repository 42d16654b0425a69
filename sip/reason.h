// One value of a Reason header field: why a request or a response is sent.
#pragma once

#include "sip/params.h"
#include "sip/result.h"

#include <cstdint>
#include <optional>
#include <string_view>

namespace weir::sip {

// Every text borrows from the field.
struct Reason {
  std::string_view protocol;           // "SIP", "Q.850", ...
  std::optional<std::uint32_t> cause;  // a status code, a cause value
  std::string_view text;               // without its quotes; may be empty
  Params params;                       // from the first ';'
};

// protocol *(SEMI reason-params); shape and errors of `rest` as in cursor.h. Errors: kSyntax;
// kRange; kTruncated for an open quote; kDuplicate. RFC 3326 section 2.
Result<Reason> next_reason(std::string_view& rest) noexcept;

}  // namespace weir::sip
