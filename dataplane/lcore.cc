#include "dataplane/lcore.h"

#include <ctime>

#include <algorithm>

#include "dataplane/stage_route.h"

namespace weir::dataplane {
namespace {

std::int64_t wall_nanoseconds() noexcept {
  timespec now{};
  clock_gettime(CLOCK_REALTIME, &now);  // the vDSO answers: no system call
  return std::int64_t{now.tv_sec} * 1'000'000'000 + now.tv_nsec;
}

void take_commands(Worker& worker) noexcept {
  while (const guard::GuardCommand* const command = worker.commands.front()) {
    worker.guard->apply(worker.now, *command);
    worker.commands.pop();
  }
}

void work_burst(Worker& worker, std::span<Packet> burst, Program* program) noexcept {
  const std::span<guard::Verdict> verdicts(worker.verdicts.data(), burst.size());
  const bool full = burst.size() == kBurst;
  worker.guard->admit(worker.now, burst, verdicts,
                      full ? guard::Pressure::kHigh : guard::Pressure::kNone);
  for (std::size_t i = 0; i < burst.size(); ++i) {
    switch (verdicts[i].action) {
      case guard::Verdict::Action::kAdmit:
        ++worker.counters.admitted[static_cast<std::size_t>(burst[i].klass)];
        stage_route(worker, burst[i], program);
        break;
      case guard::Verdict::Action::kKeepalive:
        ++worker.counters.keepalive;
        break;
      case guard::Verdict::Action::kDrop:
        worker.counters.drop(verdicts[i].reason);
        break;
    }
  }
}

// Between the announcement and the sleep the rings are looked at once more: who wrote to them
// before has not rung.
void rest(Worker& worker) noexcept {
  worker.shared->grace.offline(worker.index);
  worker.idle.announce();
  if (worker.commands.empty() && !worker.stop.load(std::memory_order_acquire)) {
    ++worker.counters.sleeps;
    worker.published.publish(worker.counters);
    worker.idle.sleep();
  }
  worker.idle.rise();
  worker.shared->grace.online(worker.index);
}

}  // namespace

bool run_turn(Worker& worker) noexcept {
  worker.now = read_cycles();
  take_commands(worker);
  Program* const program = worker.shared->programs.current(worker.index);
  worker.routes = worker.shared->routes.refresh(worker.index);
  bool had_packets = false;
  for (const auto& port : worker.shared->ports) {
    const std::uint32_t n = port->receive(worker.index, worker.now, worker.packets);
    if (n == 0) continue;
    if (!had_packets) worker.wall_ns = wall_nanoseconds();
    had_packets = true;
    const std::span<Packet> burst(worker.packets.data(), n);
    work_burst(worker, burst, program);
    port->release(worker.index, burst);
  }
  for (const auto& port : worker.shared->ports) port->flush(worker.index);
  worker.guard->housekeep(worker.now);
  if (had_packets) {
    ++worker.counters.turns;
    worker.counters.busy_cycles += count(read_cycles() - worker.now);
    worker.published.publish(worker.counters);
  }
  return had_packets;
}

void run_lcore(Worker& worker) noexcept {
  worker.shared->grace.online(worker.index);
  while (!worker.stop.load(std::memory_order_acquire)) {
    const bool had_packets = run_turn(worker);
    worker.shared->grace.quiescent(worker.index);
    const bool busy = had_packets || worker.guard->surveying();
    if (worker.idle.due(busy, worker.now)) rest(worker);
  }
  worker.shared->grace.offline(worker.index);
  worker.published.publish(worker.counters);
}

}  // namespace weir::dataplane
