// Lists of what is refused unseen. See bridge.h.
#include "control/bridge_state.h"
#include "dataplane/guard/scanners.h"

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
    const std::int64_t age = now - feed.written;
    line.age = age;
    line.expired = feed.expired(now);
    if (feed.spec.expire != 0 && !line.expired) line.left = feed.spec.expire - age;
    lines.push_back(std::move(line));
  }
  const lists::Geo& geo = state_->script.guard.geo;
  for (const auto& database : geo.databases) {
    ListLine line;
    line.label = database->type();
    line.path = database->path();
    line.age = now - database->built();
    lines.push_back(std::move(line));
  }
  if (geo.rules.empty()) return lines;
  lines.push_back({"denied by geoip", {}, geo.denied.size(), {}, {}, false});
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
  lists::Geo geo = state.script.guard.geo;
  errors += lists::load_geo(geo);
  if (!errors.empty()) return "the lists are as they were:\n" + errors;
  state.script.guard.feeds = std::move(feeds);
  state.script.guard.geo = std::move(geo);
  state.publish_lists();
  return {};
}

SignatureView Bridge::signatures() const {
  const SignatureFile& file = state_->script.guard.signatures;
  const std::vector<std::uint64_t> hits = state_->plane->signature_hits();
  SignatureView view;
  view.path = file.path;
  view.age = std::time(nullptr) - file.read;
  if (file.set == nullptr) {
    view.date = dataplane::guard::kScannersDate;
    for (const std::string_view name : dataplane::guard::scanner_names()) {
      view.signatures.push_back({std::string(name), {}, {}, 0});
    }
  } else {
    view.date = file.set->list().date;
    for (const dataplane::guard::Signature& one : file.set->list().signatures) {
      view.signatures.push_back(
          {one.name, dataplane::guard::signature_field_names(one.fields), one.pattern, 0});
    }
  }
  for (std::size_t i = 0; i < view.signatures.size() && i < hits.size(); ++i) {
    view.signatures[i].hits = hits[i];
  }
  return view;
}

std::string Bridge::reload_signatures() {
  SignatureFile next = state_->script.guard.signatures;
  if (next.path.empty()) {
    return "the built-in list is used, which nothing changes: name a file by modparam(\"guard\", "
           "\"signatures\", FILE), and reload";
  }
  const std::string errors = load_signatures(next);
  if (!errors.empty()) return "the signatures are as they were:\n" + errors;
  state_->script.guard.signatures = std::move(next);
  state_->publish_signatures();
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
