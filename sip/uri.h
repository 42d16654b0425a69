// URIs: sip, sips and tel in their parts, any other scheme as an absolute URI.
#pragma once

#include "sip/params.h"
#include "sip/result.h"

#include <cstdint>
#include <string_view>

namespace weir::sip {

enum class Scheme : std::uint8_t { kSip, kSips, kTel, kOther };

// A URI in its parts; every text borrows from the parsed one. Nothing is unescaped.
struct Uri {
  Scheme scheme = Scheme::kOther;
  bool has_port = false;
  bool has_password = false;
  std::uint16_t port = 0;        // 0 without one
  std::string_view text;         // the whole URI
  std::string_view scheme_text;  // "sip", as written
  std::string_view user;         // user part; for tel the number. May hold ";params" of its own
  std::string_view password;
  std::string_view host;       // IPv6 with its brackets; empty for tel and other schemes
  std::string_view port_text;  // as written
  std::string_view opaque;     // other schemes: all after "scheme:"
  Params params{.text = {}, .of_uri = true};  // from the first ';' after the host
  std::string_view headers;                   // after '?', without it

  // The port where a request for this URI goes without DNS: its own, or 5060, or 5061 for sips.
  std::uint16_t effective_port() const noexcept {
    if (has_port) return port;
    return scheme == Scheme::kSips ? 5061 : 5060;
  }
};

// Parses a SIP-URI, SIPS-URI, tel URI or absoluteURI.
//
// `text` is the bare URI, without angle brackets; the result borrows from it. White space and
// control characters are refused everywhere. Errors: kEmpty; kSyntax; kRange for a port above
// 65535. RFC 3261 section 25.1, RFC 3966 section 3.
Result<Uri> parse_uri(std::string_view text) noexcept;

// The same in place, which saves the copies; after an error `uri` means nothing.
Error read_uri(std::string_view text, Uri& uri) noexcept;

// True when the two URIs are equal by RFC 3261 section 19.1.4: user and password by case, host and
// parameters not, %HH equal to its character, headers in any order, and user, ttl, method, maddr
// and transport in both or in neither. tel URIs are equal by RFC 3966 section 4 (tel.h); those of
// other schemes compare without case.
bool equal(const Uri& a, const Uri& b) noexcept;

// True when the two texts are equal once %HH is replaced by its character.
bool equal_escaped(std::string_view a, std::string_view b, bool ignore_case) noexcept;

}  // namespace weir::sip
