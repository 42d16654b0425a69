// Lists of tokens with commas between them: option tags, methods, event packages.
#pragma once

#include "sip/message.h"
#include "sip/names.h"
#include "sip/result.h"
#include "sip/token.h"

#include <string_view>

namespace weir::sip {

// Takes the next item off `rest`, without the LWS around it; empty items are passed over. Empty at
// the end. Commas in quoted strings are not looked at: such lists have none.
constexpr std::string_view next_item(std::string_view& rest) noexcept {
  while (!rest.empty()) {
    const std::size_t comma = rest.find(',');
    const std::string_view item = trim(rest.substr(0, comma));
    rest = comma == rest.npos ? std::string_view{} : rest.substr(comma + 1);
    if (!item.empty()) return item;
  }
  return {};
}

// True when `list` has `item`, in any case.
constexpr bool has_item(std::string_view list, std::string_view item) noexcept {
  for (std::string_view one = next_item(list); !one.empty(); one = next_item(list)) {
    if (equal_ignoring_case(one, item)) return true;
  }
  return false;
}

// True when one of the `id` fields of the message has `item`, in any case.
bool has_item(const MessageView& message, HeaderId id, std::string_view item) noexcept;

// Takes [token *(COMMA token)] off `rest`, all of it; empty items are passed over. On an error
// `rest` starts at the byte at fault. Errors: kSyntax. RFC 3261 sections 20.5, 20.32 and 20.37.
Error take_tokens(std::string_view& rest) noexcept;

static_assert(has_item("a, b,,c", "B") && !has_item("ab", "a") && !has_item("", "x"));

}  // namespace weir::sip
