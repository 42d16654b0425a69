// One value of a Via header field.
#pragma once

#include "sip/address.h"
#include "sip/params.h"
#include "sip/result.h"

#include <cstdint>
#include <string_view>

namespace weir::sip {

enum class Transport : std::uint8_t { kOther, kUdp, kTcp, kTls, kSctp, kWs, kWss };

// A via-parm in its parts; every text borrows from the field.
struct Via {
  std::string_view text;  // this value alone, without the comma and the LWS around it
  std::string_view transport_text;
  std::string_view host;     // IPv6 with its brackets
  std::string_view sent_by;  // host[:port] as written
  std::string_view branch;   // empty without one
  std::string_view received;
  std::string_view maddr;
  Param rport_param;        // views of ";rport[=value]", when has_rport
  Params params;            // from the first ';'
  std::uint16_t port = 0;   // 0 without one
  std::uint16_t rport = 0;  // 0 for a bare ";rport"
  std::uint8_t ttl = 0;
  bool has_ttl = false;
  bool has_port = false;
  bool has_rport = false;
  bool has_received = false;
  Transport transport = Transport::kOther;
};

// Takes the first value off `rest`, the value of a Via field or what remains of it: SIP/2.0/UDP
// host[:port] *(;param). LWS and folds may stand wherever RFC 3261 allows them, also inside
// "SIP / 2.0 / UDP". On success `rest` starts after the comma, and is empty after the last value.
//
// Errors: kSyntax; kRange for a port above 65535; kTruncated for an open quote.
// RFC 3261 sections 20.42 and 25.1, RFC 3581 section 3.
Result<Via> next_via(std::string_view& rest) noexcept;

// The same in place, which saves the copies; after an error `via` means nothing.
Error take_via(std::string_view& rest, Via& via) noexcept;

// The one value `text` must hold.
Result<Via> parse_via(std::string_view text) noexcept;

// "UDP", "TCP"... in any case.
Transport find_transport(std::string_view text) noexcept;

// Empty for kOther.
std::string_view transport_name(Transport transport) noexcept;

// Where a reply that carries `via` on top goes: received, else the host when it is an address;
// the port of rport, else of sent-by, else 5060 (5061 for TLS). maddr is not followed.
// Errors: kForeign when only a host name is there. RFC 3261 section 18.2.2, RFC 3581 section 4.
Result<Endpoint> reply_destination(const Via& via) noexcept;

}  // namespace weir::sip
