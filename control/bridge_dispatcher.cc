// The dispatcher's destinations: their states, and asking whether they live. See bridge.h.
#include "control/bridge_state.h"
#include "control/loop.h"
#include "dataplane/stage_probe.h"
#include "sip/version.h"

#include <fmt/format.h>

#include <algorithm>

namespace weir::control {
namespace {

using dispatcher::StateChange;
using routes::Destination;
using routes::DispatchSet;
using routes::DispatchSets;

// The set that holds destination `number`, and which one of it that is.
const DispatchSet& set_of(const DispatchSets& sets, std::size_t number) {
  const auto behind =
      std::upper_bound(sets.sets().begin(), sets.sets().end(), number,
                       [](std::size_t n, const DispatchSet& set) { return n < set.first; });
  return *std::prev(behind);
}

// Where a destination is; nothing while its name has no address.
std::optional<sip::Address> address_of(const DispatchSets& sets, const DispatchSet& set,
                                       const Destination& one) {
  if (one.address) return one.address;
  for (const DispatchSets::AddressKey& key : sets.named()) {
    if (&sets.set_of(key) == &set && &sets.at(key) == &one && !key.address.is_unspecified()) {
      return key.address;
    }
  }
  return std::nullopt;
}

std::string_view state_word(std::uint8_t state) {
  if ((state & routes::kDestinationDisabled) != 0) return "disabled";
  if ((state & routes::kDestinationInactive) != 0) return "inactive";
  return (state & routes::kDestinationTrying) != 0 ? "trying" : "active";
}

}  // namespace

const DispatchSets& Bridge::State::dispatch_sets() const {
  return plane->image()->data().dispatch.sets;
}

void Bridge::State::follow_destinations() {
  prober.follow(script.probes, dispatch_sets(), Loop::now());
}

// The listen socket to ask a destination from; -1: the kernel's routes say.
int Bridge::State::socket_of(const Destination& one) const {
  std::string_view text = one.socket;
  if (text.starts_with("udp:")) text.remove_prefix(4);
  const auto at = sip::parse_endpoint(text, 5060);
  for (std::size_t i = 0; i < listens.size(); ++i) {
    const bool named = !one.socket_name.empty() && listens[i].name == one.socket_name;
    if (named || (at && listens[i].at == *at)) return static_cast<int>(i);
  }
  return -1;
}

bool Bridge::State::send_probe(std::size_t number, std::uint64_t probe) {
  const DispatchSets& sets = dispatch_sets();
  const DispatchSet& set = set_of(sets, number);
  const Destination& one = set.destinations[number - set.first];
  const auto address = address_of(sets, set, one);
  // Where nothing can be sent nothing comes back, and that is what counts.
  if (!address || one.transport != sip::Transport::kUdp) return true;
  const dispatcher::ProbeText text =
      dispatcher::make_probe(script.probes, one, probe, sip::product_version());
  dataplane::ProbeOrder order;
  order.to = {*address, one.effective_port};
  order.socket = socket_of(one);
  order.number = probe;
  return !order.set_text(text.start_line, text.rest) || plane->send_probe(order);
}

void Bridge::State::tell_state(const StateChange& change) {
  const std::string_view before = state_word(change.before);
  const std::string_view now = state_word(change.after);
  if (before == now) return;
  const DispatchSet& set = set_of(dispatch_sets(), change.destination);
  const bool down = !routes::is_usable(change.after);
  const std::string answer =
      change.status == 0 ? "no answer" : fmt::format("it answered {}", change.status);
  log->write(down ? Level::kWarning : Level::kNotice,
             fmt::format("dispatcher: {} of set {} is {}, it was {}: {}",
                         set.destinations[change.destination - set.first].uri, set.id, now, before,
                         answer));
}

void Bridge::probe() {
  State& s = *state_;
  s.prober.run(
      Loop::now(),
      [&s](std::size_t destination, std::uint64_t number) {
        return s.send_probe(destination, number);
      },
      [&s](const StateChange& change) { s.tell_state(change); });
}

std::vector<DestinationLine> Bridge::destinations() const {
  std::vector<DestinationLine> lines;
  const DispatchSets& sets = state_->dispatch_sets();
  for (const DispatchSet& set : sets.sets()) {
    for (std::size_t i = 0; i < set.destinations.size(); ++i) {
      const Destination& one = set.destinations[i];
      lines.push_back({set.id, one.uri, std::string(routes::state_text(sets.state(set.first + i))),
                       one.priority, one.attributes});
    }
  }
  return lines;
}

std::string Bridge::set_destination_state(std::int32_t set, const std::string& uri,
                                          std::string_view text) {
  State& s = *state_;
  std::uint8_t state = 0;
  if (!dispatcher::parse_state(text, state)) {
    return fmt::format(
        "'{}' is no state: a active, i inactive, t trying or d disabled; with p it is probed",
        text);
  }
  const DispatchSets& sets = s.dispatch_sets();
  const int index = sets.find(set);
  if (index < 0) return fmt::format("there is no set {}: `dispatcher list` shows all", set);
  const DispatchSet& of = sets.sets()[static_cast<std::size_t>(index)];
  bool found = false;
  for (std::size_t i = 0; i < of.destinations.size(); ++i) {
    if (uri != "all" && of.destinations[i].uri != uri) continue;
    s.prober.set_state(of.first + i, state);
    found = true;
  }
  if (!found) return fmt::format("set {} has no {}: `dispatcher list` shows all", set, uri);
  s.log->write(Level::kNotice, fmt::format("dispatcher: {} of set {} is set to {} by the operator",
                                           uri, set, routes::state_text(state)));
  return {};
}

}  // namespace weir::control
