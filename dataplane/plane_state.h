// What stands behind a Plane; shared by the files that implement it.
#pragma once

#include <deque>
#include <memory>
#include <vector>

#include "dataplane/desk.h"
#include "dataplane/plane.h"
#include "dataplane/ports/socket.h"
#include "dataplane/worker.h"

namespace weir::dataplane {

// A survey with the room it is written to, and the examples it copies.
struct SurveyBuffer {
  SurveyBuffer(std::size_t room, Frequency frequency)
      : rows(room), prefixes(room), examples(frequency.seconds(1)) {
    survey.rows = rows;
    survey.examples = &examples;
  }

  std::vector<guard::SourceRow> rows;
  std::vector<guard::SourceRow> prefixes;
  guard::Examples examples;
  sip::Address only;
  guard::Survey survey;
};

struct Plane::State {
  // An edition and each lcore's use of it; the last program is the desk's.
  struct Installed {
    std::unique_ptr<const Edition> edition;
    std::vector<std::unique_ptr<Program>> programs;
  };

  // Something lcores may still be looking at.
  struct Retired {
    std::uint64_t token = 0;
    Installed installed;
    std::unique_ptr<const guard::AccessLists> lists;
    std::vector<std::unique_ptr<guard::Signatures>> signatures;
    std::unique_ptr<const guard::Parameters> parameters;
    std::vector<std::unique_ptr<Tap>> taps;
  };

  Shared shared;
  tables::SharedTables tables;
  std::uint64_t seed = 0;
  SocketPort* sockets = nullptr;  // owned by shared.ports
  std::vector<DevicePort> devices;
  std::vector<std::unique_ptr<Worker>> workers;
  std::unique_ptr<Worker> desk;  // the control thread's own
  std::unique_ptr<Desk> desk_api;
  std::vector<std::unique_ptr<routes::Job>> jobs;  // that travel between lcores and control
  std::vector<unsigned> lcores;  // of each worker
  bool running = false;

  Installed current;
  Installed previous;             // what rollback() goes back to
  std::uint32_t generations = 0;  // given out so far
  std::unique_ptr<const guard::AccessLists> lists;
  std::vector<std::unique_ptr<guard::Signatures>> signatures;  // of each worker
  std::unique_ptr<const guard::Parameters> parameters;
  std::vector<Retired> retired;
  std::vector<std::unique_ptr<Tap>> taps;  // of each worker while packets are captured
  std::vector<std::unique_ptr<SurveyBuffer>> unanswered;  // surveys that timed out

  std::vector<std::deque<guard::GuardCommand>> waiting;  // of each worker: its ring was full

  // The steps of Plane::open.
  Problem open_sockets(const PlaneSettings& settings);
  Problem open_devices(const PlaneSettings& settings);
  Problem make_workers(const PlaneSettings& settings);
  bool make_desk(std::uint32_t log_lines);
  // Jobs for every lcore, once an image hands messages over. False: no memory.
  bool make_jobs();
  // Control's use of an edition that has not been freed.
  Program* desk_program(const Edition& edition) noexcept;
  bool handoffs_done() const noexcept;

  // Now, or when the ring is full at a later collect(): for what must not be lost and is rare.
  void tell(std::size_t worker, const guard::GuardCommand& command);
  void tell_each(const guard::GuardCommand& command);
  void tell_waiting();
  bool commands_applied() const noexcept;
  // Hands `current` to every lcore.
  void install();
  // Whether an edition that may still run refers to that table.
  bool is_used(const tables::SharedTable& table) const noexcept;
  void retire(Retired retired);
};

// An edition with its tables, which are made where they do not exist. Null with a `problem`.
std::unique_ptr<Edition> make_edition(Publication publication, tables::SharedTables& tables,
                                      std::uint64_t seed, Problem& problem);

// One Listen a spec, not bound yet.
std::vector<Listen> make_listens(const std::vector<ListenSpec>& specs);

// Fills shared.socket_names and the listens' host texts, once the ports are known.
void name_sockets(Shared& shared, const std::vector<ListenSpec>& specs);

// Every address of this machine's interfaces, or of the one called `name`.
std::vector<sip::Address> interface_addresses(std::string_view name = {});

}  // namespace weir::dataplane
