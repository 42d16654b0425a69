// Transactions at the door: the engine with what the data plane lends it.
#pragma once

#include "control/log.h"
#include "control/transaction/engine.h"
#include "dataplane/desk.h"
#include "dataplane/plane.h"

#include <deque>
#include <functional>
#include <string_view>
#include <vector>

namespace weir::control {

class TransactionDesk final : public transaction::Desk {
 public:
  // `write_line` takes log lines: those of one message keep their order.
  TransactionDesk(dataplane::Plane& plane, Timers& timers, std::string server, sip::KeyRing keys,
                  dataplane::Plane::TakeLine write_line);

  transaction::Engine& engine() noexcept { return engine_; }

  // Works off what lcores have handed over, at most `most` messages; sends what is queued.
  void turn(std::size_t most);

  routes::RunResult run(transaction::Message& message, routes::RouteKind kind, int slot) override;
  routes::RunResult resume(transaction::Message& message) override;
  routes::ScriptError build_request(transaction::Message& message, const routes::Target& target,
                                    unsigned number, transaction::Datagram& out) override;
  bool build_reply(transaction::Message& message, transaction::Datagram& out) override;
  bool passes_onsend(transaction::Message& message, const transaction::Datagram& datagram) override;
  bool forward_reply(transaction::Message& message) override;
  void send(const transaction::Hop& hop, std::string_view bytes) override;
  bool send_now(const transaction::Hop& hop, std::string_view bytes) override;
  transaction::Message* open(std::string_view text, const routes::Reception& reception,
                             std::uint8_t source_class) override;
  void close(transaction::Message* message) override;
  const sip::KeyRing& keys() const override { return keys_; }
  std::string_view server() const override { return server_; }

 private:
  void begin();

  dataplane::Plane& plane_;
  dataplane::Desk& desk_;
  const std::string server_;
  const sip::KeyRing keys_;
  const dataplane::Plane::TakeLine write_line_;
  std::deque<transaction::Message> messages_;
  std::vector<transaction::Message*> free_;
  bool begun_ = false;
  transaction::Engine engine_;
};

}  // namespace weir::control
