#include "dataplane/lcore.h"

#include <ctime>

#include <algorithm>

#include "dataplane/keepalive.h"
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

// A phone keeps its NAT open: it hears whether its flow still leads here, and anybody else nothing.
void take_keepalive(Worker& worker, const Packet& packet) noexcept {
  ++worker.counters.keepalive;
  if (packet.klass < SourceClass::kProved || packet.size == 0) return;
  Port& port = worker.port_of(packet.listen);
  const std::size_t room = packet.size + kKeepaliveSlack;
  char* const at = port.reserve(worker.index, static_cast<std::uint32_t>(room));
  if (at == nullptr) return;
  const sip::Endpoint source{packet.src, packet.sport};
  const std::size_t size = answer_keepalive(packet.text(), source, {at, room});
  if (size == 0 || !worker.guard->may_answer_keepalive(worker.now, packet)) return;
  ++worker.counters.keepalives_answered;
  port.commit(worker.index, static_cast<std::uint32_t>(size),
              {packet.listen, SendKind::kExtra, {packet.dst, packet.dport}, source});
}

// The guard's own bans are events for control.
void tell_bans(Worker& worker) noexcept {
  guard::FreshBan ban;
  while (worker.guard->next_ban(ban)) {
    Lesson lesson;
    lesson.kind = Lesson::Kind::kBanned;
    lesson.source.address = ban.address;
    lesson.seconds = ban.seconds;
    worker.teach(lesson);
  }
}

// What the guard counts for itself, as sipweirctl shows it.
void publish(Worker& worker) noexcept {
  const guard::GuardStatistics& guard = worker.guard->statistics();
  Counters& counters = worker.counters;
  counters.observed_drops = guard.observed_drops;
  counters.over_budget = guard.over_budget;
  counters.emergencies = guard.emergencies;
  counters.bans = guard.bans;
  counters.refused_bans = guard.refused_bans;
  counters.refused_flows = guard.refused_flows;
  counters.evicted = guard.evicted + guard.evicted_prefixes;
  worker.published.publish(counters);
}

Outcome route(Worker& worker, Packet& packet, Program* program) noexcept {
  ++worker.counters.admitted[static_cast<std::size_t>(packet.klass)];
  worker.ended = DropReason::kNone;
  stage_route(worker, packet, program);
  if (worker.ended != DropReason::kNone) return {Fate::kDropped, worker.ended, DropReason::kNone};
  if (worker.turn.handed_over && !worker.turn.settled) {
    return {Fate::kHandedOff, DropReason::kNone, DropReason::kNone};
  }
  const bool answered = worker.turn.answered || !worker.turn.settled;  // only a 1xx: answered
  return {answered ? Fate::kAnswered : Fate::kForwarded, DropReason::kNone, DropReason::kNone};
}

// What becomes of a packet that the guard has judged.
Outcome work_packet(Worker& worker, Packet& packet, const guard::Verdict& verdict,
                    Program* program) noexcept {
  switch (verdict.action) {
    case guard::Verdict::Action::kAdmit:
      return route(worker, packet, program);
    case guard::Verdict::Action::kKeepalive:
      take_keepalive(worker, packet);
      return {Fate::kKeepalive, DropReason::kNone, DropReason::kNone};
    case guard::Verdict::Action::kDrop:
      break;
  }
  worker.counters.drop(verdict.reason);
  return {Fate::kDropped, verdict.reason, DropReason::kNone};
}

// The same with what `observe` let go on.
Outcome work_observed(Worker& worker, Packet& packet, const guard::Verdict& verdict,
                      Program* program) noexcept {
  worker.guard->forget_observed();
  Outcome outcome = work_packet(worker, packet, verdict, program);
  const bool early = verdict.observed != DropReason::kNone;
  outcome.observed = early ? verdict.observed : worker.guard->last_observed();
  return outcome;
}

void work_burst(Worker& worker, std::span<Packet> burst, Program* program) noexcept {
  const std::span<guard::Verdict> verdicts(worker.verdicts.data(), burst.size());
  const bool full = burst.size() == kBurst;
  worker.guard->admit(worker.now, burst, verdicts,
                      full ? guard::Pressure::kHigh : guard::Pressure::kNone);
  Tap* const tap = worker.tap.load(std::memory_order_acquire);
  for (std::size_t i = 0; i < burst.size(); ++i) {
    if (tap == nullptr) [[likely]] {
      work_packet(worker, burst[i], verdicts[i], program);
    } else {
      tap->note(worker.wall_ns, burst[i], work_observed(worker, burst[i], verdicts[i], program));
    }
  }
}

// Between the announcement and the sleep the rings are looked at once more: who wrote to them
// before has not rung.
void rest(Worker& worker) noexcept {
  worker.shared->grace.offline(worker.index);
  worker.idle.announce();
  if (worker.commands.empty() && worker.probes.empty() &&
      !worker.stop.load(std::memory_order_acquire)) {
    ++worker.counters.sleeps;
    publish(worker);
    worker.idle.sleep();
  }
  worker.idle.rise();
  worker.shared->grace.online(worker.index);
}

}  // namespace

bool run_turn(Worker& worker) noexcept { return run_turn_at(worker, read_cycles(), 0); }

bool run_turn_at(Worker& worker, Cycles now, std::int64_t wall_ns) noexcept {
  worker.now = now;
  take_commands(worker);
  Program* const program = worker.shared->programs.current(worker.index);
  worker.routes = worker.shared->routes.refresh(worker.index);
  if (worker.probes.front() != nullptr) send_probes(worker);
  bool had_packets = false;
  bool behind = false;
  for (const auto& port : worker.shared->ports) {
    const std::uint32_t n = port->receive(worker.index, worker.now, worker.packets);
    if (n == 0) continue;
    if (!had_packets) worker.wall_ns = wall_ns != 0 ? wall_ns : wall_nanoseconds();
    had_packets = true;
    behind = behind || n == kBurst;
    const std::span<Packet> burst(worker.packets.data(), n);
    work_burst(worker, burst, program);
    port->release(worker.index, burst);
  }
  for (const auto& port : worker.shared->ports) port->flush(worker.index);
  worker.guard->housekeep(worker.now);
  worker.overload_server.note_turn(worker.now, behind);
  tell_bans(worker);
  if (had_packets) {
    ++worker.counters.turns;
    worker.counters.busy_cycles += count(read_cycles() - worker.now);
    publish(worker);
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
  publish(worker);
}

}  // namespace weir::dataplane
