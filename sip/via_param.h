// The parameters of a Via value that routing needs. Internal to sip/.
#pragma once

#include "sip/address.h"
#include "sip/swar.h"
#include "sip/via.h"

namespace weir::sip {

// Keeps `param` if it is one of them; the first of two with one name counts. Errors: kSyntax and
// kRange of the numbers in ttl and rport.
[[gnu::always_inline]] inline Error note_param(const Param& param, Via& via) noexcept {
  const std::string_view name = param.name;
  switch (name.size()) {
    case 3:
      if (via.has_ttl || !is_word(name, "ttl")) break;
      if (const Result<std::uint16_t> ttl = parse_port(param.value); !ttl || *ttl > 255) {
        return ttl ? Error::kRange : ttl.error();
      } else {
        via.ttl = static_cast<std::uint8_t>(*ttl);
        via.has_ttl = true;
      }
      break;
    case 5:
      if (is_word(name, "maddr")) {
        if (via.maddr.empty()) via.maddr = param.value;
      } else if (!via.has_rport && is_word(name, "rport")) {
        via.has_rport = true;
        via.rport_param = param;
        if (param.value.empty()) break;
        const Result<std::uint16_t> port = parse_port(param.value);
        if (!port) return port.error();
        via.rport = *port;
      }
      break;
    case 6:
      if (via.branch.empty() && is_word(name, "branch")) via.branch = param.value;
      break;
    case 8:
      if (!via.has_received && is_word(name, "received")) {
        via.received = param.value;
        via.has_received = true;
      }
      break;
    default:
      break;
  }
  return Error::kNone;
}

}  // namespace weir::sip
