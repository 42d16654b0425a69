// Trust as control gives and keeps it: told to every guard, and written down for the next start.
#include "control/bridge_state.h"

#include <fmt/format.h>

#include <algorithm>
#include <ctime>

namespace weir::control {
namespace {

using dataplane::guard::GuardCommand;

constexpr unsigned kSaveSeconds = 60;

}  // namespace

void Bridge::State::trust(const sip::Endpoint& flow, std::uint32_t seconds) {
  const std::uint32_t lasts = std::min(seconds, script.guard.parameters.trust_seconds);
  plane->tell_all(GuardCommand::trust(flow, lasts));
  if (!trust_path.empty()) book.trust(flow, std::time(nullptr) + lasts);
}

void Bridge::State::distrust(const sip::Endpoint& flow) {
  plane->tell_all(GuardCommand::distrust(flow));
  book.distrust(flow);
}

// Before the lcores run: their commands wait in the rings.
void Bridge::State::load_trust() {
  if (trust_path.empty()) return;
  const std::int64_t now = std::time(nullptr);
  bool missing = false;
  const std::string problem =
      book.load(trust_path, keys, now, script.guard.parameters.trust_seconds, missing);
  if (!problem.empty()) {
    log->write(
        Level::kWarning,
        fmt::format("{}; nobody is trusted until he registers again, and the file is written "
                    "anew",
                    problem));
  }
  for (const auto& [flow, until] : book.flows()) {
    plane->tell_all(GuardCommand::trust(flow, static_cast<std::uint32_t>(until - now)));
  }
  if (!book.flows().empty()) {
    log->write(Level::kNotice, fmt::format("{} phones are trusted as before, from {}",
                                           book.flows().size(), trust_path));
  }
}

void Bridge::State::keep_trust(bool ending) {
  if (!ending && ++unsaved_seconds < kSaveSeconds) return;
  unsaved_seconds = 0;
  keep_scans();
  if (trust_path.empty()) return;
  book.expire(std::time(nullptr));
  if (!book.changed()) return;
  const std::string problem = book.save(trust_path, keys, ending);
  if (!problem.empty() && !save_failed) {
    log->write(Level::kWarning,
               fmt::format("trust is not kept: {}; name a file in a directory that we may write to "
                           "with modparam(\"guard\", \"trust_file\", PATH), \"\" for none",
                           problem));
  }
  save_failed = !problem.empty();
}

}  // namespace weir::control
