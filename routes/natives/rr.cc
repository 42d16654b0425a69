// rr: Record-Route and loose routing. The Record-Route line itself is written by the plane, which
// knows the sockets.
#include "routes/natives/avp.h"
#include "routes/natives/functions_routing.h"
#include "routes/natives/path.h"
#include "routes/natives/readers.h"
#include "routes/natives/request_uri.h"
#include "routes/natives/uac.h"
#include "routes/operators.h"
#include "routes/workspace.h"
#include "sip/name_addr.h"

#include <array>

namespace weir::routes {
namespace natives {
namespace {

using sip::HeaderId;

// One Route value, where it stands, and whether it goes.
struct RouteValue {
  sip::NameAddr name;
  sip::Uri uri;
  const sip::Field* field = nullptr;
  bool removed = false;
};

// The route set of a request, read once. What is marked removed is taken out in one go: edits
// beside each other in one field would touch.
class RouteSet {
 public:
  static constexpr std::size_t kMost = 32;

  explicit RouteSet(Execution& e) noexcept : e_(e) {
    sip::ValueList<sip::NameAddr> walk(*e.message, HeaderId::kRoute, sip::next_name_addr);
    while (count_ < kMost) {
      const auto name = walk.next();
      if (!name) break;
      const auto uri = sip::parse_uri(name->uri);
      if (!uri) {
        broken_ = true;
        break;
      }
      values_[count_++] = {*name, *uri, walk.field(), false};
    }
    broken_ = broken_ || walk.error() != sip::Error::kNone;
  }

  // True when there is a first value that can be followed.
  bool usable() const noexcept { return count_ > 0 && !broken_; }
  std::size_t size() const noexcept { return count_; }
  RouteValue& operator[](std::size_t i) noexcept { return values_[i]; }

  // Takes the marked values out of the message.
  void apply() noexcept {
    for (std::size_t first = 0; first < count_;) {
      std::size_t end = first;
      while (end < count_ && values_[end].field == values_[first].field) ++end;
      apply_field(first, end);
      first = end;
    }
  }

 private:
  void remove(std::size_t begin, std::size_t end) noexcept {
    if (!e_.notes->edits.remove(begin, end)) ++e_.notes->edits_refused;
  }

  // The values [first, end) are those of one field.
  void apply_field(std::size_t first, std::size_t end) noexcept {
    std::size_t kept = end;  // the last value that stays
    for (std::size_t i = first; i < end; ++i) {
      if (!values_[i].removed) kept = i;
    }
    const sip::Field& field = *values_[first].field;
    if (kept == end) {
      remove(field.begin, field.end);
      return;
    }
    // Before the last kept one a value goes with the comma behind it; after it all goes.
    for (std::size_t i = first; i < kept;) {
      std::size_t next = i;
      while (next < kept && values_[next].removed) ++next;
      if (next > i) remove(begin_of(i), begin_of(next));
      i = next + 1;
    }
    if (kept + 1 < end) {
      remove(begin_of(kept) + values_[kept].name.text.size(), field.value_end);
    }
  }

  std::size_t begin_of(std::size_t i) const noexcept {
    return e_.message->offset(values_[i].name.text);
  }

  Execution& e_;
  std::array<RouteValue, kMost> values_;
  std::size_t count_ = 0;
  bool broken_ = false;
};

bool is_ours(Execution& e, const sip::Uri& uri) noexcept {
  if (uri.host.empty()) return false;
  return e.host->is_myself(e, uri.host, uri.effective_port(), nullptr);
}

// The socket of our second Record-Route is where the request leaves.
void force_socket(Execution& e, const sip::Uri& uri) noexcept {
  const auto address = sip::parse_address(uri.host);
  if (!address) return;
  const int socket = e.host->find_socket(e, {*address, uri.effective_port()});
  if (socket >= 0) e.notes->forced_socket = socket;
}

bool in_dialog(const Execution& e) noexcept {
  const auto to = e.message->to();
  return to && (*to)->has_tag;
}

// What follows our own Route: a loose router becomes $du, a strict one the R-URI with the old
// R-URI as the last Route. RFC 3261 section 16.4 and 16.6 (6).
void follow(Execution& e, RouteValue& next) noexcept {
  if (next.uri.params.has("lr")) {
    e.notes->destination_uri = next.name.uri;
    return;
  }
  e.notes->last_route = join_texts(*e.arena, {"<", current_uri(e), ">"});
  e.notes->request_uri = next.name.uri;
  next.removed = true;
}

std::int32_t after_loose(Execution& e) noexcept {
  RouteSet routes(e);
  if (!routes.usable()) return -1;
  if (!is_ours(e, routes[0].uri)) {
    e.notes->destination_uri = routes[0].name.uri;
    return 1;
  }
  e.notes->route_params = routes[0].uri.params.text;
  routes[0].removed = true;
  std::size_t next = 1;
  if (next < routes.size() && routes[0].uri.params.has("r2") && is_ours(e, routes[next].uri)) {
    if (e.image->tunables().rr_double) force_socket(e, routes[next].uri);
    routes[next].removed = true;
    ++next;
  }
  const bool more = next < routes.size();
  if (more) follow(e, routes[next]);
  routes.apply();
  return more || in_dialog(e) ? 1 : -1;
}

// A strict router before us put our own address into the R-URI: the last Route is the target.
std::int32_t after_strict(Execution& e) noexcept {
  RouteSet routes(e);
  if (!routes.usable()) return -1;
  const auto own = sip::parse_uri(e.message->request_uri());
  std::size_t first = 0;
  if (own) {
    e.notes->route_params = own->params.text;
    // Our second Record-Route of a double one comes first.
    if (own->params.has("r2") && routes.size() > 1 && is_ours(e, routes[0].uri)) {
      routes[0].removed = true;
      first = 1;
    }
  }
  const std::size_t last = routes.size() - 1;
  e.notes->request_uri = routes[last].name.uri;
  routes[last].removed = true;
  if (first < last) {
    if (routes[first].uri.params.has("lr")) {
      e.notes->destination_uri = routes[first].name.uri;
    } else {
      e.notes->last_route = join_texts(*e.arena, {"<", routes[last].name.uri, ">"});
      e.notes->request_uri = routes[first].name.uri;
      routes[first].removed = true;
    }
  }
  routes.apply();
  return 1;
}

// What other modules do once our own Route has been taken out.
std::int32_t own_route_done(Execution& e, std::int32_t result) noexcept {
  if (result < 0 || e.notes->route_params.empty()) return result;
  follow_received(e, {e.notes->route_params, true});
  restore_parties(e);
  return result;
}

std::int32_t route(Execution& e, bool recover_strict) noexcept {
  if (!e.message->has(HeaderId::kRoute)) return -1;
  const auto uri = sip::parse_uri(current_uri(e));
  const bool strict = recover_strict && in_dialog(e) && uri && uri->user.empty() &&
                      !uri->params.has("gr") && is_ours(e, *uri);
  const std::int32_t result = own_route_done(e, strict ? after_strict(e) : after_loose(e));
  e.notes->next_hop_route = result > 0 && !e.notes->destination_uri.empty();
  return result;
}

// 1 downstream, 2 upstream: who has sent this, by the From tag in our Route.
std::int32_t direction_of(const Execution& e) noexcept {
  const auto from = e.message->from();
  const sip::Param tag = sip::Params{e.notes->route_params, true}.find("ftag");
  return tag.name.empty() || !from || tag.value == (*from)->tag ? 1 : 2;
}

// add_username: the newest value of custom_user_avp, else the user of the R-URI as received.
std::string_view user_for_record(Execution& e) noexcept {
  const Tunables& t = e.image->tunables();
  if (!t.rr_username) return {};
  const int at = t.rr_custom_user ? find_value(*e.notes, t.rr_user_avp, 0) : -1;
  if (at >= 0) {
    const Value& value = e.notes->avps[static_cast<std::size_t>(at)].value;
    const std::string_view user = keep_text(value, *e.arena);
    if (!user.empty()) return user;
  }
  const auto uri = e.message->uri();
  return uri ? (*uri)->user : std::string_view{};
}

}  // namespace

std::int32_t record_route(Execution& e, Arguments a) noexcept {
  if (e.notes->record_route) return -1;
  e.notes->record_route = true;
  e.notes->record_route_user = user_for_record(e);
  if (!a.empty()) {
    e.notes->record_route_extra = e.arena->concat(e.notes->record_route_extra, a[0].text);
  }
  return 1;
}

std::int32_t record_route_preset(Execution& e, Arguments a) noexcept {
  if (e.notes->record_route) return -1;
  e.notes->record_route = true;
  e.notes->record_route_user = user_for_record(e);
  e.notes->record_route_host = a[0].text;
  return 1;
}

std::int32_t record_route_advertised_address(Execution& e, Arguments a) noexcept {
  const Value host[] = {a[0]};
  return record_route_preset(e, host);
}

std::int32_t loose_route(Execution& e, Arguments a) noexcept {
  static_cast<void>(a);
  return route(e, !e.image->tunables().rr_loose_only);
}

std::int32_t loose_route_mode(Execution& e, Arguments a) noexcept {
  return route(e, (a[0].number & 1) == 0);
}

std::int32_t loose_route_preloaded(Execution& e, Arguments a) noexcept {
  static_cast<void>(a);
  if (in_dialog(e) || !e.message->has(HeaderId::kRoute)) return -1;
  return own_route_done(e, after_loose(e));
}

std::int32_t add_rr_param(Execution& e, Arguments a) noexcept {
  e.notes->record_route_extra = e.arena->concat(e.notes->record_route_extra, a[0].text);
  return 1;
}

std::int32_t check_route_param(Execution& e, Arguments a) noexcept {
  if (e.notes->route_params.empty()) return -1;
  RegexSet::Groups groups;
  const bool found =
      e.image->regexes().find(static_cast<std::uint32_t>(a[0].number), e.notes->route_params, 0,
                              e.workspace->scratch(), groups);
  return found ? 1 : -1;
}

// ftag is the From tag of the request that opened the dialog.
std::int32_t is_direction(Execution& e, Arguments a) noexcept {
  if (!e.message->from()) return -1;
  const bool upstream = a[0].text == "upstream";
  return (direction_of(e) == 2) == upstream ? 1 : -1;
}

std::int32_t rr_next_hop_route(Execution& e, Arguments a) noexcept {
  static_cast<void>(a);
  return e.notes->next_hop_route ? 1 : -1;
}

std::int32_t remove_record_route(Execution& e, Arguments a) noexcept {
  static_cast<void>(a);
  e.notes->record_route = false;
  e.notes->record_route_extra = e.notes->record_route_host = {};
  return 1;
}

}  // namespace natives

bool read_route_pv(Execution& e, const PvRef& pv, Value& value) noexcept {
  const auto id = static_cast<PvId>(pv.id);
  if (id == PvId::kRouteDirection) {
    const std::int32_t direction = natives::direction_of(e);
    value = pv.slot == 0 ? Value::integer(direction)
                         : Value::of(direction == 1 ? "downstream" : "upstream");
    return true;
  }
  if (id != PvId::kRouteUri) return false;
  std::string_view rest = e.message->first_value(sip::HeaderId::kRoute);
  const auto first = sip::next_name_addr(rest);
  value = Value::of(first ? first->uri : std::string_view{});
  return true;
}

}  // namespace weir::routes
