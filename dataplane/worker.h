// Everything one lcore works with, taken before it starts: past start-up nothing is allocated.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "dataplane/bell.h"
#include "dataplane/clock.h"
#include "dataplane/counters.h"
#include "dataplane/edition.h"
#include "dataplane/egress.h"
#include "dataplane/event_facts.h"
#include "dataplane/guard/guard.h"
#include "dataplane/handoff.h"
#include "dataplane/idle.h"
#include "dataplane/image_slots.h"
#include "dataplane/lesson.h"
#include "dataplane/listen.h"
#include "dataplane/log_ring.h"
#include "dataplane/outcome.h"
#include "dataplane/overload.h"
#include "dataplane/packet.h"
#include "dataplane/ports/port.h"
#include "dataplane/ring.h"
#include "dataplane/script_locks.h"
#include "dataplane/snapshot.h"
#include "dataplane/stage_probe.h"
#include "dataplane/tap.h"
#include "dataplane/turn.h"
#include "routes/job.h"
#include "routes/vm.h"
#include "sip/branch.h"

namespace weir::dataplane {

// What all lcores share and nobody changes once they run.
struct Shared {
  std::vector<Listen> listens;
  std::vector<std::string> socket_texts;  // what socket_names point into
  std::vector<routes::SocketNames> socket_names;
  std::vector<std::unique_ptr<Port>> ports;  // by Listen::port
  std::vector<sip::Address> own_addresses;   // of this machine, for wildcard sockets
  sip::KeyRing keys;
  Frequency frequency;
  std::string server;  // value of our replies' Server field; empty: none
  bool add_local_rport = false;
  Grace grace;
  Slots<Program> programs{grace};
  Snapshot<RouteTable> routes;  // the kernel's, with the socket that each leads to
  Bell bell;
  LockTable locks;                                    // that scripts take
  std::array<std::atomic<std::uint32_t>, 2> words{};  // routes::SharedWord
};

struct Worker {
  static constexpr std::size_t kCommands = 4096;
  static constexpr std::size_t kLogLines = 1024;
  static constexpr std::size_t kLessons = 1024;
  static constexpr std::size_t kProbes = 64;
  static constexpr std::size_t kHandoffs = 128;

  Worker(unsigned number, Shared& with, std::unique_ptr<guard::Guard> its_guard, std::uint64_t seed,
         std::uint32_t log_lines)
      : index(number),
        shared(&with),
        guard(std::move(its_guard)),
        commands(kCommands),
        lessons(kLessons),
        probes(kProbes),
        handoffs(kHandoffs),
        fresh_jobs(kHandoffs),
        log(kLogLines, log_lines, with.frequency),
        overload_clients(with.frequency, seed ^ 3),
        overload_server(with.frequency),
        outcome_rate(guard::Rate::make(500, 64, with.frequency.hz)),
        first_job(std::make_unique<routes::Job>()),
        job(first_job.get()),
        locks(with.locks, number),
        random(seed | 1) {}

  // The next of a xorshift sequence; never 0.
  std::uint64_t next_random() noexcept {
    random ^= random << 13;
    random ^= random >> 7;
    random ^= random << 17;
    return random;
  }

  void teach(const Lesson& lesson) noexcept {
    if (lessons.try_push(lesson)) {
      shared->bell.ring();
    } else {
      ++counters.lessons_lost;
    }
  }

  Port& port_of(std::uint16_t listen) noexcept {
    return *shared->ports[shared->listens[listen].port];
  }

  const unsigned index;  // also its queue of every port, and its slot of Shared::programs
  Shared* const shared;
  const std::unique_ptr<guard::Guard> guard;

  // Between this lcore and control.
  Ring<guard::GuardCommand> commands;
  Ring<Lesson> lessons;
  Ring<ProbeOrder> probes;
  HandoffRing handoffs;            // messages for control
  Ring<routes::Job*> fresh_jobs;   // and what comes in their place
  LogRing log;
  Idle idle;
  PublishedCounters published;
  std::atomic<bool> stop = false;
  std::atomic<Tap*> tap = nullptr;  // where packets are noted; null: nowhere

  // The lcore's own.
  Counters counters;
  Cycles now{};
  std::int64_t wall_ns = 0;
  OverloadClients overload_clients;
  OverloadServer overload_server;
  // Refused requests that control hears of: 500 a second, so that they leave room in its ring.
  guard::Allowance outcomes;
  const guard::Rate outcome_rate;
  const RouteTable* routes = nullptr;  // of this turn; null: not known
  std::array<Packet, kBurst> packets;
  std::array<guard::Verdict, kBurst> verdicts;

  // One message at a time.
  const std::unique_ptr<routes::Job> first_job;
  routes::Job* job;  // the one that is worked on
  routes::Execution execution;
  std::optional<int> own_log_level;  // setdebug(); else the script's
  ScriptLocks locks;
  sip::EditList edits;  // of what is being sent
  Turn turn;
  const EventFacts* event = nullptr;     // that an event route runs for
  DropReason ended = DropReason::kNone;  // why stage_route() dropped it
  std::uint64_t random;
  std::uint64_t messages = 0;
};

}  // namespace weir::dataplane
