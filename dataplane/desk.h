// Desk: the control thread's own place at the data plane. It takes what lcores hand over, runs
// routes over it, and builds and sends what a transaction asks for.
#pragma once

#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "dataplane/handoff.h"
#include "dataplane/plane.h"
#include "dataplane/ports/port.h"
#include "routes/vm.h"

namespace weir::dataplane {

struct Worker;

// A datagram that is ready to leave, as often as needed.
struct Built {
  Send send;
  std::string bytes;
};

// All methods are for the control thread.
class Desk {
 public:
  // A message that control works on: handed over, or its own.
  struct Item {
    routes::Job* job = nullptr;
    Packet packet;
    Turn turn;
    Program* program = nullptr;
    routes::Execution execution;
    bool is_reply = false;
    std::uint64_t log_mark = 0;  // of the lcore's log: what it wrote before it handed over
    int lcore = kOwn;            // that gets the job back

    static constexpr int kOwn = -1;
  };

  explicit Desk(Plane& plane) noexcept : plane_(&plane) {}
  Desk(const Desk&) = delete;
  Desk& operator=(const Desk&) = delete;

  // What functions of the control plane work with, in all runs from now on.
  void serve(routes::Transactions* transactions) noexcept { transactions_ = transactions; }

  // Before the first of a turn's work: reads the clock and what control has published.
  void begin_turn() noexcept;
  // After the last: sends what is queued.
  void end_turn() noexcept;

  // The next message that was handed over, or null. The caller closes it.
  Item* take();
  // A message of control's own, as it was received once; null when it does not parse or nothing
  // runs. `reception` says how it came.
  Item* open(std::string_view text, const routes::Reception& reception, SourceClass klass);
  void close(Item* item) noexcept;

  // Goes on with what stopped at a function of the control plane.
  routes::RunResult resume(Item& item) noexcept;
  // Runs a route over the message; a run may begin inside another one of the same item.
  routes::RunResult run(Item& item, routes::RouteKind kind, int slot) noexcept;

  // The request as it leaves for `target` by branch `number` of a transaction; kNone, or why it
  // cannot.
  routes::ScriptError build_request(Item& item, const routes::Target& target, unsigned number,
                                    Built& out);
  // The reply without our Via, as it goes on to the next one. False: it cannot.
  bool build_reply(Item& item, Built& out);
  // Runs onsend_route over it; false: it stops the send.
  bool passes_onsend(Item& item, const Send& send, std::string_view bytes) noexcept;
  // The reply as a stateless proxy sends it.
  bool forward_reply(Item& item) noexcept;

  // Queues it until end_turn().
  void send(const Send& send, std::string_view bytes) noexcept;
  // With all that is queued, at once; false when it was refused.
  bool send_now(const Send& send, std::string_view bytes) noexcept;

 private:
  class Seat;

  Worker& worker() const noexcept;
  Item* make_item();

  Plane* plane_;
  routes::Transactions* transactions_ = nullptr;
  std::deque<Item> items_;
  std::vector<Item*> free_items_;
  std::vector<std::unique_ptr<routes::Job>> own_jobs_;
  std::vector<routes::Job*> free_jobs_;
  unsigned next_lcore_ = 0;  // whose ring is asked first
  Item* sitting_ = nullptr;
};

}  // namespace weir::dataplane
