// Kamailio's core_hash(): known to scripts as {s.corehash} and core_hash().
#pragma once

#include <algorithm>
#include <cstdint>
#include <string_view>

namespace weir::routes {

// Four bytes a step, high byte first; each text ends with a step of what is left.
inline std::uint32_t core_hash(std::string_view first, std::string_view second) noexcept {
  std::uint32_t sum = 0;
  for (std::string_view text : {first, second}) {
    while (!text.empty()) {
      std::uint32_t word = 0;
      const std::size_t count = std::min<std::size_t>(4, text.size());
      for (std::size_t i = 0; i < count; ++i) {
        word = word << 8 | static_cast<unsigned char>(text[i]);
      }
      sum += word ^ (word >> 3);
      text.remove_prefix(count);
    }
  }
  return sum + (sum >> 11) + (sum >> 13) + (sum >> 23);
}

}  // namespace weir::routes
