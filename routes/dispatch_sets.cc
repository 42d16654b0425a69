#include "routes/dispatch_sets.h"

#include "routes/natives/request_uri.h"
#include "routes/text_parts.h"
#include "routes/value.h"
#include "sip/uri.h"

#include <algorithm>
#include <utility>

namespace weir::routes {
namespace {

constexpr std::size_t kMostDestinations = 65535;  // of a set, and sets: places have 16 bits
constexpr std::size_t kMostLine = 1023;           // Kamailio's
constexpr std::int32_t kAllFlags = 15;
constexpr std::int32_t kMostWeight = 10000;

// The next word; empty at the end, which a comment is.
std::string_view take_word(std::string_view& rest) {
  const std::size_t first = std::min(rest.find_first_not_of(" \t"), rest.size());
  rest.remove_prefix(first);
  if (rest.starts_with('#')) rest = {};
  const std::size_t size = std::min(rest.find_first_of(" \t"), rest.size());
  const std::string_view word = rest.substr(0, size);
  rest.remove_prefix(size);
  return word;
}

bool is_weight(std::string_view text, std::uint32_t& weight) {
  std::int32_t number = 0;
  if (!text_to_int(text, number) || number < 0 || number > kMostWeight) return false;
  weight = static_cast<std::uint32_t>(number);
  return true;
}

// What is wrong with the attributes, or nothing.
std::string read_traits(std::string_view attributes, DestinationTraits& traits) {
  while (!attributes.empty()) {
    std::string_view name;
    const std::string_view value = take_attribute(attributes, name);
    const bool weighs = name == "weight" || name == "rweight";
    if (name == "duid") traits.duid = value;
    if (name == "socket") traits.socket = value;
    if (name == "sockname") traits.socket_name = value;
    std::uint32_t& weight = name == "weight" ? traits.weight : traits.relative_weight;
    if (weighs && !is_weight(value, weight)) {
      return std::string(name) + "=" + std::string(value) + " is no number from 0 to 10000";
    }
  }
  return {};
}

// What is wrong with the URI, or nothing.
std::string read_uri(std::string_view text, Destination& destination) {
  const auto uri = sip::parse_uri(text);
  const bool is_sip =
      uri && (uri->scheme == sip::Scheme::kSip || uri->scheme == sip::Scheme::kSips);
  if (!is_sip || uri->host.empty()) {
    return "\"" + std::string(text) + "\" is no SIP URI: write sip:HOST[:PORT]";
  }
  destination.uri = text;
  destination.domain = text.substr(static_cast<std::size_t>(uri->host.data() - text.data()));
  destination.host = uri->host;
  if (const auto address = sip::parse_address(uri->host)) destination.address = *address;
  destination.port = uri->port;
  destination.effective_port = uri->effective_port();
  destination.transport = transport_of(*uri);
  destination.transport_param = sip::find_transport(uri->params.find("transport").value);
  return {};
}

// A line of the file; what is wrong with it, or nothing. `id` is the set.
std::string read_line(std::string_view line, std::int32_t& id, Destination& destination) {
  if (line.size() > kMostLine) return "a line has at most 1023 bytes";
  const std::string_view set = take_word(line);
  if (!text_to_int(set, id) || id < 0) {
    return "\"" + std::string(set) +
           "\" is no number of a set: write SET URI FLAGS PRIORITY ATTRIBUTES";
  }
  const std::string_view uri = take_word(line);
  if (uri.empty())
    return "set " + std::string(set) + " has no URI: write SET URI FLAGS PRIORITY ATTRIBUTES";
  if (std::string problem = read_uri(uri, destination); !problem.empty()) return problem;

  std::int32_t flags = 0;
  std::string_view word = take_word(line);
  const auto is_attributes = [&] { return word.find('=') != word.npos; };
  if (!word.empty() && !is_attributes()) {
    if (!text_to_int(word, flags) || flags < 0 || flags > kAllFlags) {
      return "the flags " + std::string(word) +
             " are none: write a sum of 1 inactive, 2 trying, 4 disabled and 8 probing";
    }
    word = take_word(line);
  }
  destination.flags = static_cast<std::uint8_t>(flags);
  if (!word.empty() && !is_attributes()) {
    if (!text_to_int(word, destination.priority)) {
      return "the priority " + std::string(word) + " is no number";
    }
    word = take_word(line);
  }
  destination.attributes = word;
  if (const std::string_view more = take_word(line); !more.empty()) {
    return "\"" + std::string(more) + "\" stands behind the attributes, which have no blanks";
  }
  return read_traits(word, destination.traits);
}

}  // namespace

std::string_view state_text(std::uint8_t state) noexcept {
  constexpr std::string_view kTexts = "AXAPTXTPIXIPDXDP";
  std::size_t row = (state & kDestinationTrying) != 0 ? 2 : 0;
  if ((state & kDestinationDisabled) != 0) row = 6;
  if ((state & kDestinationInactive) != 0) row = 4;
  if ((state & kDestinationProbing) != 0) ++row;
  return kTexts.substr(2 * row, 2);
}

std::vector<ListProblem> DispatchSets::read(std::string_view text) {
  std::vector<ListProblem> problems;
  const auto complain = [&](std::uint32_t line, bool warning, std::string what) {
    problems.push_back({line, warning, std::move(what)});
  };
  for (std::uint32_t number = 1; !text.empty(); ++number) {
    const std::string_view line = take_line(text);
    std::string_view words = line;
    if (take_word(words).empty()) continue;
    std::int32_t id = 0;
    Destination destination;
    destination.line = number;
    if (std::string problem = read_line(line, id, destination); !problem.empty()) {
      complain(number, false, std::move(problem));
      continue;
    }
    if (destination.transport != sip::Transport::kUdp) {
      complain(number, true,
               destination.uri + " is not reached: only UDP is built, and forward() to it fails");
    }
    auto set = std::find_if(sets_.begin(), sets_.end(),
                            [&](const DispatchSet& one) { return one.id == id; });
    if (set == sets_.end()) {
      set = sets_.emplace(sets_.end());
      set->id = id;
    }
    const auto same = [&](const Destination& one) { return one.uri == destination.uri; };
    const auto twice = std::find_if(set->destinations.begin(), set->destinations.end(), same);
    if (twice != set->destinations.end()) {
      complain(number, true,
               destination.uri + " stands in set " + std::to_string(id) + " twice, first in line " +
                   std::to_string(twice->line));
    }
    if (set->destinations.size() == kMostDestinations || sets_.size() > kMostDestinations) {
      complain(number, false, "there are more than 65535 sets, or destinations of one");
      return problems;
    }
    set->destinations.push_back(std::move(destination));
  }
  sort();
  return problems;
}

// Puts sets and destinations into their order, and makes what they are found by.
void DispatchSets::sort() {
  std::sort(sets_.begin(), sets_.end(),
            [](const DispatchSet& a, const DispatchSet& b) { return a.id < b.id; });
  count_ = 0;
  std::vector<AddressKey> named;
  for (std::size_t i = 0; i < sets_.size(); ++i) {
    DispatchSet& set = sets_[i];
    set.first = static_cast<std::uint32_t>(count_);
    count_ += set.destinations.size();
    std::reverse(set.destinations.begin(), set.destinations.end());
    std::stable_sort(
        set.destinations.begin(), set.destinations.end(),
        [](const Destination& a, const Destination& b) { return a.priority > b.priority; });
    for (std::size_t k = 0; k < set.destinations.size(); ++k) {
      const auto& address = set.destinations[k].address;
      (address ? addresses_ : named)
          .push_back({address.value_or(sip::Address{}), static_cast<std::uint16_t>(i),
                      static_cast<std::uint16_t>(k)});
    }
  }
  named_count_ = named.size();
  named_ = std::make_unique<AddressKey[]>(named_count_);
  std::copy(named.begin(), named.end(), named_.get());
  std::stable_sort(addresses_.begin(), addresses_.end(),
                   [](const AddressKey& a, const AddressKey& b) { return a.address < b.address; });
  states_ = std::make_unique<std::atomic<std::uint8_t>[]>(count_);
  for (const DispatchSet& set : sets_) {
    for (std::size_t k = 0; k < set.destinations.size(); ++k) {
      set_state(set.first + k, set.destinations[k].flags);
    }
  }
}

void DispatchSets::use_default_socket(const std::string& socket, const std::string& name) {
  for (DispatchSet& set : sets_) {
    for (Destination& one : set.destinations) {
      const bool own = !one.traits.socket.empty() || !one.traits.socket_name.empty();
      one.socket = own ? one.traits.socket : socket;
      one.socket_name = own ? one.traits.socket_name : name;
    }
  }
}

int DispatchSets::find(std::int32_t id) const noexcept {
  const auto at =
      std::lower_bound(sets_.begin(), sets_.end(), id,
                       [](const DispatchSet& set, std::int32_t wanted) { return set.id < wanted; });
  return at == sets_.end() || at->id != id ? -1 : static_cast<int>(at - sets_.begin());
}

void DispatchSets::keep_states(const DispatchSets& older) const noexcept {
  for (const DispatchSet& set : sets_) {
    const int index = older.find(set.id);
    if (index < 0) continue;
    const DispatchSet& before = older.sets_[static_cast<std::size_t>(index)];
    for (std::size_t i = 0; i < set.destinations.size(); ++i) {
      const Destination& one = set.destinations[i];
      const auto same = [&](const Destination& was) {
        return was.uri == one.uri && was.flags == one.flags;
      };
      const auto at = std::find_if(before.destinations.begin(), before.destinations.end(), same);
      if (at == before.destinations.end()) continue;
      const auto place = static_cast<std::size_t>(at - before.destinations.begin());
      set_state(set.first + i, older.state(before.first + place));
    }
  }
}

// The destinations that a hash is spread over.
std::size_t DispatchSets::ring(const DispatchSet& set) const noexcept {
  const std::size_t count = set.destinations.size();
  return last_is_default_ && count > 1 ? count - 1 : count;
}

// Upwards from `start` and around; the default one last.
std::size_t DispatchSets::place(const DispatchSet& set, std::size_t start,
                                std::size_t step) const noexcept {
  const std::size_t round = ring(set);
  return step < round ? (start + step) % round : round;
}

bool DispatchSets::usable(const DispatchSet& set, std::size_t place) const noexcept {
  return is_usable(state(set.first + place));
}

DispatchChoice DispatchSets::begin(int set, std::size_t start, std::int32_t limit) const noexcept {
  const DispatchSet& of = sets_[static_cast<std::size_t>(set)];
  DispatchChoice choice;
  choice.set = static_cast<std::uint16_t>(set);
  choice.start = static_cast<std::uint16_t>(start);
  std::size_t left = 0;
  for (std::size_t step = 0; step < of.destinations.size(); ++step) {
    if (!usable(of, place(of, start, step))) continue;
    if (left == 0) choice.step = static_cast<std::uint16_t>(step);
    ++left;
  }
  if (limit > 0) left = std::min(left, static_cast<std::size_t>(limit));
  choice.left = static_cast<std::uint16_t>(left);
  return choice;
}

DispatchChoice DispatchSets::choose_hashed(int set, std::uint32_t hash,
                                           std::int32_t limit) const noexcept {
  return begin(set, hash % ring(sets_[static_cast<std::size_t>(set)]), limit);
}

DispatchChoice DispatchSets::choose_first(int set, std::int32_t limit) const noexcept {
  return begin(set, 0, limit);
}

DispatchChoice DispatchSets::choose_spread(int set, std::uint64_t hash, Weights weights,
                                           std::int32_t limit) const noexcept {
  const DispatchSet& of = sets_[static_cast<std::size_t>(set)];
  const auto weight = [&](std::size_t place) -> std::uint64_t {
    const DestinationTraits& traits = of.destinations[place].traits;
    if (weights == Weights::kWeight) return traits.weight;
    return weights == Weights::kRelative ? traits.relative_weight : 1;
  };
  // The place where `point` lies, of those that count; no place without any weight.
  const auto pick = [&](std::uint32_t part, bool usable_only) -> std::size_t {
    const std::size_t round = ring(of);
    const auto counts = [&](std::size_t i) { return !usable_only || usable(of, i); };
    std::uint64_t total = 0;
    for (std::size_t i = 0; i < round; ++i) total += counts(i) ? weight(i) : 0;
    std::uint64_t point = (part * total) >> 32;
    for (std::size_t i = 0; i < round && total != 0; ++i) {
      if (!counts(i)) continue;
      if (point < weight(i)) return i;
      point -= weight(i);
    }
    return round;
  };
  const std::size_t round = ring(of);
  std::size_t start = pick(static_cast<std::uint32_t>(hash), false);
  if (start < round && !usable(of, start)) {
    const std::size_t other = pick(static_cast<std::uint32_t>(hash >> 32), true);
    if (other < round) start = other;
  }
  return begin(set, start < round ? start : 0, limit);
}

bool DispatchSets::next(DispatchChoice& choice) const noexcept {
  const DispatchSet& of = sets_[choice.set];
  const std::uint16_t left = std::exchange(choice.left, 0);
  if (left < 2) return false;
  for (std::size_t step = choice.step + 1U; step < of.destinations.size(); ++step) {
    if (!usable(of, place(of, choice.start, step))) continue;
    choice.step = static_cast<std::uint16_t>(step);
    choice.left = static_cast<std::uint16_t>(left - 1);
    return true;
  }
  return false;
}

const Destination& DispatchSets::current(const DispatchChoice& choice) const noexcept {
  const DispatchSet& of = sets_[choice.set];
  return of.destinations[place(of, choice.start, choice.step)];
}

std::span<const DispatchSets::AddressKey> DispatchSets::at(
    const sip::Address& address) const noexcept {
  const auto before = [](const AddressKey& key, const sip::Address& wanted) {
    return key.address < wanted;
  };
  const auto first = std::lower_bound(addresses_.begin(), addresses_.end(), address, before);
  auto last = first;
  while (last != addresses_.end() && last->address == address) ++last;
  return {first, last};
}

bool uri_hash_keys(std::string_view text, bool user_only, std::string_view& user,
                   std::string_view& host) noexcept {
  const auto uri = sip::parse_uri(text);
  if (!uri) return false;
  user = uri->user;
  host = user_only ? std::string_view{} : uri->host;
  const std::uint16_t usual = uri->scheme == sip::Scheme::kSips ? 5061 : 5060;
  if (!user_only && uri->has_port && uri->port != usual) {
    const char* const end = uri->port_text.data() + uri->port_text.size();
    host = {uri->host.data(), static_cast<std::size_t>(end - uri->host.data())};
  }
  return true;
}

}  // namespace weir::routes
