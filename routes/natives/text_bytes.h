// Bytes that a script writes in hexadecimal digits, and in lower case.
#pragma once

#include "routes/arena.h"
#include "sip/token.h"

#include <string_view>

namespace weir::routes {

// 0 to 15, or -1 when it is no hexadecimal digit.
inline int hex_digit(char c) noexcept {
  if (sip::is_digit(c)) return c - '0';
  const char lower = sip::to_lower(c);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

// The text in lower case, in the arena; empty when that is full.
std::string_view lower_case(Arena& arena, std::string_view text) noexcept;

// The bytes of pairs of digits, in the arena; false when they are none.
bool from_hexadecimal(Arena& arena, std::string_view digits, std::string_view& bytes) noexcept;

}  // namespace weir::routes
