// Media types: the value of a Content-Type field, of a message or of a part of its body, and those
// of Accept.
#pragma once

#include "sip/params.h"
#include "sip/result.h"

#include <string_view>

namespace weir::sip {

struct MediaType {
  std::string_view type;
  std::string_view subtype;
  Params params;  // from the first ';'

  // True for type "/" subtype in any case.
  bool is(std::string_view wanted_type, std::string_view wanted_subtype) const noexcept;

  // The same for one text, "application/sdp".
  bool is(std::string_view wanted) const noexcept;
};

// Parses m-type SLASH m-subtype *(SEMI m-parameter); the result borrows from `text`. LWS and folds
// may stand around slash, semicolons and equals signs. Parameters are left to Params. Errors:
// kEmpty; kSyntax. RFC 3261 sections 20.15 and 25.1.
Result<MediaType> parse_media_type(std::string_view text) noexcept;

// Takes the next media range off `rest`, the value of an Accept field or what remains of it, with
// its parameters; shape and errors of `rest` as in cursor.h. Errors: kSyntax; kTruncated for an
// open quote. RFC 3261 section 20.1.
Result<MediaType> next_media_type(std::string_view& rest) noexcept;

}  // namespace weir::sip
