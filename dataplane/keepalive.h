// Keepalives over UDP and what answers them: STUN binding requests (RFC 5389, RFC 5626 section 8)
// and the double CRLF of RFC 5626 section 3.5.1.
#pragma once

#include "sip/address.h"

#include <cstddef>
#include <span>
#include <string_view>

namespace weir::dataplane {

// No answer is longer than its keepalive and this.
inline constexpr std::size_t kKeepaliveSlack = 24;

// Writes the answer to a keepalive that came from `source` and gives its size; 0: it wants none (an
// indication, a lone CRLF, NUL bytes, nothing), or is no keepalive. Whether the source may be
// answered is for the guard to say. `out` holds request.size() + kKeepaliveSlack bytes.
std::size_t answer_keepalive(std::string_view request, const sip::Endpoint& source,
                             std::span<char> out) noexcept;

}  // namespace weir::dataplane
