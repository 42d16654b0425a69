// What the fuzzers ask of a result, and what ends the run when it does not hold.
#pragma once

#include <cstdlib>
#include <string_view>

namespace weir::fuzz {

inline void require(bool condition) {
  if (!condition) std::abort();
}

// The same bytes in the same place; empty views may stand anywhere.
inline bool same(std::string_view a, std::string_view b) {
  return a == b && (a.empty() || a.data() == b.data());
}

}  // namespace weir::fuzz
