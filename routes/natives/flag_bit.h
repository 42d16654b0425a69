// Flags that a script knows by number.
#pragma once

#include "routes/value.h"

#include <cstdint>
#include <limits>

namespace weir::routes::natives {

// The bit of flag `number` in a word; 0 where the word has no such flag.
template <class Word = std::uint32_t>
Word flag_bit(const Value& number) noexcept {
  const bool fits = number.number >= 0 && number.number < std::numeric_limits<Word>::digits;
  return fits ? Word{1} << static_cast<unsigned>(number.number) : Word{0};
}

}  // namespace weir::routes::natives
