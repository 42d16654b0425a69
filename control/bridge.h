// The only door between control and the data plane. What passes here is neutral: no type of the
// data plane or of DPDK stands in this header.
#pragma once

#include "control/listen.h"
#include "control/log.h"
#include "control/timers.h"
#include "routes/image.h"
#include "sip/branch.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace weir::control {

struct BridgeSettings {
  std::vector<ListenSocket> listens;  // UDP only
  sip::KeyRing keys;
  std::vector<std::string> eal;  // the user's own arguments
  bool force_port = false;
  std::uint32_t receive_buffer = 0;  // bytes; 0: as much as the kernel allows
  std::string trust_path;            // where trusted phones are kept; empty: nowhere
  std::string scan_path;             // and who was refused for many users
};

// A counter's name, and a drop reason's meaning.
struct CounterName {
  std::string_view name;
  std::string_view meaning;
};

// One lcore's counters. The account is exact in each: received is the sum of the other members of
// `account` and of `drops`.
struct LcoreCounts {
  unsigned lcore = 0;
  bool asleep = false;
  std::uint64_t lost = 0;  // by the kernel or the NIC, before we could see them
  std::uint64_t busy_cycles = 0;
  std::vector<std::uint64_t> account;   // by account_names(); the first is `received`
  std::vector<std::uint64_t> drops;     // by drop_names()
  std::vector<std::uint64_t> others;    // by other_names()
  std::vector<std::uint64_t> admitted;  // past the guard's first gate, by class_names()
};

struct RouteRow {
  unsigned lcore = 0;
  std::string list;
  std::uint32_t index = 0;
  std::uint32_t entries = 0;
  std::string name;
  bool defined = false;  // has code to run
  std::uint32_t generation = 0;
};

struct SourceLine {
  unsigned lcore = 0;
  sip::Address address;
  std::uint16_t port = 0;  // 0: all ports
  std::string_view klass;
  bool banned = false;
  std::uint32_t packets = 0;
  std::uint32_t dropped = 0;
  std::uint32_t seconds = 0;  // that the ban, trust or proof still lasts
};

// A packet that was dropped.
struct ExampleLine {
  unsigned lcore = 0;
  sip::Endpoint source;
  double seconds_ago = 0;
  std::uint32_t size = 0;  // of the payload
  std::string bytes;       // its first ones
};

// A budget of the guard as it is set.
struct BudgetLine {
  std::string_view of;
  std::uint32_t rate = 0;  // packets a second and lcore; 0: no limit
  std::uint32_t burst = 0;
};

// What all guards together know.
struct GuardView {
  bool observe = false;             // refuses nothing
  bool flood = false;               // now
  std::uint32_t flood_seconds = 0;  // that it lasts, or the last one did
  std::uint64_t flood_dropped = 0;  // in it
  std::uint64_t sources = 0;
  std::uint64_t proved = 0;
  std::uint64_t trusted = 0;
  std::uint64_t banned = 0;
  std::vector<std::uint64_t> observed;  // would have been dropped, by drop_names()
  std::vector<BudgetLine> budgets;
  std::vector<SourceLine> top;           // the strangers that sent most
  std::vector<SourceLine> top_prefixes;  // and the /24 and /48 whose strangers did
};

// Something that decides about an address's packets.
struct RuleLine {
  unsigned lcore = 0;  // 0: on all of them
  std::string rule;
  std::string says;
  std::optional<std::uint32_t> age;   // seconds since it began
  std::optional<std::uint32_t> left;  // seconds until it ends
  std::optional<std::uint64_t> hits;  // packets that it refused
  std::string lift;                   // what ends it
};

struct AddressView {
  std::string_view klass;  // the one that decides: denied, peer, banned, trusted, proved, stranger
  std::string country;     // two letters; empty: no database knows it
  std::uint32_t system = 0;  // autonomous; the same
  std::vector<RuleLine> rules;
};

// Bytes of one lcore's guard.
struct GuardBytes {
  std::string_view of;
  std::size_t bytes = 0;
};

// A file of denied addresses, a database of where they belong, or what follows from all those.
struct ListLine {
  std::string label;
  std::string path;
  std::optional<std::size_t> entries;  // none of a database of countries or systems
  std::optional<std::int64_t> age;     // seconds since it was written
  std::optional<std::int64_t> left;    // seconds until it expires
  bool expired = false;                // its entries do not count
};

// Who was refused for many users lately, or whom many sources tried.
struct ScanLine {
  std::string source;  // empty of a user
  std::string user;    // the last one, of a source
  double count = 0;    // of users, or of sources
  bool caught = false;
  std::int64_t first = 0;  // seconds ago; the same as `last` of a user
  std::int64_t last = 0;
};

// What gives a scanner away.
struct SignatureLine {
  std::string name;
  std::string fields;      // empty for a built-in one
  std::string pattern;     // the same
  std::uint64_t hits = 0;  // requests since the list was read
};

struct SignatureView {
  std::string path;      // empty: the built-in list
  std::string date;      // of the list
  std::int64_t age = 0;  // seconds since it was read
  std::vector<SignatureLine> signatures;
};

// Which packets a capture wants; empty: any.
struct CaptureFilter {
  std::optional<sip::Prefix> source;
  std::string verdict;  // dropped, forwarded, answered, keepalive, observed
  std::string reason;   // one of drop_names()
};

struct CapturedPacket {
  sip::Endpoint source;
  sip::Endpoint destination;
  std::int64_t wall_nanoseconds = 0;
  std::uint32_t size = 0;
  std::string bytes;    // its first ones
  std::string comment;  // verdict, reason, class, socket, lcore
};

// A destination of module dispatcher.
struct DestinationLine {
  std::int32_t set = 0;
  std::string uri;
  std::string state;  // AX, AP, TP, IP, DX, ...: Kamailio's
  std::int32_t priority = 0;
  std::string attributes;
};

// A statistic of the script.
struct ScriptCount {
  std::string group;
  std::string name;
  std::int32_t count = 0;
};

// Every method is for the control thread. A text returned is an error that says what to do, or
// empty.
class Bridge {
 public:
  explicit Bridge(Log& log);
  ~Bridge();
  Bridge(const Bridge&) = delete;
  Bridge& operator=(const Bridge&) = delete;

  // Reads what the script says for the guard, the peers' files and the devices; nothing is bound.
  // Wrong values are errors with file and line. Part of `-c`.
  std::string configure(const routes::Image& image);

  std::string start_eal(const BridgeSettings& settings);
  std::string open(const BridgeSettings& settings, std::unique_ptr<const routes::Image> image);
  // While it runs: the guard's parameters, peers and files are read anew, and the image takes the
  // place of the one that runs. After an error everything is as it was.
  std::string replace(std::unique_ptr<const routes::Image> image);
  // Back to what ran before the last replace() that worked; once more, and the newer runs again.
  std::string rollback();
  // `timers` are the control loop's; they outlive the bridge.
  std::string launch(Timers& timers);
  void close();

  // A turn of the control loop: log lines, lessons, what may be freed.
  void turn();
  // Readable when an lcore has something for turn(). False from prepare_sleep(): there is
  // something already, do not sleep.
  int event_fd() const;
  bool prepare_sleep();
  void woken();

  // Once a second: whether a flood begins or ends.
  void each_second();

  // Addresses of the sockets as bound.
  std::vector<std::string> sockets() const;
  std::uint64_t cycles_per_second() const;
  const routes::Image* image() const;
  const routes::Image* previous_image() const;  // for rollback(); null: none
  // Of the last open() or replace(), also after a rollback(): compile the next over its slots.
  const routes::Image* newest_image() const;
  std::uint32_t generation() const;  // of the image that runs, counted from 1

  static std::span<const CounterName> account_names();
  static std::span<const CounterName> drop_names();
  static std::span<const CounterName> other_names();
  static std::span<const std::string_view> class_names();
  std::vector<LcoreCounts> counts() const;

  // 0 seconds: the guard's automatic length.
  std::string ban(const sip::Address& address, std::uint32_t seconds);
  std::string unban(const sip::Address& address);
  // At most `most` an lcore: banned ones, trusted and proved flows, then the busiest strangers.
  std::string sources(std::size_t most, std::vector<SourceLine>& lines);
  // The guards' state, with the `most` strangers that sent most.
  std::string guard(std::size_t most, GuardView& view);
  // Everything that touches packets of `address`.
  std::string why(const sip::Address& address, AddressView& view);
  // The last packets that the guards dropped for that reason (an index into drop_names()), the
  // newest first for each lcore.
  std::string examples(std::size_t reason, std::vector<ExampleLine>& lines);
  std::vector<GuardBytes> guard_bytes() const;
  std::size_t guard_sources() const;  // that fit into one lcore's table
  std::vector<ListLine> lists() const;
  std::string reload_lists();  // reads their files again; after an error all is as it was
  void end_stale_lists();      // once a second
  // The `most` sources and the `most` users of whom most was refused.
  std::vector<ScanLine> scans(std::size_t most) const;
  std::vector<ScanLine> scanned_users(std::size_t most) const;
  SignatureView signatures() const;
  std::string reload_signatures();  // after an error all is as it was

  // One capture at a time; a reader that asks no more for ten seconds has lost it.
  std::string start_capture(const CaptureFilter& wanted, std::uint64_t& id);
  std::string read_capture(std::uint64_t id, std::size_t most, std::vector<CapturedPacket>& packets,
                           std::uint64_t& lost);
  void stop_capture(std::uint64_t id);
  void end_stale_capture();

  void probe();  // some times a second: asks the dispatcher's destinations whether they live
  std::vector<DestinationLine> destinations() const;
  // `uri` as the list file has it, or "all"; `state` as parse_state() of dispatcher/prober.h reads.
  std::string set_destination_state(std::int32_t set, const std::string& uri,
                                    std::string_view state);

  std::vector<RouteRow> routes() const;
  std::size_t peers() const;
  // Of the transactions: names and figures.
  std::vector<std::pair<std::string_view, std::uint64_t>> transaction_counts() const;
  // What the script counts, as statistics and counters declare it.
  std::vector<ScriptCount> script_counts() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace weir::control
