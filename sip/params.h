// Parameters: ;name[=value] lists as they follow URIs, Via values and name-addrs.
#pragma once

#include "sip/result.h"

#include <cstddef>
#include <string_view>

namespace weir::sip {

// One parameter. `name` and `value` borrow from the list; a quoted value keeps its quotes.
struct Param {
  std::string_view name;
  std::string_view value;
  bool has_value = false;  // tells `;lr=` from `;lr`
};

// Takes the next parameter off `rest`, which must start (after LWS) with ';' or be at the end.
//
// On success `rest` starts after the parameter and param.name is empty only when the list is at
// its end: at the end of the text, or before a byte that cannot go on (',' '?' '>'), which the
// caller judges. Empty parameters (";;") are skipped. Errors: kSyntax for a name that is missing
// or a value that is no token, host or quoted string; kTruncated for an open quote.
// RFC 3261 section 25.1, generic-param; LWS and folds are allowed around ';' and '='.
Result<Param> next_param(std::string_view& rest) noexcept;

// The same for the parameters of a URI, whose values may hold more characters (RFC 3261 section
// 25.1, paramchar), and where no white space may stand.
Result<Param> next_uri_param(std::string_view& rest) noexcept;

// A borrowed parameter list: the text from the first ';' on, or empty.
struct Params {
  std::string_view text = {};
  bool of_uri = false;

  // The first parameter called `name`, in any case; nothing (an empty name) when it is not there
  // or the list is broken before it.
  Param find(std::string_view name) const noexcept;
  bool has(std::string_view name) const noexcept { return !find(name).name.empty(); }

  // kNone when every parameter parses.
  Error check() const noexcept;
};

// `value` without its quotes, if it has any; escapes inside stay as they are.
std::string_view unquote(std::string_view value) noexcept;

// The position after the quoted string that starts at text[at] == '"'. Errors: kTruncated.
Result<std::size_t> skip_quoted(std::string_view text, std::size_t at) noexcept;

}  // namespace weir::sip
