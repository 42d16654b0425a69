// Lists of what is refused unseen. See bridge.h.
#include "control/bridge_state.h"

#include <fmt/format.h>

#include <ctime>

namespace weir::control {

std::vector<ListLine> Bridge::lists() const {
  const std::int64_t now = std::time(nullptr);
  std::vector<ListLine> lines;
  for (const lists::Feed& feed : state_->script.guard.feeds) {
    ListLine line;
    line.label = feed.spec.label;
    line.path = feed.spec.path;
    line.entries = feed.prefixes.size();
    line.age = now - feed.written;
    line.expired = feed.expired(now);
    if (feed.spec.expire != 0 && !line.expired) line.left = feed.spec.expire - line.age;
    lines.push_back(std::move(line));
  }
  return lines;
}

std::string Bridge::reload_lists() {
  State& state = *state_;
  std::vector<lists::Feed> feeds = state.script.guard.feeds;
  std::string errors;
  for (lists::Feed& feed : feeds) {
    std::string error;
    if (!lists::load_feed(feed, error)) errors += fmt::format("{}: {}", feed.spec.path, error);
  }
  if (!errors.empty()) return "the lists are as they were:\n" + errors;
  state.script.guard.feeds = std::move(feeds);
  state.publish_lists();
  return {};
}

void Bridge::end_stale_lists() {
  State& state = *state_;
  const std::int64_t now = std::time(nullptr);
  bool changed = false;
  for (lists::Feed& feed : state.script.guard.feeds) {
    const bool expired = feed.expired(now);
    if (expired == feed.ignored) continue;
    changed = true;
    if (!expired) continue;
    state.log->write(
        Level::kWarning,
        fmt::format("list {}: {} was not written for {} seconds: its {} entries count "
                    "no more",
                    feed.spec.label, feed.spec.path, now - feed.written, feed.prefixes.size()));
  }
  if (changed) state.publish_lists();
}

}  // namespace weir::control
