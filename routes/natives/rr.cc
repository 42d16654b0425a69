// rr: Record-Route and loose routing. The Record-Route line itself is written by the plane, which
// knows the sockets.
#include "routes/natives/functions.h"
#include "routes/natives/request_uri.h"
#include "routes/workspace.h"
#include "sip/name_addr.h"

namespace weir::routes::natives {
namespace {

using sip::HeaderId;

// One Route value and where it stands.
struct RouteValue {
  sip::NameAddr name;
  sip::Uri uri;
  const sip::Field* field = nullptr;
  bool last_of_field = false;
};

using RouteWalk = sip::ValueList<sip::NameAddr>;

// The next value; false at the end or when it does not parse.
bool next_route(const Execution& e, RouteWalk& walk, RouteValue& route) noexcept {
  const auto name = walk.next();
  if (!name) return false;
  const auto uri = sip::parse_uri(name->uri);
  if (!uri) return false;
  route.name = *name;
  route.uri = *uri;
  route.field = walk.field();
  const char* const end =
      e.message->value(*route.field).data() + e.message->value(*route.field).size();
  route.last_of_field = name->text.data() + name->text.size() == end;
  return true;
}

bool is_ours(Execution& e, const sip::Uri& uri) noexcept {
  if (uri.host.empty()) return false;
  return e.host->is_myself(e, uri.host, uri.effective_port(), nullptr);
}

// Takes a Route value out: its whole field when it is alone there, else it and its comma.
void remove_route(Execution& e, const RouteValue& route) noexcept {
  const sip::MessageView& m = *e.message;
  const std::string_view value = m.value(*route.field);
  const bool first = route.name.text.data() == value.data();
  std::size_t begin = m.offset(route.name.text);
  std::size_t end = begin + route.name.text.size();
  if (first && route.last_of_field) {
    begin = route.field->begin;
    end = route.field->end;
  } else if (route.last_of_field) {
    // The comma before it goes too.
    while (begin > route.field->value_begin && m.raw()[begin] != ',') --begin;
  } else {
    while (end < route.field->value_end && m.raw()[end] != ',') ++end;
    ++end;
  }
  if (!e.notes->edits.remove(begin, end)) ++e.notes->edits_refused;
}

// The socket of our second Record-Route is where the request leaves.
void force_socket(Execution& e, const sip::Uri& uri) noexcept {
  const auto address = sip::parse_address(uri.host);
  if (!address) return;
  const int socket = e.host->find_socket(e, {*address, uri.effective_port()});
  if (socket >= 0) e.notes->forced_socket = socket;
}

// What follows our own Route: a loose router becomes $du, a strict one the R-URI with the old
// R-URI as the last Route. RFC 3261 section 16.4 and 16.6 (6).
void follow(Execution& e, const RouteValue& next) noexcept {
  if (next.uri.params.has("lr")) {
    e.notes->destination_uri = next.name.uri;
    return;
  }
  e.notes->last_route = join_texts(*e.arena, {"<", current_uri(e), ">"});
  e.notes->request_uri = next.name.uri;
  remove_route(e, next);
}

std::int32_t after_loose(Execution& e) noexcept {
  RouteWalk walk(*e.message, HeaderId::kRoute, sip::next_name_addr);
  RouteValue top;
  if (!next_route(e, walk, top)) return -1;
  if (!is_ours(e, top.uri)) {
    e.notes->destination_uri = top.name.uri;
    return 1;
  }
  e.notes->route_params = top.uri.params.text;
  remove_route(e, top);
  RouteValue next;
  bool more = next_route(e, walk, next);
  if (more && top.uri.params.has("r2") && is_ours(e, next.uri)) {
    if (e.image->tunables().rr_double) force_socket(e, next.uri);
    remove_route(e, next);
    more = next_route(e, walk, next);
  }
  if (more) {
    follow(e, next);
    return 1;
  }
  const auto to = e.message->to();
  const bool in_dialog = to && (*to)->has_tag;
  return in_dialog ? 1 : -1;
}

// A strict router before us put our own address into the R-URI: the last Route is the target.
std::int32_t after_strict(Execution& e) noexcept {
  RouteWalk walk(*e.message, HeaderId::kRoute, sip::next_name_addr);
  RouteValue first;
  if (!next_route(e, walk, first)) return -1;
  const auto own = sip::parse_uri(e.message->request_uri());
  if (own) e.notes->route_params = own->params.text;
  // Our second Record-Route of a double one comes first.
  if (own && own->params.has("r2") && is_ours(e, first.uri)) {
    remove_route(e, first);
    if (!next_route(e, walk, first)) return -1;
  }
  RouteValue last = first;
  bool several = false;
  for (RouteValue next; next_route(e, walk, next);) {
    last = next;
    several = true;
  }
  e.notes->request_uri = last.name.uri;
  remove_route(e, last);
  if (several) {
    if (first.uri.params.has("lr")) {
      e.notes->destination_uri = first.name.uri;
    } else {
      e.notes->last_route = join_texts(*e.arena, {"<", last.name.uri, ">"});
      e.notes->request_uri = first.name.uri;
      remove_route(e, first);
    }
  }
  return 1;
}

std::int32_t route(Execution& e, bool recover_strict) noexcept {
  if (!e.message->has(HeaderId::kRoute)) return -1;
  const auto to = e.message->to();
  const bool in_dialog = to && (*to)->has_tag;
  const auto uri = sip::parse_uri(current_uri(e));
  if (recover_strict && in_dialog && uri && uri->user.empty() && !uri->params.has("gr") &&
      is_ours(e, *uri)) {
    return after_strict(e);
  }
  return after_loose(e);
}

}  // namespace

std::int32_t record_route(Execution& e, Arguments a) noexcept {
  if (e.notes->record_route) return -1;
  e.notes->record_route = true;
  if (!a.empty()) {
    e.notes->record_route_extra = e.arena->concat(e.notes->record_route_extra, a[0].text);
  }
  return 1;
}

std::int32_t record_route_preset(Execution& e, Arguments a) noexcept {
  if (e.notes->record_route) return -1;
  e.notes->record_route = true;
  e.notes->record_route_host = a[0].text;
  return 1;
}

std::int32_t loose_route(Execution& e, Arguments a) noexcept {
  static_cast<void>(a);
  return route(e, true);
}

std::int32_t loose_route_mode(Execution& e, Arguments a) noexcept {
  return route(e, (a[0].number & 1) == 0);
}

std::int32_t loose_route_preloaded(Execution& e, Arguments a) noexcept {
  static_cast<void>(a);
  const auto to = e.message->to();
  if (!to || (*to)->has_tag || !e.message->has(HeaderId::kRoute)) return -1;
  return after_loose(e);
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
  const bool upstream = a[0].text == "upstream";
  const auto from = e.message->from();
  if (!from) return -1;
  const sip::Params params{e.notes->route_params, true};
  const sip::Param tag = params.find("ftag");
  const bool down = tag.name.empty() || tag.value == (*from)->tag;
  return down != upstream ? 1 : -1;
}

std::int32_t remove_record_route(Execution& e, Arguments a) noexcept {
  static_cast<void>(a);
  e.notes->record_route = false;
  e.notes->record_route_extra = e.notes->record_route_host = {};
  return 1;
}

}  // namespace weir::routes::natives
