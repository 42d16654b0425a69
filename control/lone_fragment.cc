#include "control/lone_fragment.h"

#include <cstddef>

namespace weir::control {

bool answers_lone_fragment(std::span<const std::uint8_t> frame) noexcept {
  constexpr std::size_t kEthernet = 14;
  constexpr std::size_t kIpv4 = 20;
  constexpr std::uint8_t kIcmp = 1;
  if (frame.size() < kEthernet + kIpv4 || frame[12] != 0x08 || frame[13] != 0x00) return false;
  const std::span<const std::uint8_t> ip = frame.subspan(kEthernet);
  const std::size_t header = std::size_t{ip[0] & 0x0Fu} * 4;
  if (ip[0] >> 4 != 4 || header < kIpv4 || ip[9] != kIcmp || ip.size() < header + 2) return false;
  return ip[header] == 11 && ip[header + 1] == 1;
}

}  // namespace weir::control
