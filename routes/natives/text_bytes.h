// Bytes that a script writes in hexadecimal digits.
#pragma once

#include "routes/arena.h"

#include <string_view>

namespace weir::routes {

// The bytes of pairs of digits, in the arena; false when they are none.
bool from_hexadecimal(Arena& arena, std::string_view digits, std::string_view& bytes) noexcept;

}  // namespace weir::routes
