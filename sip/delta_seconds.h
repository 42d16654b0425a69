// Seconds with parameters: the values of Session-Expires, Min-SE and Retry-After.
#pragma once

#include "sip/params.h"
#include "sip/result.h"

#include <cstdint>
#include <optional>
#include <string_view>

namespace weir::sip {

// Who refreshes a session; kNone: not said.
enum class Refresher : std::uint8_t { kNone, kUac, kUas };

// Every text borrows from the field.
struct DeltaSeconds {
  std::uint32_t seconds = 0;
  Refresher refresher = Refresher::kNone;  // of Session-Expires
  std::optional<std::uint32_t> duration;   // of Retry-After
  std::string_view comment;                // of Retry-After, with its parentheses
  Params params;                           // from the first ';'
};

// delta-seconds *(SEMI param); shape and errors of `rest` as in cursor.h. Errors: kSyntax, also for
// a refresher that is neither uac nor uas; kRange above 2^32 - 1; kDuplicate; kTruncated.
Result<DeltaSeconds> next_session_expires(std::string_view& rest) noexcept;  // RFC 4028 section 4
Result<DeltaSeconds> next_min_se(std::string_view& rest) noexcept;           // RFC 4028 section 5
Result<DeltaSeconds> next_retry_after(std::string_view& rest) noexcept;  // RFC 3261 section 20.33

}  // namespace weir::sip
