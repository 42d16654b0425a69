// $xavp, $xavu and $xavi, and the functions of module pv that fill them and take them apart.
#include "routes/natives/functions_routing.h"
#include "routes/natives/functions_value.h"
#include "routes/natives/readers.h"
#include "routes/natives/request_uri.h"
#include "routes/operators.h"
#include "sip/token.h"

#include <algorithm>
#include <array>
#include <utility>

namespace weir::routes {
namespace {

constexpr std::int32_t kTrue = 1;
constexpr std::int32_t kFalse = -1;

XavpKind kind_of(const PvRef& pv) noexcept {
  if (pv.id == static_cast<std::uint16_t>(PvId::kXavu)) return XavpKind::kXavu;
  if (pv.id == static_cast<std::uint16_t>(PvId::kXavi)) return XavpKind::kXavi;
  return XavpKind::kXavp;
}

std::string_view trimmed(std::string_view text) noexcept {
  while (!text.empty() && sip::is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && sip::is_space(text.back())) text.remove_suffix(1);
  return text;
}

// Takes what stands before the next separator that is not quoted.
std::string_view take_item(std::string_view& list, char separator) noexcept {
  bool quoted = false;
  std::size_t end = 0;
  for (; end < list.size() && (quoted || list[end] != separator); ++end) {
    if (list[end] == '"') quoted = !quoted;
  }
  const std::string_view item = list.substr(0, end);
  list.remove_prefix(std::min(end + 1, list.size()));
  return item;
}

// NAME=VALUE pairs into a record of that name: a new one, but for $xavu's single one.
std::int32_t explode(Execution& e, XavpKind kind, std::string_view list, std::string_view name,
                     char separator) noexcept {
  if (list.empty() || name.empty()) return kFalse;
  list = e.arena->copy(list);
  name = e.arena->copy(name);
  const XavpPool::Index record =
      kind == XavpKind::kXavu ? XavpPool::kNone : e.notes->xavps.push_record(kind, name);
  if (kind != XavpKind::kXavu && record == XavpPool::kNone) return kFalse;
  while (!list.empty()) {
    const std::string_view item = trimmed(take_item(list, separator));
    if (item.empty()) continue;
    const std::size_t equals = item.find('=');
    const std::string_view value =
        equals == item.npos ? std::string_view{} : sip::unquote(trimmed(item.substr(equals + 1)));
    const std::string_view key = trimmed(item.substr(0, equals));
    XavpPath path{{{{name, 0, false, false}, {key, 0, false, false}, {}}}, 2};
    const bool done = kind == XavpKind::kXavu
                          ? e.notes->xavps.set(kind, path, Value::of(value))
                          : e.notes->xavps.append_value(record, key, Value::of(value));
    if (!done) return kFalse;
  }
  return kTrue;
}

// The record's values as NAME=VALUE; ... in the order of a walk, texts in `quote`.
std::int32_t implode(Execution& e, XavpKind kind, std::string_view name, const Value& target,
                     std::string_view quote = {}) noexcept {
  XavpPath path;
  if (!parse_xavp_path(name, kind, path)) return kFalse;
  const XavpPool& pool = e.notes->xavps;
  const XavpPool::Index record = pool.find(kind, path);
  if (record == XavpPool::kNone) return kFalse;
  std::string_view text;
  for (XavpPool::Index at = pool.first(record); at != XavpPool::kNone; at = pool.next(at)) {
    IntText scratch;
    const std::string_view mark = pool.value(at).is_text() ? quote : std::string_view{};
    text = join_texts(
        *e.arena, {text, pool.name(at), "=", mark, to_text(pool.value(at), scratch), mark, ";"});
  }
  const PvRef& pv = e.image->pv(static_cast<std::uint32_t>(target.number));
  const std::string_view key = pv.key < e.image->text_count() ? e.image->text(pv.key) : "";
  return write_pv(e, pv, key, pv.index, Value::of(text)) ? kTrue : kFalse;
}

std::int32_t remove(Execution& e, XavpKind kind, Arguments a, bool child) noexcept {
  XavpPath path;
  if (!parse_xavp_path(e.arena->copy(a[0].text), kind, path) || path.count != 1) return kFalse;
  if (child) {
    path.steps[1].name = a[1].text;
    path.count = 2;
  }
  e.notes->xavps.set(kind, path, Value::null());
  return kTrue;
}

std::int32_t add_child(Execution& e, XavpKind kind, Arguments a) noexcept {
  const Value value = a[2].is_text() ? Value::of(e.arena->copy(a[2].text)) : a[2];
  return e.notes->xavps.add_to_record(kind, e.arena->copy(a[0].text), e.arena->copy(a[1].text),
                                      value)
             ? kTrue
             : kFalse;
}

}  // namespace

bool read_xavp_pv(Execution& e, const PvRef& pv, std::string_view key, Value& value) noexcept {
  switch (static_cast<int>(pv.id)) {
    case static_cast<int>(PvId::kXavp):
    case static_cast<int>(PvId::kXavu):
    case static_cast<int>(PvId::kXavi): {
      XavpPath path;
      bool record = false;
      value = Value::null();
      if (!parse_xavp_path(key, kind_of(pv), path)) return true;
      value = e.notes->xavps.get(kind_of(pv), path, record);
      // A record has no value of its own, and is not null.
      if (record) value = Value::of("<<xavp>>");
      return true;
    }
    default:
      return false;
  }
}

bool write_xavp(Execution& e, const PvRef& pv, std::string_view key, const Value& value) noexcept {
  XavpPath path;
  return parse_xavp_path(key, kind_of(pv), path) && e.notes->xavps.set(kind_of(pv), path, value);
}

std::int32_t count_xavps(Execution& e, const PvRef& pv, std::string_view key) noexcept {
  XavpPath path;
  if (!parse_xavp_path(key, kind_of(pv), path)) return 0;
  return e.notes->xavps.count(kind_of(pv), path);
}

namespace natives {

std::int32_t xavp_params_explode(Execution& e, Arguments a) noexcept {
  return explode(e, XavpKind::kXavp, a[0].text, a[1].text, ';');
}

std::int32_t xavp_xparams_explode(Execution& e, Arguments a) noexcept {
  if (a[1].text.empty()) return kFalse;
  return explode(e, XavpKind::kXavp, a[0].text, a[2].text, a[1].text[0]);
}

std::int32_t xavu_params_explode(Execution& e, Arguments a) noexcept {
  return explode(e, XavpKind::kXavu, a[0].text, a[1].text, ';');
}

std::int32_t xavp_params_implode(Execution& e, Arguments a) noexcept {
  return implode(e, XavpKind::kXavp, a[0].text, a[1]);
}

std::int32_t xavp_params_implode_qval(Execution& e, Arguments a) noexcept {
  return implode(e, XavpKind::kXavp, a[0].text, a[1], "\"");
}

std::int32_t xavu_params_implode(Execution& e, Arguments a) noexcept {
  return implode(e, XavpKind::kXavu, a[0].text, a[1]);
}

std::int32_t xavp_rm(Execution& e, Arguments a) noexcept {
  return remove(e, XavpKind::kXavp, a, false);
}

std::int32_t xavi_rm(Execution& e, Arguments a) noexcept {
  return remove(e, XavpKind::kXavi, a, false);
}

std::int32_t xavp_child_rm(Execution& e, Arguments a) noexcept {
  return remove(e, XavpKind::kXavp, a, true);
}

std::int32_t xavi_child_rm(Execution& e, Arguments a) noexcept {
  return remove(e, XavpKind::kXavi, a, true);
}

std::int32_t xavp_child_set(Execution& e, Arguments a) noexcept {
  return add_child(e, XavpKind::kXavp, a);
}

std::int32_t xavi_child_set(Execution& e, Arguments a) noexcept {
  return add_child(e, XavpKind::kXavi, a);
}

// xavp_copy(source, index, target[, index]): the record, new or in place of the newest one.
std::int32_t xavp_copy(Execution& e, Arguments a) noexcept {
  XavpPool& pool = e.notes->xavps;
  const std::string_view target = e.arena->copy(a[2].text);
  const XavpPath from{{{{a[0].text, a[1].number, true, false}, {}, {}}}, 1};
  if (pool.find(XavpKind::kXavp, from) == XavpPool::kNone || target.empty()) return kFalse;
  // The oldest value first, so that the newest stands first again.
  std::array<std::pair<std::string_view, Value>, XavpPool::kNodes> values;
  std::size_t count = 0;
  for (auto at = pool.first(pool.find(XavpKind::kXavp, from)); at != XavpPool::kNone;
       at = pool.next(at)) {
    values[count++] = {pool.name(at), pool.value(at)};
  }
  if (a.size() > 3) {
    const XavpPath old{{{{target, a[3].number, true, false}, {}, {}}}, 1};
    if (a[3].number != 0 || pool.find(XavpKind::kXavp, old) == XavpPool::kNone) return kFalse;
    pool.set(XavpKind::kXavp, old, Value::null());
  }
  const XavpPool::Index made = pool.push_record(XavpKind::kXavp, target);
  if (made == XavpPool::kNone) return kFalse;
  while (count > 0) {
    const auto& [name, value] = values[--count];
    if (!pool.push_value(made, name, value)) return kFalse;
  }
  return kTrue;
}

// xavp_slist_explode(list, separator, mode, name): name=>v[0], name=>v[1], ...; mode t trims.
std::int32_t xavp_slist_explode(Execution& e, Arguments a) noexcept {
  if (a[0].text.empty() || a[1].text.empty() || a[3].text.empty()) return kFalse;
  XavpPool& pool = e.notes->xavps;
  const std::string_view list = e.arena->copy(a[0].text);
  const XavpPool::Index made = pool.push_record(XavpKind::kXavp, e.arena->copy(a[3].text));
  if (made == XavpPool::kNone) return kFalse;
  std::size_t end = list.size();
  for (;;) {  // from the last one on, since the newest stands first
    const std::size_t mark = end == 0 ? list.npos : list.rfind(a[1].text[0], end - 1);
    const std::size_t begin = mark == list.npos ? 0 : mark + 1;
    std::string_view item = list.substr(begin, end - begin);
    if (a[2].text.find('t') != a[2].text.npos) item = trimmed(item);
    if (!pool.push_value(made, "v", Value::of(item))) return kFalse;
    if (mark == list.npos) return kTrue;
    end = mark;
  }
}

}  // namespace natives
}  // namespace weir::routes
