// Captured datagrams as a pcapng file, readable by Wireshark and what reads its files.
#pragma once

#include "sip/address.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace weir::control::capture {

// A datagram as the guard saw it. `bytes` may be cut short: `size` is what arrived.
struct Datagram {
  sip::Endpoint source;
  sip::Endpoint destination;
  std::int64_t wall_nanoseconds = 0;  // since 1970
  std::uint32_t size = 0;
  std::string_view bytes;
};

// How a file begins: its section and one interface, whose packets begin with an IP header.
// draft-ietf-opsawg-pcapng sections 4.1 and 4.2, LINKTYPE_RAW.
std::string pcapng_start(std::string_view application);

// One packet with its comment. The IP and UDP headers are made anew, since a kernel socket does not
// show those that came. draft-ietf-opsawg-pcapng section 4.3.
std::string pcapng_packet(const Datagram& datagram, std::string_view comment);

}  // namespace weir::control::capture
