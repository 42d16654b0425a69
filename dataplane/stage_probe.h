// Requests of our own that ask whether somebody is there: control writes them, an lcore sends them
// from a listen socket and knows the replies. So they take the way of calls, and a flood that would
// keep the answers out keeps calls out, too.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "dataplane/packet.h"
#include "sip/address.h"

namespace weir::dataplane {

struct Worker;

// A request but for its Via, which the lcore puts behind the start line. A destination's URI, in
// the start line and the To, has 1 kB at most.
struct ProbeOrder {
  static constexpr std::size_t kRoom = 3072;

  sip::Endpoint to;
  int socket = -1;  // index of the listen socket to send from; -1: by the kernel's routes
  std::uint64_t number = 0;
  std::uint16_t start_size = 0;  // of the start line
  std::uint16_t size = 0;
  std::array<char, kRoom> text;

  // False when it does not fit.
  bool set_text(std::string_view start_line, std::string_view rest) noexcept;
};

// Sends what control has ordered. What finds no room is lost, as a datagram may be.
void send_probes(Worker& worker) noexcept;

// True when worker.job->message is a reply to one of them: control is told of it.
bool take_probe_reply(Worker& worker, const Packet& packet) noexcept;

}  // namespace weir::dataplane
