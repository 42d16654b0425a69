// Which lcore a source belongs to, for kernel sockets: a program over the source address alone.
#pragma once

#include <cstdint>

#include "sip/address.h"

namespace weir::dataplane {

// Attaches the program to `fd`, the first socket of a SO_REUSEPORT group of `queues` sockets,
// before it is bound: socket number i of the group, in the order of binding, gets queue i's
// sources. `key` is random, so that nobody outside can choose sources of one queue without trying.
// False: the kernel refused (errno).
bool attach_steering(int fd, bool ipv4, std::uint32_t key, unsigned queues) noexcept;

// What that program returns for `source`: IPv4 by address, IPv6 by its /64.
unsigned steer(const sip::Address& source, std::uint32_t key, unsigned queues) noexcept;

}  // namespace weir::dataplane
