// dispatcher: a destination of a set for each request. Behaviour and return codes are those of
// Kamailio 5.6.3, but for round robin, chance and weights: they go by the Call-ID, so that a
// retransmission, its CANCEL and an ACK take the same way without memory.
#include "routes/core_hash.h"
#include "routes/module_data.h"

#include "routes/natives/functions_routing.h"
#include "routes/natives/readers.h"
#include "routes/natives/reference.h"
#include "routes/natives/request_uri.h"
#include "routes/operators.h"
#include "sip/authentication.h"
#include "sip/keyed_text.h"
#include "sip/name_addr.h"

#include <algorithm>
#include <optional>

namespace weir::routes::natives {
namespace {

// Where a choice is written to.
enum class Into : std::uint8_t { kDestinationUri, kDomain, kXavpAlone };

enum Algorithm : std::int32_t {
  kCallId = 0,
  kFrom = 1,
  kTo = 2,
  kRequestUri = 3,
  kRoundRobin = 4,
  kUser = 5,
  kRandom = 6,
  kVariable = 7,
  kFirst = 8,
  kWeight = 9,
  kCallLoad = 10,
  kRelativeWeight = 11,
  kParallel = 12,
  kLatency = 13,
};

// ds_is_from_list()'s mode.
enum Mode : std::int32_t { kAnyPort = 1, kAnyTransport = 2, kUsableOnly = 4, kAllModes = 7 };

// Records of the choice that a script sees: the pool has room for other xavps, too.
constexpr std::size_t kMostShown = 16;

const Dispatch& dispatch_of(const Execution& e) noexcept { return e.image->data().dispatch; }

void say(Execution& e, int level, std::initializer_list<std::string_view> pieces) noexcept {
  if (e.host->log_enabled(e, level)) e.host->log(e, level, -1, join_texts(*e.arena, pieces));
}

// An argument that is a number; false, and a line in the log, when it is none.
bool read_number(Execution& e, const Value& value, std::string_view what,
                 std::int32_t& number) noexcept {
  if (value.is_int()) {
    number = value.number;
    return true;
  }
  if (text_to_int(value.text, number)) return true;
  say(e, -1, {"dispatcher: the ", what, " \"", value.text, "\" is no number\n"});
  return false;
}

// Kamailio's hash of two texts; 0 stands for "none" there.
std::uint32_t hash_texts(std::string_view first, std::string_view second) noexcept {
  return std::max(core_hash(first, second), 1U);
}

std::optional<std::uint32_t> hash_uri(const Execution& e, std::string_view text) noexcept {
  std::string_view user;
  std::string_view host;
  if (!uri_hash_keys(text, dispatch_of(e).user_only, user, host)) return std::nullopt;
  return hash_texts(user, host);
}

std::string_view call_id(const Execution& e) noexcept {
  const auto found = e.message->call_id();
  return found ? *found : std::string_view{};
}

// Of the user before an "@"; nothing without credentials.
std::optional<std::uint32_t> hash_user(const Execution& e) noexcept {
  using sip::HeaderId;
  for (const HeaderId id : {HeaderId::kProxyAuthorization, HeaderId::kAuthorization}) {
    const sip::Field* const field = e.message->first(id);
    if (field == nullptr) continue;
    const auto user = sip::find_auth_param(e.message->value(*field), "username");
    if (user && !user->empty()) return hash_texts(user->substr(0, user->find('@')), {});
  }
  return std::nullopt;
}

std::optional<std::uint32_t> hash_variable(Execution& e) noexcept {
  const int id = dispatch_of(e).hash_pv;
  if (id < 0) {
    say(e, -1, {"dispatcher: algorithm 7 needs hash_pvar\n"});
    return std::nullopt;
  }
  IntText scratch;
  const Value value = read_reference(e, e.image->pv(static_cast<std::uint32_t>(id)));
  const std::string_view text = to_text(value, scratch);
  if (text.empty()) return std::nullopt;
  return hash_texts(text, {});
}

std::optional<std::uint32_t> hash_by(Execution& e, std::int32_t algorithm) noexcept {
  switch (algorithm) {
    case kCallId:
      return hash_texts(call_id(e), {});
    case kFrom: {
      const auto from = e.message->from();
      return from ? hash_uri(e, (*from)->uri) : std::nullopt;
    }
    case kTo: {
      const auto to = e.message->to();
      return to ? hash_uri(e, (*to)->uri) : std::nullopt;
    }
    case kRequestUri:
      return hash_uri(e, current_uri(e));
    default:
      return hash_variable(e);
  }
}

// Spreads the Call-ID, by our key: nobody can aim at one destination, and behind another tier of
// edges, which has another key, the shares are as even as before it.
DispatchChoice spread(Execution& e, int set, Weights weights, std::int32_t limit) noexcept {
  sip::SipHash hash = sip::keyed_hash(*e.keys, e.keys->current, sip::KeyedDomain::kDispatch);
  hash.add(call_id(e));
  return dispatch_of(e).sets.choose_spread(set, hash.finish(), weights, limit);
}

DispatchChoice choose(Execution& e, int set, std::int32_t algorithm, std::int32_t limit) noexcept {
  const DispatchSets& sets = dispatch_of(e).sets;
  switch (algorithm) {
    case kCallId:
    case kFrom:
    case kTo:
    case kRequestUri:
    case kVariable: {
      const auto hash = hash_by(e, algorithm);
      return hash ? sets.choose_hashed(set, *hash, limit) : DispatchChoice{};
    }
    case kUser:
      if (const auto hash = hash_user(e)) return sets.choose_hashed(set, *hash, limit);
      return spread(e, set, Weights::kNone, limit);
    case kRoundRobin:
    case kRandom:
      return spread(e, set, Weights::kNone, limit);
    case kWeight:
      return spread(e, set, Weights::kWeight, limit);
    case kRelativeWeight:
      return spread(e, set, Weights::kRelative, limit);
    case kCallLoad:
    case kParallel:
    case kLatency:
      say(e, -1,
          {"dispatcher: algorithm ", number_text(*e.arena, algorithm), " is not built yet\n"});
      return {};
    case kFirst:
      break;
    default:
      say(e, 0,
          {"dispatcher: there is no algorithm ", number_text(*e.arena, algorithm),
           ": the first destination is taken\n"});
      break;
  }
  return sets.choose_first(set, limit);
}

// Puts what is left of the choice into the script's xavps, the current destination first.
void show(Execution& e) noexcept {
  const Dispatch& d = dispatch_of(e);
  XavpPool& pool = e.notes->xavps;
  if (d.destinations_xavp.empty()) return;
  pool.remove_all(XavpKind::kXavp, d.destinations_xavp);
  std::array<const Destination*, kMostShown> shown{};
  std::size_t count = 0;
  for (DispatchChoice at = e.notes->dispatch; at.left != 0 && count < kMostShown;) {
    shown[count++] = &d.sets.current(at);
    if (!d.sets.next(at)) break;
  }
  const std::int32_t set = d.sets.sets()[e.notes->dispatch.set].id;
  while (count-- > 0) {
    const Destination& one = *shown[count];
    const XavpPool::Index record = pool.push_record(XavpKind::kXavp, d.destinations_xavp);
    if (record == XavpPool::kNone) return;
    const auto add = [&](std::string_view name, std::string_view text) {
      if (!text.empty()) pool.push_value(record, name, Value::of(text));
    };
    if ((d.destinations_mode & 4) != 0) add("sockname", one.traits.socket_name);
    if ((d.destinations_mode & 2) != 0) add("socket", one.traits.socket);
    if ((d.destinations_mode & 1) == 0) add("attrs", one.attributes);
    pool.push_value(record, "grp", Value::integer(set));
    add("uri", one.uri);
  }
}

void show_count(Execution& e) noexcept {
  const Dispatch& d = dispatch_of(e);
  if (d.context_xavp.empty() || (d.context_mode & 1) != 0) return;
  XavpPool& pool = e.notes->xavps;
  pool.remove_all(XavpKind::kXavp, d.context_xavp);
  pool.add_to_record(XavpKind::kXavp, d.context_xavp, "cnt",
                     Value::integer(e.notes->dispatch.left));
}

// Everything behind the user becomes the destination.
bool set_domain(Execution& e, const Destination& destination) noexcept {
  const std::string_view text = current_uri(e);
  const auto uri = sip::parse_uri(text);
  if (!uri) return false;
  const bool hosts = !uri->host.empty();
  const std::string_view user =
      hosts ? text.substr(0, static_cast<std::size_t>(uri->host.data() - text.data())) : text;
  return set_uri(e, join_texts(*e.arena, {user, hosts ? "" : "@", destination.domain}));
}

std::int32_t send_to(Execution& e, const DispatchChoice& choice, Into into) noexcept {
  if (into == Into::kXavpAlone) return 1;
  const Destination& destination = dispatch_of(e).sets.current(choice);
  int socket = destination.socket.empty() ? -1 : find_socket(e, destination.socket);
  if (!destination.socket_name.empty()) {
    socket = e.host->find_socket_name(e, destination.socket_name);
  }
  if (socket >= 0) e.notes->forced_socket = socket;
  if (into == Into::kDomain) return set_domain(e, destination) ? 1 : -1;
  e.notes->destination_uri = destination.uri;
  return 1;
}

// ds_select*(set, algorithm [, limit])
std::int32_t select(Execution& e, Arguments a, Into into) noexcept {
  const Dispatch& d = dispatch_of(e);
  std::int32_t id = 0;
  std::int32_t algorithm = 0;
  std::int32_t limit = 0;
  if (!read_number(e, a[0], "set", id) || !read_number(e, a[1], "algorithm", algorithm) ||
      (a.size() > 2 && !read_number(e, a[2], "limit", limit))) {
    return -1;
  }
  if (into == Into::kDestinationUri && !d.force && !e.notes->destination_uri.empty()) {
    say(e, -1, {"dispatcher: $du is set to ", e.notes->destination_uri, " already\n"});
    return -1;
  }
  const int set = d.sets.find(id);
  if (set < 0) {
    say(e, -1, {"dispatcher: there is no set ", number_text(*e.arena, id), "\n"});
    return -1;
  }
  const DispatchChoice choice = choose(e, set, algorithm, limit);
  if (choice.left == 0) return -1;
  e.notes->dispatch = {};
  if (d.failover) {
    e.notes->dispatch = choice;
    show(e);
    show_count(e);
  }
  return send_to(e, choice, into);
}

// The current choice again, or the next one.
std::int32_t set_again(Execution& e, Into into) noexcept {
  if (e.notes->dispatch.left == 0) return -1;
  return send_to(e, e.notes->dispatch, into);
}

std::int32_t set_next(Execution& e, Into into) noexcept {
  DispatchChoice& choice = e.notes->dispatch;
  if (choice.left == 0) return -1;
  const bool more = dispatch_of(e).sets.next(choice);
  show(e);
  return more ? send_to(e, choice, into) : -1;
}

// Where a request comes from, or a URI leads.
struct Origin {
  sip::Address address;
  std::uint16_t port = 0;                 // 0: the URI has none
  Transport transport = Transport::kUdp;  // kOther: the URI has none
};

bool read_origin(Execution& e, std::string_view text, Origin& origin) noexcept {
  const auto uri = sip::parse_uri(text);
  if (!uri || uri->host.empty()) {
    say(e, -1, {"dispatcher: \"", text, "\" is no SIP URI\n"});
    return false;
  }
  const auto address = sip::parse_address(uri->host);
  if (address) {
    origin.address = *address;
  } else if (!e.host->resolve(e, uri->host, origin.address)) {
    return false;
  }
  origin.port = uri->port;
  origin.transport = sip::find_transport(uri->params.find("transport").value);
  return true;
}

// As in Kamailio, a destination that names no transport is of none, and a source never is.
bool fits(const Dispatch& d, const DispatchSets::AddressKey& key, std::int32_t set,
          const Origin& origin, std::int32_t mode) noexcept {
  const DispatchSet& of = d.sets.set_of(key);
  const Destination& one = d.sets.at(key);
  if (set != -1 && of.id != set) return false;
  if ((mode & kAnyPort) == 0 && one.port != 0 && one.port != origin.port) return false;
  if ((mode & kAnyTransport) == 0 && one.transport_param != origin.transport) return false;
  return (mode & kUsableOnly) == 0 || is_usable(d.sets.state(of.first + key.place));
}

const DispatchSets::AddressKey* find_origin(const Dispatch& d, std::int32_t set,
                                            const Origin& origin, std::int32_t mode) noexcept {
  for (const DispatchSets::AddressKey& key : d.sets.at(origin.address)) {
    if (fits(d, key, set, origin, mode)) return &key;
  }
  for (const DispatchSets::AddressKey& key : d.sets.named()) {
    if (key.address == origin.address && fits(d, key, set, origin, mode)) return &key;
  }
  return nullptr;
}

void give(Execution& e, int id, const Value& value) noexcept {
  if (id >= 0) write_reference(e, e.image->pv(static_cast<std::uint32_t>(id)), value);
}

}  // namespace

std::int32_t ds_select(Execution& e, Arguments a) noexcept {
  return select(e, a, Into::kXavpAlone);
}
std::int32_t ds_select_dst(Execution& e, Arguments a) noexcept {
  return select(e, a, Into::kDestinationUri);
}
std::int32_t ds_select_domain(Execution& e, Arguments a) noexcept {
  return select(e, a, Into::kDomain);
}

std::int32_t ds_next_dst(Execution& e, Arguments a) noexcept {
  static_cast<void>(a);
  return set_next(e, Into::kDestinationUri);
}
std::int32_t ds_next_domain(Execution& e, Arguments a) noexcept {
  static_cast<void>(a);
  return set_next(e, Into::kDomain);
}
std::int32_t ds_set_dst(Execution& e, Arguments a) noexcept {
  static_cast<void>(a);
  return set_again(e, Into::kDestinationUri);
}
std::int32_t ds_set_domain(Execution& e, Arguments a) noexcept {
  static_cast<void>(a);
  return set_again(e, Into::kDomain);
}

std::int32_t ds_list_exists(Execution& e, Arguments a) noexcept {
  std::int32_t id = 0;
  if (!read_number(e, a[0], "set", id)) return -2;
  return dispatch_of(e).sets.find(id) >= 0 ? 1 : -1;
}

// ds_is_active(set [, uri]): the URI as the list file has it.
std::int32_t ds_is_active(Execution& e, Arguments a) noexcept {
  const DispatchSets& sets = dispatch_of(e).sets;
  std::int32_t id = 0;
  if (!read_number(e, a[0], "set", id)) return -1;
  const int index = sets.find(id);
  if (index < 0) return -1;
  const DispatchSet& set = sets.sets()[static_cast<std::size_t>(index)];
  for (std::size_t i = 0; i < set.destinations.size(); ++i) {
    if (a.size() > 1 && set.destinations[i].uri != a[1].text) continue;
    if (is_usable(sets.state(set.first + i))) return 1;
  }
  return -1;
}

// ds_is_from_list([set [, mode [, uri]]])
std::int32_t ds_is_from_list(Execution& e, Arguments a) noexcept {
  const Dispatch& d = dispatch_of(e);
  std::int32_t set = -1;
  std::int32_t mode = kAnyTransport;
  if (!a.empty() && !read_number(e, a[0], "set", set)) return -1;
  if (a.size() > 1 && !read_number(e, a[1], "mode", mode)) return -1;
  if ((mode & ~kAllModes) != 0) {
    say(e, -1, {"dispatcher: mode ", number_text(*e.arena, mode), " is not built yet\n"});
    return -1;
  }
  const Reception& reception = *e.reception;
  Origin origin{reception.source.address, reception.source.port, reception.transport};
  if (a.size() > 2 && !read_origin(e, a[2].text, origin)) return -1;
  const DispatchSets::AddressKey* const key = find_origin(d, set, origin, mode);
  if (key == nullptr) return -1;
  if (set == -1) give(e, d.set_pv, Value::integer(d.sets.set_of(*key).id));
  const std::string& attributes = d.sets.at(*key).attributes;
  if (!attributes.empty()) give(e, d.attributes_pv, Value::of(attributes));
  return 1;
}

}  // namespace weir::routes::natives
