// Reception: how and when a message came in. It is passed to the VM, so that routes stays pure.
#pragma once

#include "sip/address.h"
#include "sip/via.h"

#include <cstdint>
#include <string_view>

namespace weir::routes {

using sip::Transport;

// "udp", "tcp", ... as $proto gives it.
std::string_view transport_word(Transport transport) noexcept;

struct Reception {
  sip::Endpoint source;
  sip::Endpoint destination;  // the listen socket's address and port
  Transport transport = Transport::kUdp;
  std::uint16_t listen = 0;           // index of the listen socket
  std::uint8_t source_class = 0;      // the guard's class
  std::int64_t wall_nanoseconds = 0;  // since 1970; read once a burst
  std::uint64_t cycles = 0;           // TSC at the start of the burst
  std::uint64_t random_seed = 0;      // fresh for each message
  std::uint64_t message_id = 0;       // counts the messages of this lcore
};

}  // namespace weir::routes
