#include "dataplane/desk.h"

#include <algorithm>
#include <ctime>

#include "dataplane/bindings.h"
#include "dataplane/plane_state.h"
#include "dataplane/stage_route.h"
#include "dataplane/stage_send.h"

namespace weir::dataplane {
namespace {

std::int64_t wall_nanoseconds() noexcept {
  timespec now{};
  clock_gettime(CLOCK_REALTIME, &now);
  return std::int64_t{now.tv_sec} * 1'000'000'000 + now.tv_nsec;
}

bool apply_edits(const Worker& worker, Built& out) {
  const std::string_view raw = worker.job->message.raw();
  out.send.kind = SendKind::kExtra;
  out.bytes.resize(worker.edits.applied_size(raw));
  return static_cast<bool>(worker.edits.apply(raw, {out.bytes.data(), out.bytes.size()}));
}

}  // namespace

// Puts an item's work where the stages look for it, and back what was there before.
class Desk::Seat {
 public:
  Seat(Desk& desk, Item& item) noexcept
      : desk_(desk),
        worker_(desk.worker()),
        item_(item),
        before_(std::exchange(desk.sitting_, &item)),
        job_(worker_.job),
        execution_(worker_.execution),
        turn_(worker_.turn) {
    if (before_ == &item) return;  // a run inside a run
    worker_.job = item.job;
    worker_.execution = item.execution;
    worker_.turn = item.turn;
  }
  ~Seat() {
    desk_.sitting_ = before_;
    if (before_ == &item_) return;
    item_.execution = worker_.execution;
    item_.turn = worker_.turn;
    worker_.job = job_;
    worker_.execution = execution_;
    worker_.turn = turn_;
  }
  Seat(const Seat&) = delete;
  Seat& operator=(const Seat&) = delete;

  bool inner() const noexcept { return before_ == &item_; }

 private:
  Desk& desk_;
  Worker& worker_;
  Item& item_;
  Item* const before_;
  routes::Job* const job_;
  const routes::Execution execution_;
  const Turn turn_;
};

Worker& Desk::worker() const noexcept { return *plane_->state_->desk; }

void Desk::begin_turn() noexcept {
  Worker& w = worker();
  w.now = read_cycles();
  w.wall_ns = wall_nanoseconds();
  w.routes = w.shared->routes.refresh(w.index);
  // It has nothing to receive; the ports see that it reads the newest neighbours.
  for (const auto& port : w.shared->ports) port->receive(w.index, w.now, {});
}

void Desk::end_turn() noexcept {
  Worker& w = worker();
  for (const auto& port : w.shared->ports) port->flush(w.index);
  // A device without a queue of ours sends by its first lcore.
  if (!plane_->state_->devices.empty()) plane_->state_->workers.front()->idle.wake();
}

Desk::Item* Desk::make_item() {
  if (free_items_.empty()) {
    items_.emplace_back();
    return &items_.back();
  }
  Item* const item = free_items_.back();
  free_items_.pop_back();
  *item = Item{};
  return item;
}

Desk::Item* Desk::take() {
  Plane::State& s = *plane_->state_;
  const auto lcores = static_cast<unsigned>(s.workers.size());
  for (unsigned i = 0; i < lcores; ++i) {
    const unsigned at = (next_lcore_ + i) % lcores;
    Handoff handoff;
    if (!s.workers[at]->handoffs.try_pop(handoff)) continue;
    next_lcore_ = at + 1;
    Item* const item = make_item();
    item->job = handoff.job;
    item->packet = handoff.packet;
    item->turn = handoff.turn;
    item->is_reply = handoff.is_reply;
    item->log_mark = handoff.log_mark;
    item->lcore = static_cast<int>(at);
    item->turn.packet = &item->packet;
    item->program = s.desk_program(*handoff.edition);
    Worker& w = *s.desk;
    routes::Job* const before = std::exchange(w.job, item->job);
    item->execution = make_execution(w, *item->program);
    w.job = before;
    item->execution.transactions = transactions_;
    return item;
  }
  return nullptr;
}

Desk::Item* Desk::open(std::string_view text, const routes::Reception& reception,
                       SourceClass klass) {
  Plane::State& s = *plane_->state_;
  if (s.current.edition == nullptr || text.size() > routes::Job::kText) return nullptr;
  if (free_jobs_.empty()) {
    own_jobs_.push_back(std::make_unique<routes::Job>());
    if (!own_jobs_.back()->good()) return nullptr;
    free_jobs_.push_back(own_jobs_.back().get());
  }
  Item* const item = make_item();
  item->job = free_jobs_.back();
  free_jobs_.pop_back();
  const std::string_view held = item->job->hold(text);
  if (item->job->message.parse(held) != sip::Error::kNone) {
    close(item);
    return nullptr;
  }
  item->packet.data = const_cast<char*>(held.data());
  item->packet.size = static_cast<std::uint32_t>(held.size());
  item->packet.src = reception.source.address;
  item->packet.sport = reception.source.port;
  item->packet.dst = reception.destination.address;
  item->packet.dport = reception.destination.port;
  item->packet.listen = reception.listen;
  item->packet.klass = klass;
  item->program = s.current.programs.back().get();
  {
    const Seat seat(*this, *item);
    Worker& w = *s.desk;
    begin_message(w, item->packet, *item->program);
    w.job->reception.message_id = reception.message_id;
    w.execution.transactions = transactions_;
    if (w.job->message.is_request()) w.turn.top = *w.job->message.top_via();
  }
  return item;
}

void Desk::close(Item* item) noexcept {
  Plane::State& s = *plane_->state_;
  if (item->lcore == Item::kOwn) {
    free_jobs_.push_back(item->job);
  } else {
    // As many were made as the ring holds, so that there is room.
    Worker& lcore = *s.workers[static_cast<std::size_t>(item->lcore)];
    [[maybe_unused]] const bool back = lcore.fresh_jobs.try_push(item->job);
  }
  free_items_.push_back(item);
}

routes::RunResult Desk::resume(Item& item) noexcept {
  const Seat seat(*this, item);
  Worker& w = worker();
  const routes::RunResult result = routes::resume(w.execution, item.job->suspended);
  w.locks.release();
  return result;
}

routes::RunResult Desk::run(Item& item, routes::RouteKind kind, int slot) noexcept {
  const Seat seat(*this, item);
  Worker& w = worker();
  if (seat.inner()) {
    routes::Execution inner = w.execution;  // the outer run goes on with its own state
    return routes::run(inner, kind, slot);
  }
  const routes::RunResult result = routes::run(w.execution, kind, slot);
  w.locks.release();
  return result;
}

routes::ScriptError Desk::build_request(Item& item, const routes::Target& target, unsigned number,
                                        Built& out) {
  const Seat seat(*this, item);
  Worker& w = worker();
  w.turn.branch = static_cast<int>(number);
  w.turn.failure = DropReason::kNone;
  const bool ready = prepare_request(w, target, out.send);
  w.turn.branch = Turn::kStateless;
  if (!ready) return script_error(w.turn.failure, target);
  return apply_edits(w, out) ? routes::ScriptError::kNone : routes::ScriptError::kSend;
}

bool Desk::build_reply(Item& item, Built& out) {
  const Seat seat(*this, item);
  Worker& w = worker();
  return prepare_reply(w, out.send) && apply_edits(w, out);
}

bool Desk::passes_onsend(Item& item, const Send& send, std::string_view bytes) noexcept {
  const Seat seat(*this, item);
  return !is_stopped(worker(), send, bytes);
}

bool Desk::forward_reply(Item& item) noexcept {
  Built built;
  if (!build_reply(item, built)) return false;
  send(built.send, built.bytes);
  return true;
}

void Desk::send(const Send& what, std::string_view bytes) noexcept {
  Worker& w = worker();
  if (what.listen >= w.shared->listens.size()) return;
  Port& port = w.port_of(what.listen);
  const auto size = static_cast<std::uint32_t>(bytes.size());
  char* const room = port.reserve(w.index, size);
  if (room == nullptr) return;
  std::copy(bytes.begin(), bytes.end(), room);
  port.commit(w.index, size, what);
}

bool Desk::send_now(const Send& what, std::string_view bytes) noexcept {
  Worker& w = worker();
  if (what.listen >= w.shared->listens.size()) return false;
  Port& port = w.port_of(what.listen);
  port.flush(w.index);
  const std::uint64_t refused = w.counters.extra_refused;
  send(what, bytes);
  port.flush(w.index);
  return w.counters.extra_refused == refused;
}

}  // namespace weir::dataplane
