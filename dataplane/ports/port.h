// What a port is to an lcore: bursts in, bursts out, and something to sleep on.
#pragma once

#include <cstdint>
#include <span>

#include "dataplane/clock.h"
#include "dataplane/counters.h"
#include "dataplane/packet.h"
#include "sip/address.h"

namespace weir::dataplane {

// Where a datagram goes and by which of our sockets.
struct Send {
  std::uint16_t listen = 0;  // index into Listens
  SendKind kind = SendKind::kForward;
  sip::Endpoint from;  // one of our addresses; a socket bound to one address ignores it
  sip::Endpoint to;
};

// One receive and transmit queue belongs to one lcore; only that lcore calls the methods that name
// it. Virtual at burst level, and per datagram sent (reserve, commit).
class Port {
 public:
  virtual ~Port() = default;

  // The account that `queue` writes to; before the first receive().
  virtual void attach(unsigned queue, Counters& counters) noexcept = 0;

  // Takes up to out.size() (at most kBurst) datagrams, decoded. Fills everything of Packet but
  // `klass`. Counts `received` for each, and for what it refused itself (with the drop's reason) or
  // gave to the kernel's twin (`exception`).
  virtual std::uint32_t receive(unsigned queue, Cycles now, std::span<Packet> out) noexcept = 0;

  // Gives the whole of the last receive() back, in bulk; nobody may look at `packets` then.
  virtual void release(unsigned queue, std::span<Packet> packets) noexcept = 0;

  // Room for a datagram of up to `size` bytes, valid until commit(), cancel or the next reserve().
  // Null: no buffer is left (kPoolEmpty) and the caller settles that. A reservation that is not
  // committed costs nothing.
  virtual char* reserve(unsigned queue, std::uint32_t size) noexcept = 0;

  // Queues the reserved buffer's first `size` bytes and takes over its settling: Counters::settle
  // is called once for it, at the latest in flush().
  virtual void commit(unsigned queue, std::uint32_t size, const Send& send) noexcept = 0;

  // Sends what is queued; called once a burst.
  virtual void flush(unsigned queue) noexcept = 0;

  // Descriptors that turn readable when receive() would give something; empty: must be polled.
  virtual std::span<const int> wait_fds(unsigned queue) const noexcept = 0;

  // Datagrams lost before receive() could see them (full kernel buffer or receive ring), since the
  // port opened. Outside the account. Callable by control at any time.
  virtual std::uint64_t lost(unsigned queue) const noexcept = 0;
};

}  // namespace weir::dataplane
