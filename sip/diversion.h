// One value of a Diversion header field: who a call was diverted from.
#pragma once

#include "sip/name_addr.h"
#include "sip/result.h"

#include <cstdint>
#include <optional>
#include <string_view>

namespace weir::sip {

// Every text borrows from the field; empty or nothing for a parameter that is not there.
struct Diversion {
  NameAddr address;
  std::string_view reason;   // "user-busy", "no-answer", "unconditional" ...
  std::string_view privacy;  // "full", "name", "uri", "off"
  std::string_view screen;   // "yes", "no"
  std::optional<std::uint32_t> counter;
  std::optional<std::uint32_t> limit;
};

// name-addr *(SEMI diversion-params); shape and errors of `rest` as in cursor.h. Errors: those of
// next_name_addr(); kSyntax; kRange for a counter or limit of more than two digits; kDuplicate.
// RFC 5806 section 4.
Result<Diversion> next_diversion(std::string_view& rest) noexcept;

}  // namespace weir::sip
