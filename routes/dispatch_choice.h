// Which destination of a set a message goes to, and how many are left to try.
#pragma once

#include <cstdint>

namespace weir::routes {

// Found again by its place alone, so that it travels with the message's notes.
struct DispatchChoice {
  std::uint16_t set = 0;    // index of the set
  std::uint16_t start = 0;  // the destination that was chosen first
  std::uint16_t step = 0;   // how far the current one is from there
  std::uint16_t left = 0;   // destinations that may be tried, the current one counted; 0: no choice
};

}  // namespace weir::routes
