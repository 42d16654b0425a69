// Opening kernel UDP sockets for the listen addresses, with errors an operator can act on.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "dataplane/listen.h"

namespace weir::dataplane {

// One UDP socket of `listen` for each queue, bound; with more than one queue they form a
// SO_REUSEPORT group that steers by source address. A listen.number of 0 becomes the port that the
// kernel chose. `buffer` is the receive buffer wanted, in bytes; 0 asks for as much as is allowed.
//
// On success `fds` gains `queues` descriptors; else the message says what to do and `fds` is as it
// was.
std::string open_sockets(Listen& listen, unsigned queues, std::uint32_t buffer, std::uint32_t key,
                         std::vector<int>& fds);

// The address that the kernel would send from towards the Internet, for a wildcard socket; the
// loopback address where there is no route.
sip::Address outbound_address(bool ipv4) noexcept;

}  // namespace weir::dataplane
