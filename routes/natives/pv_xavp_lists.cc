// pv: functions on whole lists of $xavp and its kin, and between them and script variables.
#include "routes/natives/functions_value.h"
#include "routes/natives/readers.h"
#include "routes/natives/request_uri.h"
#include "routes/operators.h"

namespace weir::routes::natives {
namespace {

constexpr int kInfo = 2;

// The newest record of that name; kNone when the newest of that name is none.
XavpPool::Index newest_record(const XavpPool& pool, std::string_view name) noexcept {
  if (name.empty()) return XavpPool::kNone;
  const XavpPath path{{{{name, 0, false, false}, {}, {}}}, 1};
  const XavpPool::Index found = pool.find(XavpKind::kXavp, path);
  return found != XavpPool::kNone && pool.is_record(found) ? found : XavpPool::kNone;
}

// A line for each value, with the names that lead to it.
void print_from(Execution& e, XavpPool::Index at, std::string_view kind,
                std::string_view before) noexcept {
  const XavpPool& pool = e.notes->xavps;
  for (; at != XavpPool::kNone; at = pool.next(at)) {
    const std::string_view name = join_texts(*e.arena, {before, pool.name(at)});
    if (pool.is_record(at)) {
      print_from(e, pool.first(at), kind, join_texts(*e.arena, {name, "=>"}));
      continue;
    }
    IntText scratch;
    const std::string_view value = to_text(pool.value(at), scratch);
    e.host->log(e, kInfo, -1, join_texts(*e.arena, {kind, name, ")=", value, "\n"}));
  }
}

std::int32_t print(Execution& e, XavpKind kind, std::string_view word) noexcept {
  if (e.host->log_enabled(e, kInfo)) print_from(e, e.notes->xavps.first_of(kind), word, {});
  return 1;
}

// The script's $var of that name; -1 when it has none.
int find_variable(const Execution& e, std::string_view name) noexcept {
  const auto names = e.image->variable_names();
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (e.image->variables()[i] == VariableKind::kVar && names[i] == name) {
      return static_cast<int>(i);
    }
  }
  return -1;
}

}  // namespace

std::int32_t pv_xavp_print(Execution& e, Arguments a) noexcept {
  static_cast<void>(a);
  return print(e, XavpKind::kXavp, "$xavp(");
}

std::int32_t pv_xavu_print(Execution& e, Arguments a) noexcept {
  static_cast<void>(a);
  return print(e, XavpKind::kXavu, "$xavu(");
}

std::int32_t pv_xavi_print(Execution& e, Arguments a) noexcept {
  static_cast<void>(a);
  return print(e, XavpKind::kXavi, "$xavi(");
}

// pv_var_to_xavp(variable, xavp): "*" copies all. The xavp begins anew.
std::int32_t pv_var_to_xavp(Execution& e, Arguments a) noexcept {
  const bool all = a[0].text == "*";
  const int one = all ? -1 : find_variable(e, a[0].text);
  if ((!all && one < 0) || a[1].text.empty()) return -1;
  XavpPool& pool = e.notes->xavps;
  const std::string_view name = e.arena->copy(a[1].text);
  pool.remove_all(XavpKind::kXavp, name);
  const XavpPool::Index record = pool.push_record(XavpKind::kXavp, name);
  if (record == XavpPool::kNone) return -1;
  const auto names = e.image->variable_names();
  for (std::size_t i = 0; i < names.size(); ++i) {
    const bool wanted =
        all ? e.image->variables()[i] == VariableKind::kVar : static_cast<int>(i) == one;
    if (wanted && !pool.push_value(record, names[i], e.notes->variables[i])) return -1;
  }
  return 1;
}

// Of several values of one name the oldest is kept, as in Kamailio. What no $var of the script is
// called by is passed over: nobody could read it.
std::int32_t pv_xavp_to_var(Execution& e, Arguments a) noexcept {
  const XavpPool& pool = e.notes->xavps;
  const XavpPool::Index record = newest_record(pool, a[0].text);
  if (record == XavpPool::kNone) return -1;
  for (XavpPool::Index at = pool.first(record); at != XavpPool::kNone; at = pool.next(at)) {
    const int variable = find_variable(e, pool.name(at));
    if (variable >= 0 && !pool.is_record(at)) {
      e.notes->variables[static_cast<std::size_t>(variable)] = pool.value(at);
    }
  }
  return 1;
}

std::int32_t xavp_rm_all(Execution& e, Arguments a) noexcept {
  e.notes->xavps.remove_all(XavpKind::kXavp, a[0].text);
  return 1;
}

std::int32_t xavi_rm_all(Execution& e, Arguments a) noexcept {
  e.notes->xavps.remove_all(XavpKind::kXavi, a[0].text);
  return 1;
}

std::int32_t xavp_lshift(Execution& e, Arguments a) noexcept {
  return e.notes->xavps.rotate(XavpKind::kXavp, a[0].text, a[1].number) ? 1 : -1;
}

// Fields uri, dsturi and socket; those that are missing are left as they are.
std::int32_t xavp_push_dst(Execution& e, Arguments a) noexcept {
  const XavpPool& pool = e.notes->xavps;
  const XavpPool::Index record = newest_record(pool, a[0].text);
  if (record == XavpPool::kNone) return -1;
  for (XavpPool::Index at = pool.first(record); at != XavpPool::kNone; at = pool.next(at)) {
    const std::string_view text = pool.value(at).text;
    if (text.empty()) continue;
    if (pool.name(at) == "uri" && !set_uri(e, text)) return -1;
    if (pool.name(at) == "dsturi") e.notes->destination_uri = text;
    if (pool.name(at) == "socket") {
      const int socket = find_socket(e, text);
      if (socket < 0) return -1;
      e.notes->forced_socket = socket;
    }
  }
  return 1;
}

}  // namespace weir::routes::natives
