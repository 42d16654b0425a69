// Name-addrs: the values of From, To, Contact, Route, Record-Route and their kin.
#pragma once

#include "sip/params.h"
#include "sip/result.h"
#include "sip/uri.h"

#include <string_view>

namespace weir::sip {

// One value; every text borrows from the field.
struct NameAddr {
  std::string_view text;     // this value alone, without the comma and the LWS around it
  std::string_view display;  // as written: with its quotes, without LWS around; may be empty
  std::string_view uri;      // bare, without angle brackets; "*" when star
  Params params;             // header parameters, from the first ';' after the URI
  std::string_view tag;      // of From and To; empty without one
  bool has_tag = false;
  bool bracketed = false;  // <uri>
  bool star = false;       // Contact: *

  // The display name without quotes.
  std::string_view display_text() const noexcept { return unquote(display); }
};

// Takes the first value off `rest`, the value of a field or what remains of it: [display] <uri>
// *(;param), or addr-spec *(;param), or `*`. Without brackets ';' and ',' end the URI (RFC 3261
// section 20). On success `rest` starts after the comma, and is empty after the last value.
//
// The URI's own grammar is left to parse_uri(). Errors: kEmpty, kSyntax, kTruncated for an open
// quote or bracket. RFC 3261 sections 20.10, 20.20, 20.30, 20.34, 20.39.
Result<NameAddr> next_name_addr(std::string_view& rest) noexcept;

// The same in place, which saves the copies; after an error `value` means nothing.
Error take_name_addr(std::string_view& rest, NameAddr& value) noexcept;

// The one value `text` must hold: of From or To.
Result<NameAddr> parse_name_addr(std::string_view text) noexcept;

}  // namespace weir::sip
