// Captures of what the lcores receive. See bridge.h.
#include "control/bridge_state.h"
#include "control/loop.h"
#include "dataplane/drops.h"
#include "dataplane/tap.h"

#include <fmt/format.h>

namespace weir::control {
namespace {

// A reader that asks no more has gone without saying so.
constexpr Milliseconds kReaderPatience{10'000};

std::string comment_of(const dataplane::TapRecord& record, unsigned worker,
                       std::string_view socket) {
  using dataplane::DropReason;
  const auto name_of = [](DropReason reason) {
    return dataplane::kDropNames[static_cast<std::size_t>(reason)];
  };
  std::string text(dataplane::fate_name(record.outcome.fate));
  if (record.outcome.reason != DropReason::kNone) {
    const dataplane::DropName name = name_of(record.outcome.reason);
    text += fmt::format(" {}: {}", name.text, name.meaning);
  }
  if (record.outcome.observed != DropReason::kNone) {
    const dataplane::DropName name = name_of(record.outcome.observed);
    text += fmt::format("; would be dropped {}: {}", name.text, name.meaning);
  }
  return text + fmt::format("; class {}; socket {}; lcore {}", dataplane::class_name(record.klass),
                            socket, worker + 1);
}

// The fate of that name; false when there is none.
bool find_fate(std::string_view name, dataplane::Fate& fate) {
  for (std::size_t i = 0; i < dataplane::kFates; ++i) {
    fate = static_cast<dataplane::Fate>(i);
    if (dataplane::fate_name(fate) == name) return true;
  }
  return false;
}

}  // namespace

std::string Bridge::start_capture(const CaptureFilter& wanted, std::uint64_t& id) {
  State& state = *state_;
  if (state.capture != 0 && Loop::now() - state.capture_read < kReaderPatience) {
    return "another capture runs: end it first, or wait until it is done";
  }
  dataplane::TapFilter filter;
  filter.by_source = wanted.source.has_value();
  if (wanted.source) filter.source = *wanted.source;
  filter.observed = wanted.verdict == "observed";
  filter.by_fate = !wanted.verdict.empty() && !filter.observed;
  if (filter.by_fate && !find_fate(wanted.verdict, filter.fate)) {
    return fmt::format(
        "there is no verdict '{}': dropped, forwarded, answered, keepalive, observed",
        wanted.verdict);
  }
  if (!wanted.reason.empty()) {
    const auto names = drop_names();
    std::size_t at = 0;
    while (at < names.size() && names[at].name != wanted.reason) ++at;
    if (at == names.size()) {
      return fmt::format("there is no drop reason '{}': `sipweirctl drops` lists all",
                         wanted.reason);
    }
    filter.reason = static_cast<dataplane::DropReason>(at + 1);
  }
  state.plane->start_tap(filter);
  state.capture = id = ++state.captures;
  state.capture_read = Loop::now();
  return {};
}

std::string Bridge::read_capture(std::uint64_t id, std::size_t most,
                                 std::vector<CapturedPacket>& packets, std::uint64_t& lost) {
  State& state = *state_;
  if (id == 0 || id != state.capture) return "that capture has ended";
  state.capture_read = Loop::now();
  const std::vector<std::string> names = sockets();
  const auto take = [&](const dataplane::TapRecord& record, unsigned worker) {
    CapturedPacket packet;
    packet.source = record.source;
    packet.destination = record.destination;
    packet.wall_nanoseconds = record.wall_ns;
    packet.size = record.size;
    packet.bytes = record.text();
    packet.comment =
        comment_of(record, worker, record.listen < names.size() ? names[record.listen] : "?");
    packets.push_back(std::move(packet));
  };
  state.plane->drain_tap(take, most);
  lost = state.plane->tap_lost();
  return {};
}

void Bridge::stop_capture(std::uint64_t id) {
  if (id == 0 || id != state_->capture) return;
  state_->capture = 0;
  state_->plane->stop_tap();
}

void Bridge::end_stale_capture() {
  if (state_->capture == 0 || Loop::now() - state_->capture_read < kReaderPatience) return;
  state_->log->write(Level::kNotice, "a capture has ended: nobody reads it");
  stop_capture(state_->capture);
}

}  // namespace weir::control
