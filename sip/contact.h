// One value of a Contact header field.
#pragma once

#include "sip/name_addr.h"
#include "sip/result.h"

#include <cstdint>
#include <optional>
#include <string_view>

namespace weir::sip {

// Every text borrows from the field.
struct Contact {
  static constexpr std::uint32_t kDefaultExpires = 3600;

  NameAddr address;  // address.star for `*`
  std::optional<std::uint32_t> expires;
  std::optional<std::uint16_t> q;       // in thousandths
  std::optional<std::uint32_t> reg_id;  // RFC 5626 section 4.2.1
  std::string_view instance;  // of +sip.instance: the URN, without <>; RFC 5626 section 4.1
  std::string_view pub_gruu;  // RFC 5627 section 5.2
  std::string_view temp_gruu;
};

// name-addr or addr-spec *(SEMI contact-params), or STAR; shape and errors of `rest` as in
// cursor.h. An expires that is no number counts as 3600, one beyond 32 bits as 2^32 - 1, as RFC
// 3261 section 10.2 asks.
//
// Errors: those of next_name_addr(); kSyntax; kRange for a q above 1 or a reg-id outside of 1 to
// 2^31 - 1; kDuplicate. RFC 3261 sections 20.10 and 25.1.
Result<Contact> next_contact(std::string_view& rest) noexcept;

}  // namespace weir::sip
