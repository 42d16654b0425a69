// Recognizes the one answer that the kernel would give to a flood of IPv4 fragments.
#pragma once

#include <cstdint>
#include <span>

namespace weir::control {

// True for an Ethernet frame with ICMP "fragment reassembly time exceeded" (RFC 792: type 11, code
// 1). The kernel makes one for every first piece whose rest never came, to whoever the source
// claims to be; what is dropped here is not answered.
bool answers_lone_fragment(std::span<const std::uint8_t> frame) noexcept;

}  // namespace weir::control
