// One value of a Remote-Party-ID header field.
#pragma once

#include "sip/name_addr.h"
#include "sip/result.h"

#include <string_view>

namespace weir::sip {

// Every text borrows from the field; empty for a parameter that is not there.
struct RemotePartyId {
  NameAddr address;
  std::string_view party;    // "calling", "called"
  std::string_view id_type;  // "subscriber", "user", "term"
  std::string_view privacy;  // "full", "name", "uri", "off"
  std::string_view screen;   // "yes", "no"
};

// [display-name] "<" addr-spec ">" *(SEMI rpi-token); shape and errors of `rest` as in cursor.h.
// Errors: those of next_name_addr(); kSyntax; kDuplicate. draft-ietf-sip-privacy-04 section 5.
Result<RemotePartyId> next_remote_party_id(std::string_view& rest) noexcept;

}  // namespace weir::sip
