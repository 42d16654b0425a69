// Slow scans: what strangers were refused, scored and acted upon. See bridge.h.
#include "control/bridge_state.h"
#include "dataplane/guard/source_key.h"

#include <fmt/format.h>

#include <array>
#include <ctime>

namespace weir::control {
namespace {

using dataplane::guard::BanReason;
using dataplane::guard::GuardCommand;
using dataplane::guard::source_address;
using dataplane::guard::source_key;

std::string text_of(const sip::Address& address) {
  std::array<char, sip::kAddressText> text{};
  return {text.data(), sip::format_address(address, text)};
}

}  // namespace

void Bridge::State::load_scans() {
  if (scan_path.empty()) return;
  bool missing = false;
  const std::string problem = scans.load(scan_path, keys, std::time(nullptr), missing);
  if (problem.empty()) return;
  log->write(Level::kWarning,
             fmt::format("{}; scans are scored anew, and the file is written anew", problem));
}

void Bridge::State::keep_scans() {
  if (scan_path.empty() || !scans.changed()) return;
  const std::string problem =
      scans.save(scan_path, keys, std::time(nullptr), script.guard.scan_half_life, /*sync=*/false);
  if (!problem.empty() && !scan_save_failed) {
    log->write(Level::kWarning,
               fmt::format("the scores of scans are not kept: {}; name a file in a directory that "
                           "we may write to with modparam(\"guard\", \"scan_file\", PATH), \"\" "
                           "for none",
                           problem));
  }
  scan_save_failed = !problem.empty();
}

// The guards ban a proved source without customers behind it, and nobody else, unless the operator
// has told us to believe addresses.
void Bridge::State::note_refusal(const sip::Address& source, std::string_view user) {
  const GuardSettings& guard = script.guard;
  const std::uint32_t limit = guard.parameters.scan_limit;
  if (limit == 0) return;
  const std::int64_t now = std::time(nullptr);
  const ScanScores::Found found =
      scans.note(source_key(source), user, now, limit, guard.scan_half_life);
  if (found == ScanScores::Found::kNothing) return;
  if (!guard.parameters.observe) {
    plane->tell_all(GuardCommand::ban(source, 0, BanReason::kAutomatic));
    if (guard.scan_ban != 0) {
      plane->tell_all(GuardCommand::ban(source, guard.scan_ban, BanReason::kScript));
    }
  }
  if (found != ScanScores::Found::kCaught || !scan_events.take(guard.ban_events)) return;
  ScanScores::SourceLine line;
  if (!scans.find(source_key(source), now, guard.scan_half_life, line)) return;
  log->write(Level::kNotice, fmt::format("a scan: {} was refused for {:.0f} users in {} s",
                                         text_of(source), line.users, now - line.first));
  if (!plane->has_event("guard:scan")) return;
  dataplane::EventFacts facts;
  facts.address = source;
  facts.reason = "scan";
  facts.seconds = static_cast<std::int32_t>(now - line.first);
  plane->run_event("guard:scan", facts);
}

std::vector<ScanLine> Bridge::scans(std::size_t most) const {
  const std::int64_t now = std::time(nullptr);
  std::vector<ScanLine> lines;
  for (ScanScores::SourceLine& one :
       state_->scans.sources(now, state_->script.guard.scan_half_life, most)) {
    lines.push_back({text_of(source_address(one.source)), std::move(one.user), one.users,
                     one.caught, now - one.first, now - one.last});
  }
  return lines;
}

std::vector<ScanLine> Bridge::scanned_users(std::size_t most) const {
  const std::int64_t now = std::time(nullptr);
  std::vector<ScanLine> lines;
  for (ScanScores::UserLine& one :
       state_->scans.users(now, state_->script.guard.scan_half_life, most)) {
    lines.push_back({{}, std::move(one.user), one.sources, false, now - one.last, now - one.last});
  }
  return lines;
}

}  // namespace weir::control
