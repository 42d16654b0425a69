// What a payload is by its first bytes, before anything is parsed.
#pragma once

#include <cstdint>
#include <string_view>

namespace weir::dataplane::guard {

enum class Payload : std::uint8_t {
  kSip,        // begins as a request line or "SIP/2.0 " does: worth a parse
  kKeepalive,  // nothing, a few CR, LF and NUL bytes, or a STUN binding request
  kOther,
};

// Safe for 0 to 65,535 bytes of anything; looks at the first 100 bytes only. A request line is
// taken as: a method token of at most 64 characters, one to four spaces, and a ':' within the next
// 24 bytes, before which nothing but visible characters stands. What passes may still be malformed.
Payload classify(std::string_view payload) noexcept;

// True for the UDP ports of services that answer spoofed requests: from there comes what a
// reflection attack throws at us. Such a packet is dropped unless it is SIP.
bool is_reflector(std::uint16_t source_port) noexcept;

// True for a STUN binding request or indication with the magic cookie. RFC 8489 section 5.
bool is_stun_binding(std::string_view payload) noexcept;

}  // namespace weir::dataplane::guard
