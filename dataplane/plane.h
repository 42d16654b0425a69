// The data plane as control sees it: made, filled, launched, watched and stopped from one thread.
//
// The order of calls is start_eal, then on a Plane open, publish, launch, ..., stop. Every method
// is for the control thread alone. A Problem is a message for the operator that says what to do;
// empty means that it worked.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "dataplane/clock.h"
#include "dataplane/counters.h"
#include "dataplane/listen.h"
#include "sip/address.h"
#include "sip/branch.h"

namespace weir::routes {
class Image;
}

namespace weir::dataplane {

namespace guard {
class AddressList;
struct GuardCommand;
struct Parameters;
struct SourceRow;
}  // namespace guard

using Problem = std::string;

struct EalSettings {
  std::string program = "sipweir";
  unsigned workers = 1;
  bool devices = false;    // DPDK ports are wanted: pinned lcores, hugepages when there are enough
  unsigned memory_mb = 0;  // without hugepages; 0: enough for what is wanted
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
  sip::KeyRing keys;                 // of our Via branches and dialog cookies
  std::uint64_t seed = 0;            // of keyed hashes and $RANDOM; 0: taken from the kernel
  std::string server_header;         // "Server: ..." of our replies, without CRLF; empty: none
  bool add_local_rport = false;      // global parameter local_rport
  const guard::Parameters* guard = nullptr;  // null: the defaults
  // permissions' groups, for allow_source_address and its like; null: none. Outlives the plane.
  const guard::AddressList* addresses = nullptr;
};

// One line of the script's log.
struct LogLine {
  std::int8_t level = 0;  // Kamailio's: -5 L_ALERT .. 3 L_DBG
  std::uint8_t facility = 0;
  std::uint16_t worker = 0;
  std::uint64_t wall_ns = 0;
  std::string_view text;  // truncated to kLogText bytes; valid during the call only
};

// What a verified reply teaches: a REGISTER with credentials from `source` was accepted.
struct Lesson {
  sip::Endpoint source;
  std::uint16_t listen = 0;
  std::uint32_t expires = 0;  // seconds that the binding lives
};

// One row of `sipweirctl routes`.
struct RouteSlotRow {
  unsigned worker = 0;
  std::string_view list;
  std::uint32_t index = 0;
  std::uint32_t entries = 0;
  std::string_view name;
  std::uint32_t generation = 0;
};

struct WorkerView {
  unsigned lcore = 0;  // EAL's number
  bool asleep = false;
  Counters counters;
  std::uint64_t lost = 0;  // by the kernel or the NIC, before we could see them
};

class Plane {
 public:
  Plane();
  ~Plane();
  Plane(const Plane&) = delete;
  Plane& operator=(const Plane&) = delete;

  // Binds every listen socket and opens every DPDK port; makes all tables. Nothing runs yet.
  Problem open(const PlaneSettings& settings);

  // The sockets as bound (a port of 0 has become a number).
  Listens listens() const noexcept;
  unsigned workers() const noexcept;

  // Installs `image` on every lcore. The old one is freed by collect() after a grace period.
  void publish(std::unique_ptr<const routes::Image> image);
  const routes::Image* image() const noexcept;

  // Frees what no lcore reads any more; never blocks. Called each turn of the control loop.
  void collect();

  Problem launch();
  // Asks every lcore to end, waits for them, closes the ports. Also done by the destructor.
  void stop();

  // Worker 0 .. workers()-1. The account is exact in every one of them.
  WorkerView view(unsigned worker) const;
  Counters total() const;

  // Sends a command to one worker or to all; false: a ring is full (try again next turn).
  bool tell(unsigned worker, const guard::GuardCommand& command);
  bool tell_all(const guard::GuardCommand& command);

  // Takes what the lcores have written; returns how many.
  std::size_t drain_log(const std::function<void(const LogLine&)>& take, std::size_t limit = 1024);
  std::size_t drain_lessons(const std::function<void(const Lesson&)>& take);

  // The sources that a worker knows, for `sipweirctl sources`: filled by the worker at its next
  // turn. False when it does not answer within `timeout_ms`.
  bool sources(unsigned worker, std::vector<guard::SourceRow>& out, unsigned timeout_ms = 1000);

  // The slot arrays as each lcore holds them.
  std::vector<RouteSlotRow> routes() const;

  // Readable when an lcore has written a log line or a lesson while control slept. Protocol: call
  // prepare_sleep(); when it returns true wait on event_fd() among others; then call woken().
  int event_fd() const noexcept;
  bool prepare_sleep() noexcept;
  void woken() noexcept;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace weir::dataplane
