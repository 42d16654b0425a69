// Which texts may stand as an element: what an edit is checked with before it is taken.
#pragma once

#include "sip/element.h"
#include "sip/names.h"

#include <string_view>

namespace weir::sip {

// True when `text` in the place of `element` parses as such an element again and ends nothing
// around it: no line, list, bracket or quote. Stricter than our parsers where they bear with what
// others send: no folds, no white space at the ends, no empty values, no characters that RFC 3261
// section 25.1 does not have in a user or a URI parameter.
//
// `id` is that of the element's field; what comes in the place of a whole field names its own. The
// values of fields are looked at as far as this floor parses them: addresses, Via, CSeq, Call-ID
// and numbers.
bool fits(const Element& element, HeaderId id, std::string_view text) noexcept;

// True when "name[=value]" may follow a ';' behind a value (generic-param) or in a URI.
bool is_param(std::string_view text, bool of_uri) noexcept;

// True when nothing in `text` ends a line: only visible bytes, SP and HT.
bool is_one_line(std::string_view text) noexcept;

}  // namespace weir::sip
