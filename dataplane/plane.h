// The data plane as control sees it: made, filled, launched, watched and stopped from one thread.
//
// The order of calls is start_eal, then on a Plane open, publish, launch, ..., stop. Every method
// is for the control thread alone. A Problem is a message for the operator that says what to do;
// empty means that it worked.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "dataplane/clock.h"
#include "dataplane/counters.h"
#include "dataplane/edition.h"
#include "dataplane/event_facts.h"
#include "dataplane/guard/access_lists.h"
#include "dataplane/guard/address_list.h"
#include "dataplane/guard/command.h"
#include "dataplane/guard/guard.h"
#include "dataplane/guard/parameters.h"
#include "dataplane/guard/signatures.h"
#include "dataplane/guard/survey.h"
#include "dataplane/lesson.h"
#include "dataplane/listen.h"
#include "dataplane/ports/ethdev.h"
#include "dataplane/ports/port_spec.h"
#include "dataplane/stage_probe.h"
#include "dataplane/tables/shared_table.h"
#include "dataplane/tap.h"
#include "routes/image.h"
#include "sip/address.h"
#include "sip/branch.h"

namespace weir::dataplane {

using Problem = std::string;

struct EalSettings {
  std::string program = "sipweir";
  unsigned workers = 1;
  // The DPDK ports wanted, modparam("dpdk", "port", ...), one string each: with any lcores are
  // pinned, and hugepages are used when there are enough.
  std::vector<std::string> devices;
  unsigned memory_mb = 0;              // without hugepages; 0: enough for what is wanted
  std::vector<std::string> arguments;  // the user's own, after "--"; they win
};

// Starts EAL, once per process: quietly, without privilege, hugepages or a NIC. The calling thread
// becomes the main lcore.
Problem start_eal(const EalSettings& settings);

// Ends it; nothing of the data plane may be used afterwards.
void stop_eal();

// Cycles per second of the TSC.
Frequency frequency();

struct ListenSpec {
  sip::Address address;  // unspecified: every address of its family
  std::uint16_t port = 5060;
  std::string advertised_host;  // empty: the address itself
  std::uint16_t advertised_port = 0;
  std::string name;
};

struct PlaneSettings {
  std::vector<ListenSpec> listens;
  std::vector<std::string> devices;  // modparam("dpdk", "port", ...), one string each
  std::uint32_t receive_buffer = 0;  // bytes a kernel socket; 0: as much as the kernel allows
  std::uint32_t log_lines = 1000;    // script log lines a second and lcore; more are counted
  sip::KeyRing keys;                 // of our Via branches, dialog cookies and reply tags
  std::uint64_t seed = 0;            // of keyed hashes and $RANDOM; 0: taken from the kernel
  std::string server_header;         // "Server: ..." of our replies, without CRLF; empty: none
  bool add_local_rport = false;      // global parameter local_rport
  const guard::Parameters* guard = nullptr;  // null: the defaults
  guard::GuardSizes guard_sizes;
};

// An image with what its script refers to.
struct Publication {
  std::unique_ptr<const routes::Image> image;
  // permissions' groups, for allow_source_address and its like; null: nobody is in a group.
  std::unique_ptr<const guard::AddressList> addresses;
  std::vector<ResolvedName> names;  // hosts of the script, found beforehand
  std::vector<OwnName> own_names;   // alias= and --alias
};

// One line of the script's log.
struct LogLine {
  std::int8_t level = 0;      // Kamailio's: -5 L_ALERT .. 3 L_DBG
  std::int8_t facility = -1;  // -1: the default
  unsigned lcore = 0;         // worker and one; 0: control, which runs event routes
  std::uint64_t wall_ns = 0;
  std::string_view text;  // cut off at kLogText bytes; valid during the call only
};

// One row of `sipweirctl routes`. Texts live until the next publish() or collect().
struct RouteSlotRow {
  unsigned worker = 0;
  std::string_view list;  // main onreply failure branch onsend event
  std::uint32_t index = 0;
  std::uint32_t entries = 0;  // slots allocated in that list
  std::string_view name;      // empty: unnamed
  bool defined = false;       // has code to run
  std::uint32_t generation = 0;
};

struct WorkerView {
  unsigned lcore = 0;  // EAL's number
  bool asleep = false;
  Counters counters;
  std::uint64_t lost = 0;  // by the kernel or the NIC, before we could see them
};

// A DPDK port and what the script says of it. Control keeps the twin: see ports/ethdev.h.
struct DevicePort {
  PortSpec spec;
  Ethdev* port = nullptr;  // owned by the plane
};

class Desk;  // dataplane/desk.h

class Plane {
 public:
  Plane();
  ~Plane();
  Plane(const Plane&) = delete;
  Plane& operator=(const Plane&) = delete;

  // Binds every listen socket and takes all memory. Nothing runs yet. One worker a worker lcore.
  Problem open(const PlaneSettings& settings);

  // The sockets as bound (a port of 0 has become a number).
  Listens listens() const noexcept;
  unsigned workers() const noexcept;
  // The value of our replies' Server field; empty: none.
  const std::string& server() const noexcept;
  // Bytes of a kernel socket's receive buffer as granted; 0 without kernel sockets.
  std::uint32_t receive_buffer() const noexcept;

  // Replaces what lcores know of the kernel's routes: they choose the socket to send from.
  void publish_routes(std::vector<Route> routes);

  // The DPDK ports, in the order of PlaneSettings::devices.
  std::span<const DevicePort> devices() const noexcept;

  // Installs an image on every lcore, before launch() or while they run. What was installed is kept
  // for rollback(); what was kept is freed by collect() after a grace period. An lcore runs a burst
  // by one image from end to end. On a Problem (no memory for a table) nothing has changed.
  Problem publish(Publication publication);
  Problem publish(std::unique_ptr<const routes::Image> image) {
    return publish(Publication{std::move(image), nullptr, {}, {}});
  }
  // Goes back to what ran before the last publish(), with its tables as they are now; once more,
  // and the newer one runs again. A Problem when there is nothing.
  Problem rollback();
  const routes::Image* image() const noexcept;
  // What rollback() would go back to; null: nothing.
  const routes::Image* previous_image() const noexcept;
  // That of the last publish(), also after a rollback(): the next one is compiled over its slots.
  const routes::Image* newest_image() const noexcept;
  // Of publish() calls, from 1; that of the image that runs.
  std::uint32_t generation() const noexcept;
  // permissions' groups of what runs; null: none.
  const guard::AddressList* addresses() const noexcept;

  // Who is a peer and who is refused unseen; parameters of the guards, but for what follows from
  // the image (ban_gate, ban_table).
  void publish_lists(std::unique_ptr<const guard::AccessLists> lists);
  void set_parameters(const guard::Parameters& parameters);
  // What gives scanners away; null: the built-in names. A Problem when there is no memory.
  Problem publish_signatures(const std::shared_ptr<const guard::SignatureSet>& set);
  // How often each was found, on all lcores together, since it was published.
  std::vector<std::uint64_t> signature_hits() const;

  // Once a turn of the control loop: sends commands that waited for room, frees what no lcore reads
  // any more, sweeps a few table buckets. Never blocks.
  void collect();

  Problem launch();
  // Asks every lcore to end and waits for them. Also done by the destructor.
  void stop();
  bool running() const noexcept;

  // Worker 0 .. workers()-1. The account is exact in every one of them.
  WorkerView view(unsigned worker) const;
  guard::GuardMemory guard_memory() const noexcept;  // of one worker; all have the same
  Counters total() const;

  // Sends a command to one worker or to all, now or, when a ring is full, at a later collect().
  // False: so many wait already that it was lost.
  bool tell(unsigned worker, const guard::GuardCommand& command);
  bool tell_all(const guard::GuardCommand& command);

  // Takes what the lcores and control have written; returns how many. An lcore's lines wait while a
  // message that it handed over does: what control writes for that one comes before them.
  using TakeLine = std::function<void(const LogLine&)>;
  std::size_t drain_log(const TakeLine& take, std::size_t limit = 1024);
  // The same of one lcore (worker and one) up to a mark, or of control (0, all there is).
  void drain_log_of(unsigned lcore, std::uint64_t mark, const TakeLine& take);
  // Hands a probe to an lcore. False: no room, try again later.
  bool send_probe(const ProbeOrder& order);
  std::size_t drain_lessons(const std::function<void(const Lesson&)>& take);

  // Runs event_route[NAME] of the image that runs on the calling thread. It sends nothing; its log
  // lines and orders come by drain_log() and drain_lessons(). False: there is no such route.
  bool run_event(std::string_view name, const EventFacts& facts);
  bool has_event(std::string_view name) const noexcept;

  // Messages that lcores hand over, and what control sends for them.
  Desk& desk() noexcept;

  // What a worker's guard knows, for `sipweirctl sources` and `drops`. Waits at most `timeout_ms`
  // for the lcore; false: it did not answer. `examples` may be null, and `only` but for one
  // address.
  bool survey(unsigned worker, std::vector<guard::SourceRow>& rows, guard::SurveyTotals& totals,
              guard::Examples* examples, const sip::Address* only = nullptr,
              std::vector<guard::SourceRow>* prefixes = nullptr, unsigned timeout_ms = 2000);

  // From now on lcores note the packets that `filter` wants, in bounded rings; one tap at a time.
  void start_tap(const TapFilter& filter);
  void stop_tap();
  // Takes what they noted, with the worker's number; returns how many.
  std::size_t drain_tap(const std::function<void(const TapRecord&, unsigned)>& take,
                        std::size_t limit);
  std::uint64_t tap_lost() const noexcept;  // since start_tap(): a ring was full

  // The slot arrays as each lcore holds them.
  std::vector<RouteSlotRow> routes() const;

  tables::SharedTables& shared_tables() noexcept;

  // Readable when an lcore has written a log line or a lesson while control slept. Protocol: call
  // prepare_sleep(); when it is true wait for event_fd() among others; in any case call woken().
  int event_fd() const noexcept;
  bool prepare_sleep() noexcept;
  void woken() noexcept;

 private:
  friend class Desk;

  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace weir::dataplane
