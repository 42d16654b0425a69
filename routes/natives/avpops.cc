// avpops: calculating and comparing with AVPs. Flags and operators are those of Kamailio; values
// are taken from the newest to the oldest.
#include "routes/natives/avp.h"
#include "routes/natives/functions_value.h"
#include "routes/natives/reference.h"
#include "routes/natives/replacement.h"
#include "routes/natives/request_uri.h"
#include "routes/operators.h"
#include "routes/wildcard.h"
#include "routes/workspace.h"
#include "sip/token.h"

#include <array>
#include <optional>

namespace weir::routes::natives {
namespace {

constexpr std::int32_t kBadSubstitution = -3;  // as in Kamailio

bool has_flag(const Value& flags, char flag) noexcept {
  return flags.text.find(flag) != flags.text.npos;
}

bool is_avp(const PvRef& pv) noexcept { return static_cast<PvId>(pv.id) == PvId::kAvp; }

// The values of an AVP that a call works on: the newest, or all. Taken beforehand, since it may put
// results on the same stack.
struct Values {
  std::array<Value, Notes::kAvps> all;
  std::size_t count = 0;
};

Values values_of(const Execution& e, const PvRef& pv, bool all) noexcept {
  Values values;
  for (std::size_t i = e.notes->avp_count; i-- > 0;) {
    if (e.notes->avps[i].name != pv.slot) continue;
    values.all[values.count++] = e.notes->avps[i].value;
    if (!all) break;
  }
  return values;
}

// Deletes the newest value, or all.
std::int32_t erase(Execution& e, const PvRef& pv, bool all) noexcept {
  std::int32_t result = -1;
  for (int at = find_value(*e.notes, pv.slot, 0); at >= 0; at = find_value(*e.notes, pv.slot, 0)) {
    erase_value(*e.notes, static_cast<std::size_t>(at));
    result = 1;
    if (!all) break;
  }
  return result;
}

// A value as flags n and s want it; null when it cannot be.
Value converted(Execution& e, const Value& value, const Value& flags) noexcept {
  if (has_flag(flags, 'n') && value.is_text()) {
    std::int32_t number = 0;
    return text_to_int(value.text, number) ? Value::integer(number) : Value::null();
  }
  if (has_flag(flags, 's') && value.is_int()) {
    return Value::of(number_text(*e.arena, value.number));
  }
  return value;
}

bool compare_order(std::string_view op, int order) noexcept {
  if (op == "eq") return order == 0;
  if (op == "ne") return order != 0;
  if (op == "lt") return order < 0;
  if (op == "le") return order <= 0;
  if (op == "gt") return order > 0;
  return op == "ge" && order >= 0;
}

bool compare_numbers(std::string_view op, std::int32_t left, std::int32_t right) noexcept {
  if (op == "and") return (left & right) != 0;
  if (op == "or") return (left | right) != 0;
  if (op == "xor") return (left ^ right) != 0;
  return compare_order(op, left < right ? -1 : left > right ? 1 : 0);
}

int order_of(std::string_view left, std::string_view right, bool ignore_case) noexcept {
  const std::size_t common = std::min(left.size(), right.size());
  for (std::size_t i = 0; i < common; ++i) {
    const auto a = static_cast<unsigned char>(ignore_case ? sip::to_lower(left[i]) : left[i]);
    const auto b = static_cast<unsigned char>(ignore_case ? sip::to_lower(right[i]) : right[i]);
    if (a != b) return a < b ? -1 : 1;
  }
  if (left.size() == right.size()) return 0;
  return left.size() < right.size() ? -1 : 1;
}

// `right` of "re" is a pattern's id, and its case never counts.
bool compare(Execution& e, const Value& left, std::string_view op, const Value& right,
             bool ignore_case) noexcept {
  if (op == "re") {
    const auto id = static_cast<std::uint32_t>(right.number);
    RegexSet::Groups groups;
    return left.is_text() && right.is_int() && e.image->regexes().has_groups(id) &&
           e.image->regexes().find(id, left.text, 0, e.workspace->scratch(), groups);
  }
  if (left.kind != right.kind) return false;
  if (left.is_int()) return compare_numbers(op, left.number, right.number);
  if (op == "fm") return matches_wildcards(left.text, right.text, ignore_case);
  return left.is_text() && compare_order(op, order_of(left.text, right.text, ignore_case));
}

// Wraps at 32 bits; what is divided by 0 gives 0, as in Kamailio. Nothing for an unknown operator.
std::optional<std::int32_t> calculate(std::string_view op, std::int32_t left,
                                      std::int32_t right) noexcept {
  const auto a = static_cast<std::uint32_t>(left);
  const auto b = static_cast<std::uint32_t>(right);
  if (op == "add") return static_cast<std::int32_t>(a + b);
  if (op == "sub") return static_cast<std::int32_t>(a - b);
  if (op == "mul") return static_cast<std::int32_t>(a * b);
  if (op == "and") return left & right;
  if (op == "or") return left | right;
  if (op == "xor") return left ^ right;
  if (op == "not") return ~right;  // of the value, as in Kamailio
  if (op != "div" && op != "mod") return std::nullopt;
  if (right == 0) return 0;
  // The one quotient that does not fit.
  if (right == -1) return op == "div" ? static_cast<std::int32_t>(0U - a) : 0;
  return op == "div" ? left / right : left % right;
}

// Replaces in the values of one AVP and puts the results on another or the same. `replace` gives
// nothing for a value that it leaves; numbers are taken as texts when `numbers` says so.
template <class Replace>
std::int32_t substitute(Execution& e, Arguments a, bool numbers, Replace replace) noexcept {
  const PvRef& from = referred(e, a[0]);
  const PvRef& to = referred(e, a[1]);
  if (!is_avp(from) || !is_avp(to)) return -1;
  const bool in_place = from.slot == to.slot;
  const Values values = values_of(e, from, has_flag(a[2], 'g'));
  std::int32_t result = -1;
  std::int32_t left = 0;  // values that stay, from the newest on
  for (std::size_t i = 0; i < values.count; ++i) {
    IntText scratch;
    const std::string_view text = values.all[i].is_text()
                                      ? values.all[i].text
                                      : e.arena->copy(to_text(values.all[i], scratch));
    const bool readable = numbers || values.all[i].is_text();
    const std::optional<std::string_view> replaced = readable ? replace(text) : std::nullopt;
    if (!replaced) {
      ++left;
      continue;
    }
    if (in_place || has_flag(a[2], 'd')) {
      // On the same stack the new values stand above those that are looked at still.
      const int at =
          find_value(*e.notes, from.slot, in_place ? static_cast<std::int32_t>(i) : left);
      if (at >= 0) erase_value(*e.notes, static_cast<std::size_t>(at));
    }
    if (!push_value(*e.notes, to.slot, Value::of(*replaced))) return -1;
    result = 1;
  }
  return result;
}

}  // namespace

std::int32_t avp_check(Execution& e, Arguments a) noexcept {
  const PvRef& pv = referred(e, a[0]);
  const bool ignore_case = has_flag(a[3], 'i');
  if (!is_avp(pv)) {
    return compare(e, read_reference(e, pv), a[1].text, a[2], ignore_case) ? 1 : -1;
  }
  const Values values = values_of(e, pv, has_flag(a[3], 'g'));
  for (std::size_t i = 0; i < values.count; ++i) {
    if (compare(e, values.all[i], a[1].text, a[2], ignore_case)) return 1;
  }
  return -1;
}

std::int32_t avp_copy(Execution& e, Arguments a) noexcept {
  const PvRef& from = referred(e, a[0]);
  const PvRef& to = referred(e, a[1]);
  if (!is_avp(from) || !is_avp(to)) return -1;
  const bool all = has_flag(a[2], 'g');
  const Values values = values_of(e, from, all);
  if (values.count == 0) return -1;
  if (has_flag(a[2], 'd')) erase(e, from, all);
  for (std::size_t i = 0; i < values.count; ++i) {
    const Value value = converted(e, values.all[i], a[2]);
    if (value.is_null() || !push_value(*e.notes, to.slot, value)) return -1;
  }
  return 1;
}

std::int32_t avp_delete(Execution& e, Arguments a) noexcept {
  const PvRef& pv = referred(e, a[0]);
  return is_avp(pv) ? erase(e, pv, has_flag(a[1], 'g')) : -1;
}

std::int32_t avp_op(Execution& e, Arguments a) noexcept {
  const PvRef& from = referred(e, a[0]);
  const PvRef& to = referred(e, a[1]);
  if (!is_avp(from) || !is_avp(to)) return -1;
  const bool all = has_flag(a[5], 'g');
  const Values values = values_of(e, from, all);
  if (values.count == 0 || !a[4].is_int()) return -1;
  if (has_flag(a[5], 'd')) erase(e, from, all);
  for (std::size_t i = 0; i < values.count; ++i) {
    if (!values.all[i].is_int()) return -1;
    const auto result = calculate(a[3].text, values.all[i].number, a[4].number);
    if (!result || !push_value(*e.notes, to.slot, Value::integer(*result))) return -1;
  }
  return 1;
}

std::int32_t avp_print(Execution& e, Arguments a) noexcept {
  static_cast<void>(a);
  constexpr int kInfo = 2;
  if (!e.host->log_enabled(e, kInfo)) return 1;
  for (std::size_t i = e.notes->avp_count; i-- > 0;) {
    const Avp& avp = e.notes->avps[i];
    IntText scratch;
    e.host->log(e, kInfo, -1,
                join_texts(*e.arena, {"$avp(", e.image->avp_names()[avp.name],
                                      ")=", to_text(avp.value, scratch), "\n"}));
  }
  return 1;
}

std::int32_t avp_pushto(Execution& e, Arguments a) noexcept {
  const PvRef& from = referred(e, a[2]);
  Value value = read_reference(e, from);
  if (value.is_null()) return -1;
  IntText scratch;
  if (value.is_int()) value = Value::of(e.arena->copy(to_text(value, scratch)));
  PvRef to = referred(e, a[0]);
  if (static_cast<PvId>(to.id) == PvId::kUri && !a[1].text.empty()) {
    to.id = static_cast<std::uint16_t>(a[1].text == "username" ? PvId::kUriUser : PvId::kUriHost);
  }
  return write_reference(e, to, value) ? 1 : -1;
}

std::int32_t avp_subst(Execution& e, Arguments a) noexcept {
  const Replacement with(a.subspan(3));
  return substitute(e, a, true,
                    [&](std::string_view text) { return replace_in_text(e, text, with); });
}

// avp_subst_pv(avps, substitution): the substitution may hold variables anywhere.
std::int32_t avp_subst_pv(Execution& e, Arguments a) noexcept {
  ComputedSubstitution with;
  if (!read_substitution(*e.arena, a[3].text, with)) return kBadSubstitution;
  bool bad = false;
  const std::int32_t result = substitute(
      e, a, false, [&](std::string_view text) { return replace_computed(e, text, with, bad); });
  return bad ? kBadSubstitution : result;
}

std::int32_t is_avp_set(Execution& e, Arguments a) noexcept {
  const PvRef& pv = referred(e, a[0]);
  const Values values = values_of(e, pv, false);
  if (!is_avp(pv) || values.count == 0) return -1;
  const Value& value = values.all[0];
  if (has_flag(a[1], 'e')) return value.is_text() && value.text.empty() ? 1 : -1;
  if (has_flag(a[1], 'n')) return value.is_int() ? 1 : -1;
  if (has_flag(a[1], 's')) return value.is_text() ? 1 : -1;
  return 1;
}

}  // namespace weir::routes::natives
