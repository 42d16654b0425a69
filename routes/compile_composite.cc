// Arguments with a syntax of their own, such as "$avp(a)/$avp(b)/gd": each becomes several values
// for the native.
#include "routes/compiler.h"

#include "routes/fields.h"
#include "routes/fold.h"
#include "routes/value.h"
#include "sip/token.h"

#include <algorithm>

namespace weir::routes {
namespace {

// Where the pseudo-variable that `text` begins with ends: behind its parentheses, or before a
// slash.
std::size_t end_of_variable(std::string_view text) noexcept {
  std::size_t depth = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '(') ++depth;
    if (text[i] == ')' && depth > 0 && --depth == 0) return i + 1;
    if (text[i] == '/' && depth == 0) return i;
  }
  return text.size();
}

// Does a pseudo-variable stand in the text? A "$" at an end of a pattern is none.
bool names_variable(std::string_view text) noexcept {
  for (std::size_t i = 0; i + 1 < text.size(); ++i) {
    const char next = sip::to_lower(text[i + 1]);
    const bool name =
        next == '(' || next == '_' || sip::is_digit(next) || (next >= 'a' && next <= 'z');
    if (text[i] == '$' && name) return true;
  }
  return false;
}

// Takes what stands before the next slash.
std::string take_part(std::string_view& rest) {
  const std::size_t end = std::min(rest.find('/'), rest.size());
  std::string part(rest.substr(0, end));
  rest.remove_prefix(std::min(end + 1, rest.size()));
  return part;
}

}  // namespace

std::uint8_t Compiler::composite_argument(const Expression& e, char type) {
  const auto constant = fold(e);
  const std::string text = constant && constant->is_text ? constant->text : std::string();
  if (type == 'q' && (!constant || names_variable(text))) {  // compiled when it is met
    text_argument(e, true);
    return 1;
  }
  if (text.empty() && type != 'q') {
    b_.diagnostics().error(e.location, "a constant text must stand here");
    return 0;
  }
  switch (type) {
    case 'a':
      return variable_with_flags(e, text, false);
    case 'b':
      return variable_with_flags(e, text, true);
    case 'o':
      return operator_argument(e, text);
    default:
      return perl_argument(e, text);
  }
}

// Takes a pseudo-variable off the text and pushes its id.
bool Compiler::push_variable(const Expression& e, std::string_view& rest) {
  const std::size_t end = end_of_variable(rest);
  const auto parsed =
      parse_variable(std::string(rest.substr(0, end)), e.location, b_.diagnostics());
  rest.remove_prefix(end);
  if (!rest.empty() && rest.front() == '/') rest.remove_prefix(1);
  const std::uint32_t before = b_.position();
  const auto pv = parsed ? resolve(*parsed) : std::nullopt;
  if (!pv) return false;
  if (b_.position() != before || !parsed->transformations.empty()) {
    b_.diagnostics().error(e.location,
                           "a variable by reference must not have a computed name or index");
    return false;
  }
  b_.emit_int(Op::kPushInt, static_cast<std::int32_t>(*pv));
  return true;
}

// PV/FLAGS, or PV/PV/FLAGS, of which the second variable may be left out: it is the first then,
// and the flags begin with "!".
std::uint8_t Compiler::variable_with_flags(const Expression& e, std::string_view text, bool two) {
  std::string_view rest = text;
  if (!push_variable(e, rest)) return 0;
  const bool second_given = rest.starts_with('$');
  if (two) {
    std::string_view second = second_given ? rest : text;
    if (!push_variable(e, second)) return 0;
    if (second_given) rest = second;
  }
  const bool alone = two && !second_given;
  b_.emit_text(alone ? "!" + std::string(rest) : std::string(rest));
  return two ? 3 : 2;
}

// OPERATOR/VALUE/FLAGS, a value i:NUMBER, s:TEXT or a pseudo-variable. The operator re takes a
// pattern.
std::uint8_t Compiler::operator_argument(const Expression& e, std::string_view text) {
  std::string_view rest = text;
  const std::string op = take_part(rest);
  b_.emit_text(op);
  if (rest.starts_with('$')) {
    const std::size_t end = end_of_variable(rest);
    const auto parsed =
        parse_variable(std::string(rest.substr(0, end)), e.location, b_.diagnostics());
    if (!parsed) return 0;
    if (op == "re") {
      b_.diagnostics().error(e.location,
                             "a pattern must be constant: it is compiled before the "
                             "first message");
      return 0;
    }
    load(*parsed);
    rest.remove_prefix(std::min(end + 1, rest.size()));
  } else if (rest.starts_with("i:")) {
    rest.remove_prefix(2);
    const std::string digits = take_part(rest);
    std::int32_t number = 0;
    if (!text_to_int(digits, number)) {
      b_.diagnostics().error(e.location, "\"" + digits + "\" is not a number");
      return 0;
    }
    b_.emit_int(Op::kPushInt, number);
  } else if (rest.starts_with("s:")) {
    rest.remove_prefix(2);
    const std::string value = take_part(rest);
    if (op != "re") {
      b_.emit_text(value);
    } else if (!push_pattern(e, value)) {
      return 0;
    }
  } else {
    b_.diagnostics().error(e.location, "\"" + std::string(text) + "\" is not OPERATOR/VALUE",
                           "a value is i:NUMBER, s:TEXT or a pseudo-variable");
    return 0;
  }
  b_.emit_text(rest);
  return 3;
}

bool Compiler::push_pattern(const Expression& e, const std::string& pattern) {
  std::string error;
  const int id = b_.regexes().add_with_groups(pattern, error);
  if (id < 0) b_.diagnostics().error(e.location, "bad pattern: " + error);
  b_.emit_int(Op::kPushInt, id);
  return id >= 0;
}

namespace {

// The list that a function arms a route of.
std::optional<RouteKind> armed_kind(std::string_view function) {
  if (function == "t_on_failure") return RouteKind::kFailure;
  if (function == "t_on_branch") return RouteKind::kBranch;
  if (function == "t_on_reply") return RouteKind::kReply;
  if (function == "t_on_branch_failure") return RouteKind::kEvent;
  return std::nullopt;
}

}  // namespace

// Kamailio starts with a route that is not there, and warns; so do we.
void Compiler::check_armed(RouteKind kind, const Expression& e) {
  const auto name = fold(e);
  if (!name || !name->is_text || name->text.find('$') != std::string::npos) return;
  if (name->text.empty() || name->text == "0") return;
  constexpr std::string_view kBranchFailure = "tm:branch-failure:";
  const bool event = kind == RouteKind::kEvent;
  const std::string whole = event ? std::string(kBranchFailure) + name->text : name->text;
  const RouteList& list = b_.routes(kind);
  const int slot = list.find(whole);
  if (slot >= 0 && list.is_defined(slot)) return;
  std::vector<std::string_view> known;
  for (int i = 1; i < list.used(); ++i) {
    if (list.is_defined(i) && !event) known.push_back(list.name(i));
  }
  b_.diagnostics().warning(e.location,
                           std::string(kBlockWords[static_cast<std::size_t>(kind)]) + "[" + whole +
                               "] is not defined: nothing will run",
                           did_you_mean(whole, known));
}

void Compiler::check_declared(const FunctionSpec& spec, const Expression& e) {
  if (spec.module == "dispatcher") return check_dispatcher_call(spec, e);
  if (const auto kind = armed_kind(spec.name)) return check_armed(*kind, *e.operands[0]);
  const Limits& limits = b_.tunables().limits;
  const auto first = e.operands.empty() ? std::nullopt : fold(*e.operands[0]);
  if (!first || (first->is_text && first->text.find('$') != std::string::npos)) return;
  const Location& at = e.operands[0]->location;
  if (spec.module == "statistics" || spec.module == "counters") {
    if (limits.find_statistic(first->text) != nullptr) return;
    std::vector<std::string_view> known;
    for (const Statistic& one : limits.statistics) known.push_back(one.name);
    std::string advice = did_you_mean(first->text, known);
    if (advice.empty()) {
      advice = spec.module == "statistics"
                   ? "declare it: modparam(\"statistics\", \"variable\", \"NAME\")"
                   : "declare it: modparam(\"counters\", \"script_counter\", \"NAME\")";
    }
    b_.diagnostics().error(at, "there is no statistic \"" + first->text + "\"", std::move(advice));
  } else if (spec.name == "pl_check" && e.operands.size() > 1) {
    const auto algorithm = fold(*e.operands[1]);
    if (algorithm && is_planned_algorithm(algorithm->text)) {
      b_.diagnostics().planned(
          e.operands[1]->location,
          "algorithm " + algorithm->text + " of module pipelimit is not built yet");
    }
  }
}

// A pattern of PCRE, as module regex has them.
std::uint8_t Compiler::perl_argument(const Expression& e, const std::string& text) {
  std::string error;
  const int id = b_.regexes().add_perl(text, b_.tunables().perl_flags, error);
  if (id < 0) b_.diagnostics().error(e.location, "bad pattern: " + error);
  b_.emit_int(Op::kPushInt, id);
  return 1;
}

}  // namespace weir::routes
