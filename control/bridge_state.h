// What stands behind a Bridge; shared by the files that implement it.
#pragma once

#include "control/bridge.h"
#include "control/bridge_guard.h"
#include "control/bridge_names.h"
#include "control/bridge_transactions.h"
#include "control/bridge_twins.h"
#include "control/dispatcher/prober.h"
#include "control/flood_watch.h"
#include "control/scan_scores.h"
#include "control/timers.h"
#include "control/trust_book.h"
#include "dataplane/guard/command.h"
#include "dataplane/plane.h"

#include <algorithm>
#include <ctime>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace weir::control {

struct Bridge::State {
  explicit State(Log& into) : log(&into), twins(into) {}

  // What follows from a script beside its image.
  struct Script {
    GuardSettings guard;
    dispatcher::ProbeSettings probes;
    std::vector<sip::Endpoint> targets;             // of its constant URIs
    std::vector<dataplane::ResolvedName> resolved;  // their host names
  };

  Log* log;
  Script script;
  Script previous;  // of the image that rollback() goes back to
  std::vector<ListenSocket> listens;
  std::uint64_t seed = 0;  // of keyed lists
  std::vector<std::string> devices;
  unsigned workers = 1;
  bool eal_runs = false;
  std::unique_ptr<dataplane::guard::AccessLists> lists;  // for ban(); the lcores have their own
  std::unique_ptr<dataplane::Plane> plane;
  std::unique_ptr<TransactionDesk> transactions;
  Twins twins;
  std::uint64_t capture = 0;  // the one that runs; 0: none
  std::uint64_t captures = 0;
  Milliseconds capture_read{};

  FloodWatch flood;
  std::uint64_t flood_drops = 0;  // of all lcores, at the last look
  EventBudget ban_events;
  TrustBook book;
  std::string trust_path;
  sip::KeyRing keys;  // that seal the file
  ScanScores scans;
  std::string scan_path;
  unsigned unsaved_seconds = 0;
  bool save_failed = false;
  bool scan_save_failed = false;
  EventBudget scan_events;

  // Numbers of probes go on where the process before has ended.
  dispatcher::Prober prober{static_cast<std::uint64_t>(std::time(nullptr)) << 24};

  // bridge_dispatcher.cc
  const routes::DispatchSets& dispatch_sets() const;
  void follow_destinations();
  int socket_of(const routes::Destination& one) const;
  bool send_probe(std::size_t number, std::uint64_t probe);
  void tell_state(const dispatcher::StateChange& change);

  // bridge.cc
  void write_line(const dataplane::LogLine& line);
  void drain_log();

  // bridge_trust.cc
  void load_trust();
  void keep_trust(bool ending);
  void trust(const sip::Endpoint& flow, std::uint32_t seconds);
  void distrust(const sip::Endpoint& flow);

  // bridge_scans.cc
  void load_scans();
  void keep_scans();
  void note_refusal(const sip::Address& source, std::string_view user);

  // bridge_events.cc
  void learn(const dataplane::Lesson& lesson);
  void tell_ban(const sip::Address& address, std::uint32_t seconds,
                dataplane::guard::BanReason reason);

  // Everything of an image that control finds beforehand, `found` to be kept with it.
  dataplane::Publication prepare(std::unique_ptr<const routes::Image> image, Script& found) const {
    ScriptNames names = find_script_names(*image, script.resolved);
    for (const std::string& warning : names.warnings) log->write(Level::kWarning, warning);
    found.targets = std::move(names.targets);
    for (const std::string& warning : foreign_sockets(*image, listens)) {
      log->write(Level::kWarning, warning);
    }
    add_destinations(*image, found.guard);
    dataplane::Publication publication;
    found.resolved = names.resolved;
    publication.names = std::move(names.resolved);
    publication.own_names = find_own_names(image->settings(), listens);
    if (!found.guard.addresses.empty()) {
      publication.addresses =
          std::make_unique<dataplane::guard::AddressList>(found.guard.addresses, seed);
    }
    publication.image = std::move(image);
    return publication;
  }

  // Tells the guards who is a peer and who is denied.
  void publish_lists() {
    const std::vector<dataplane::guard::DenyEntry> denied =
        script.guard.all_denied(std::time(nullptr));
    const auto make = [&] {
      return std::make_unique<dataplane::guard::AccessLists>(script.guard.all_peers(), denied,
                                                             seed);
    };
    lists = make();
    plane->publish_lists(make());
  }

  void publish_signatures() {
    const std::string problem = plane->publish_signatures(script.guard.signatures.set);
    if (!problem.empty()) log->write(Level::kError, "the signatures are as they were: " + problem);
  }

  // Tells the guards of `script`.
  void tell_guards() {
    publish_lists();
    publish_signatures();
    plane->set_parameters(script.guard.parameters);
  }
};

}  // namespace weir::control
