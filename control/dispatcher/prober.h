// Who of the dispatcher's destinations is asked whether it lives, when, and what its answers make
// of its state: as Kamailio 5.6.3 was seen to do. Pure: time and sending come in as arguments.
#pragma once

#include "control/timers.h"
#include "routes/dispatch_sets.h"
#include "routes/settings.h"

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace weir::control::dispatcher {

// ds_probing_mode.
enum class ProbingMode : std::uint8_t {
  kFlaggedOnce,  // those with the flag, until they have answered once
  kAll,
  kInactive,  // inactive ones with the flag
  kFlagged,   // those with the flag
};

struct CodeRange {
  unsigned first = 200;
  unsigned last = 299;
};

struct ProbeSettings {
  std::uint32_t interval = 0;  // seconds between two probes; 0: none
  ProbingMode mode = ProbingMode::kFlaggedOnce;
  std::uint32_t failures = 1;      // until a destination is inactive
  std::uint32_t successes = 1;     // until it is active again
  Milliseconds timeout{30'000};    // tm's fr_timer
  std::string method = "OPTIONS";  // of the probes
  std::string from = "sip:dispatcher@localhost";
  std::vector<CodeRange> accepted = std::vector<CodeRange>(1);  // statuses of one that lives
};

// Reads the module's parameters. The text returned holds one error a line, each with its place and
// what to do; empty when all is well.
std::string read_probe_settings(const routes::Settings& settings, ProbeSettings& probes);

// "class=2;code=404;code=480": what counts as an answer beside 2xx. False when it is not of that
// shape.
bool parse_reply_codes(std::string_view text, std::vector<CodeRange>& codes);

// Reads "a", "i", "t" or "d" with "p" behind it, as set_state takes it. False when it is none.
bool parse_state(std::string_view text, std::uint8_t& state);

// Everything of a probe but its Via, which has to stand behind `start_line`.
struct ProbeText {
  std::string start_line;
  std::string rest;
};
ProbeText make_probe(const ProbeSettings& settings, const routes::Destination& destination,
                     std::uint64_t number, std::string_view agent);

struct StateChange {
  std::size_t destination = 0;
  std::uint8_t before = 0;
  std::uint8_t after = 0;
  unsigned status = 0;  // of the answer; 0: there was none
};

// Destinations are named by their numbers among all of the sets.
class Prober {
 public:
  // False: there is no room to send now, it is asked again later.
  using Send = std::function<bool(std::size_t destination, std::uint64_t number)>;
  using Tell = std::function<void(const StateChange&)>;

  // Numbers of probes count from `first_number`.
  explicit Prober(std::uint64_t first_number) : next_number_(first_number) {}

  // From now on it probes these. What is under way is forgotten. `sets` outlives the next call.
  void follow(const ProbeSettings& settings, const routes::DispatchSets& sets, Milliseconds now);

  // Some times a second: sends what is due, and the same again where nothing came back; who has
  // not answered in time has failed.
  void run(Milliseconds now, const Send& send, const Tell& tell);

  // A final reply to the probe `number`. One that it does not wait for is passed over.
  void take_reply(std::uint64_t number, unsigned status, const Tell& tell);

  // By the operator: holds from now on, and counts begin anew.
  void set_state(std::size_t destination, std::uint8_t state);

  std::size_t waiting() const noexcept { return waiting_.size(); }

 private:
  struct Target {
    Milliseconds due{};
    std::uint32_t in_a_row = 0;  // failures, or successes of an inactive one
  };
  struct Waiting {
    std::uint64_t number;
    std::size_t destination;
    Milliseconds end;
    Milliseconds again;  // when it is sent once more
    Milliseconds pause;
  };

  bool wants(std::uint8_t state) const noexcept;
  void settle(std::size_t destination, unsigned status, const Tell& tell);
  std::uint8_t after(std::uint8_t state, bool lives, std::uint32_t& in_a_row) const noexcept;

  ProbeSettings settings_;
  const routes::DispatchSets* sets_ = nullptr;
  std::vector<Target> targets_;
  std::vector<Waiting> waiting_;  // the oldest first
  std::uint64_t next_number_;
};

}  // namespace weir::control::dispatcher
