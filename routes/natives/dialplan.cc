// dialplan: rules that translate numbers.
#include "routes/module_data.h"

#include "routes/natives/functions_value.h"
#include "routes/natives/reference.h"
#include "routes/natives/replacement.h"
#include "routes/natives/request_uri.h"
#include "routes/operators.h"
#include "routes/replacement_text.h"
#include "routes/wildcard.h"
#include "routes/workspace.h"

#include <algorithm>
#include <array>
#include <optional>
#include <span>

namespace weir::routes::natives {
namespace {

constexpr std::int32_t kNoPlan = -2;

// A text with its variables, and what the groups matched, in their places.
std::string_view expanded(Execution& e, const MarkedText& text, std::string_view input,
                          const RegexSet::Groups& groups,
                          std::string_view when_null = {}) noexcept {
  std::array<Value, kMostReplacementValues> values;
  std::size_t count = 0;
  for (const std::uint32_t pv : text.values) {
    IntText scratch;
    const Value value = read_reference(e, e.image->pv(pv));
    values[count++] =
        value.is_null() ? Value::of(when_null) : Value::of(e.arena->copy(to_text(value, scratch)));
  }
  const Replacement with(Arguments(values).first(count), text.text);
  return with.expand(*e.arena, input, groups);
}

// A pattern whose variables are read now; a bad one matches nothing, and the log tells.
bool find_computed(Execution& e, const MarkedText& text, std::string_view input,
                   RegexSet::Groups& groups) noexcept {
  const std::string_view pattern = expanded(e, text, {}, {}, "<null>");
  const RegexCache::Reading reading{.ignore_case = false, .perl = true};
  const auto outcome = e.workspace->computed_patterns().find(pattern, reading, input, 0, groups);
  if (outcome == RegexCache::Outcome::kBadPattern) tell_bad_pattern(e, pattern);
  return outcome == RegexCache::Outcome::kMatch;
}

bool fits(Execution& e, const DialRule& rule, std::string_view input) noexcept {
  if (rule.length != 0 && input.size() != static_cast<std::size_t>(rule.length)) return false;
  switch (rule.match) {
    case DialRule::Match::kEqual:
      return rule.text == input;
    case DialRule::Match::kGlob:
      return matches_wildcards(input, rule.text);
    case DialRule::Match::kPattern:
      break;
  }
  RegexSet::Groups groups;
  if (!rule.computed_pattern.text.empty()) {
    return find_computed(e, rule.computed_pattern, input, groups);
  }
  return e.image->regexes().find(rule.pattern, input, 0, e.workspace->scratch(), groups);
}

// The rules of one plan, the first priority first.
std::span<const DialRule> rules_of(const Execution& e, std::int32_t plan) noexcept {
  const auto& rules = e.image->data().dialplans.rules;  // by plan
  const auto before = [](const DialRule& rule, std::int32_t wanted) { return rule.plan < wanted; };
  const auto first = std::lower_bound(rules.begin(), rules.end(), plan, before);
  const auto end =
      std::find_if(first, rules.end(), [plan](const DialRule& rule) { return rule.plan != plan; });
  return {first, end};
}

// What a rule makes of an input: its replacement with the groups of its substitution, which must
// fit. A rule without a replacement leaves the input.
std::optional<std::string_view> output_of(Execution& e, const DialRule& rule,
                                          std::string_view input) noexcept {
  if (rule.replacement.text.empty()) return input;
  RegexSet::Groups groups;
  bool fit = true;
  if (!rule.computed_substitution.text.empty()) {
    fit = find_computed(e, rule.computed_substitution, input, groups);
  } else if (rule.substitution >= 0) {
    const auto pattern = static_cast<std::uint32_t>(rule.substitution);
    fit = e.image->regexes().find(pattern, input, 0, e.workspace->scratch(), groups);
  }
  if (!fit) return std::nullopt;
  return expanded(e, rule.replacement, input, groups);
}

void give_attributes(Execution& e, const DialRule& rule) noexcept {
  const int id = e.image->data().dialplans.attributes_pv;
  if (id < 0) return;
  write_reference(e, e.image->pv(static_cast<std::uint32_t>(id)), Value::of(rule.attributes));
}

// 1 with the output, -1 when nothing fits, -2 when there is no such plan.
std::int32_t translate(Execution& e, std::int32_t plan, std::string_view input,
                       std::string_view& output) noexcept {
  const auto rules = rules_of(e, plan);
  if (rules.empty()) return kNoPlan;
  if (input.empty()) return -1;
  for (const DialRule& rule : rules) {
    if (!fits(e, rule, input)) continue;
    const auto made = output_of(e, rule, input);
    if (!made) return -1;
    output = *made;
    give_attributes(e, rule);
    return 1;
  }
  return -1;
}

std::string_view input_of(Execution& e, const PvRef& pv) noexcept {
  IntText scratch;
  const Value value = read_reference(e, pv);
  if (value.is_null()) return {};
  return value.is_text() ? value.text : e.arena->copy(to_text(value, scratch));
}

}  // namespace

std::int32_t dp_translate(Execution& e, Arguments a) noexcept {
  PvRef user;
  user.id = static_cast<std::uint16_t>(PvId::kUriUser);
  const bool named = a.size() > 2;
  const PvRef& from = named ? referred(e, a[1]) : user;
  const PvRef& to = named ? referred(e, a[2]) : user;
  std::string_view output;
  const std::int32_t result = translate(e, a[0].number, input_of(e, from), output);
  const bool unwanted = named && a[3].text.starts_with('!');
  if (result < 0 || unwanted) return result;
  return write_reference(e, to, Value::of(output)) ? 1 : -1;
}

std::int32_t dp_match(Execution& e, Arguments a) noexcept {
  std::string_view output;
  return translate(e, a[0].number, a[1].text, output);
}

std::int32_t dp_replace(Execution& e, Arguments a) noexcept {
  std::string_view output;
  const std::int32_t result = translate(e, a[0].number, a[1].text, output);
  if (result < 0) return result;
  const PvRef& to = referred(e, a[2]);
  return write_reference(e, to, Value::of(output)) ? 1 : -1;
}

}  // namespace weir::routes::natives
