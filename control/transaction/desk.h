// Desk: what transactions need of the data plane. control/bridge_transactions.cc lends it.
#pragma once

#include "routes/job.h"
#include "routes/vm.h"
#include "sip/address.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace weir::control::transaction {

// By which of our sockets a datagram leaves, and where to.
struct Hop {
  std::uint16_t listen = 0;
  sip::Endpoint from;
  sip::Endpoint to;
};

struct Datagram {
  Hop hop;
  std::string bytes;
};

// A message on the control thread with all that a script has made of it.
struct Message {
  routes::Job* job = nullptr;
  const routes::Image* image = nullptr;  // that it is routed by
  bool is_reply = false;
  std::uint8_t source_class = 0;  // the guard's, worst first
  void* item = nullptr;           // the lender's
};

class Desk {
 public:
  // Runs a route over the message; inside another run it begins anew, on the same notes.
  virtual routes::RunResult run(Message& message, routes::RouteKind kind, int slot) = 0;
  // Goes on where an lcore stopped.
  virtual routes::RunResult resume(Message& message) = 0;

  // The request as branch `number` leaves for `target`; kNone, or why it cannot.
  virtual routes::ScriptError build_request(Message& message, const routes::Target& target,
                                            unsigned number, Datagram& out) = 0;
  // The reply as it goes on, without our Via.
  virtual bool build_reply(Message& message, Datagram& out) = 0;
  virtual bool passes_onsend(Message& message, const Datagram& datagram) = 0;
  virtual bool forward_reply(Message& message) = 0;  // as a stateless proxy does
  // Queues it: it leaves before the turn ends.
  virtual void send(const Hop& hop, std::string_view bytes) = 0;
  // At once; false: the kernel or the device refuses it.
  virtual bool send_now(const Hop& hop, std::string_view bytes) = 0;

  // A message of our own, as it was received once; null when nothing runs. close() ends it.
  virtual Message* open(std::string_view text, const routes::Reception& reception,
                        std::uint8_t source_class) = 0;
  virtual void close(Message* message) = 0;

  virtual const sip::KeyRing& keys() const = 0;
  virtual std::string_view server() const = 0;  // value of our replies' Server field

 protected:
  ~Desk() = default;
};

}  // namespace weir::control::transaction
