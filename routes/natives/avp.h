// AVPs: stacks of values in the notes.
#pragma once

#include "routes/notes.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace weir::routes {

// Where the value at `index` of that name stands, 0 the newest; -1: nowhere.
inline int find_value(const Notes& n, std::uint16_t name, std::int32_t index) noexcept {
  for (std::size_t i = n.avp_count; i-- > 0;) {
    if (n.avps[i].name == name && index-- == 0) return static_cast<int>(i);
  }
  return -1;
}

inline void erase_value(Notes& n, std::size_t at) noexcept {
  std::copy(n.avps.begin() + static_cast<std::ptrdiff_t>(at) + 1, n.avps.begin() + n.avp_count,
            n.avps.begin() + static_cast<std::ptrdiff_t>(at));
  --n.avp_count;
}

// False when there is no room.
inline bool push_value(Notes& n, std::uint16_t name, const Value& value) noexcept {
  if (n.avp_count == Notes::kAvps) return false;
  n.avps[n.avp_count++] = {name, 0, value};
  return true;
}

}  // namespace weir::routes
