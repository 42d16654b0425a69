// siputils: parts of a URI that a variable holds.
#include "routes/natives/functions_routing.h"
#include "routes/natives/readers.h"
#include "routes/natives/request_uri.h"
#include "routes/operators.h"

#include <algorithm>

namespace weir::routes::natives {
namespace {

// A URI by its bytes alone, as Kamailio takes it apart here: whatever stands before the first
// colon, a user up to an "@" before parameters and headers, a host up to ":", ";", "?" or ">".
struct UriSpan {
  std::size_t begin = 0;  // behind the scheme's colon
  std::size_t at = 0;     // of "@"; npos without a user
  std::size_t host = 0;
  std::size_t host_end = 0;
};

bool split(std::string_view uri, UriSpan& span) noexcept {
  const std::size_t colon = uri.find(':');
  if (colon == uri.npos) return false;
  span.begin = colon + 1;
  span.at = uri.substr(0, std::min(uri.find('?'), uri.size())).find('@', span.begin);
  span.host = span.at == uri.npos ? span.begin : span.at + 1;
  const bool reference = uri.substr(span.host).starts_with('[');
  const std::size_t close = reference ? uri.find(']', span.host) : uri.npos;
  span.host_end =
      close != uri.npos ? close + 1 : std::min(uri.find_first_of(":;?>", span.host), uri.size());
  return true;
}

// The text of the first argument's variable and of the second's; false where one is missing.
bool read_both(Execution& e, Arguments a, std::string_view& uri, std::string_view& part) noexcept {
  const Value value = read_reference(e, a[0]);
  const Value given = read_reference(e, a[1]);
  if (!value.is_text() || given.is_null()) return false;
  IntText scratch;
  uri = value.text;
  part = given.is_text() ? given.text : e.arena->copy(to_text(given, scratch));
  return true;
}

}  // namespace

// set_uri_user(variable, user): a password goes with the old user; an empty one takes both away.
std::int32_t set_uri_user(Execution& e, Arguments a) noexcept {
  std::string_view uri;
  std::string_view user;
  UriSpan span;
  if (!read_both(e, a, uri, user) || !split(uri, span)) return -1;
  const std::string_view made = join_texts(
      *e.arena, {uri.substr(0, span.begin), user, user.empty() ? "" : "@", uri.substr(span.host)});
  return write_reference(e, a[0], Value::of(made)) ? 1 : -1;
}

std::int32_t set_uri_host(Execution& e, Arguments a) noexcept {
  std::string_view uri;
  std::string_view host;
  UriSpan span;
  if (!read_both(e, a, uri, host) || host.empty() || !split(uri, span)) return -1;
  const std::string_view made =
      join_texts(*e.arena, {uri.substr(0, span.host), host, uri.substr(span.host_end)});
  return write_reference(e, a[0], Value::of(made)) ? 1 : -1;
}

}  // namespace weir::routes::natives
