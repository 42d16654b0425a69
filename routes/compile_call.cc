// Calls: names, argument counts and types, route().
#include "routes/compiler.h"

#include "routes/fold.h"
#include "sip/names.h"
#include "sip/token.h"

#include <algorithm>
#include <optional>

namespace weir::routes {
namespace {

bool is_optional(char type) noexcept { return type >= 'A' && type <= 'Z'; }

// "2 arguments", "0 to 2 arguments", "0 or 3 arguments".
std::string count_words(const FunctionSpec& spec) {
  const std::size_t few = spec.least();
  const std::size_t most = spec.most();
  std::string text = std::to_string(few);
  if (spec.gaps == 0) {
    if (most != few) text += " to " + std::to_string(most);
  } else {
    for (std::size_t count = few + 1; count <= most; ++count) {
      if (spec.takes(count)) text += " or " + std::to_string(count);
    }
  }
  return text + (most == 1 ? " argument" : " arguments");
}

std::string_view block_word(RouteKind kind) noexcept {
  return kBlockWords[static_cast<std::size_t>(kind)];
}

}  // namespace

namespace {

// Kamailio takes a known method's name in any case.
sip::Method find_method(std::string_view name) {
  for (std::size_t i = 1; i < sip::kMethodCount; ++i) {
    const auto method = static_cast<sip::Method>(i);
    if (sip::equal_ignoring_case(name, sip::method_name(method))) return method;
  }
  return sip::Method::kOther;
}

// The methods of "A|B|C" as bits; nothing when one of them is not known by number.
std::optional<std::uint32_t> method_bits(std::string_view list) {
  static_assert(sip::kMethodCount <= 32);
  std::uint32_t bits = 0;
  while (!list.empty()) {
    const std::size_t end = std::min(list.find('|'), list.size());
    const sip::Method method = find_method(list.substr(0, end));
    if (method == sip::Method::kOther) return std::nullopt;
    bits |= 1u << static_cast<unsigned>(method);
    list.remove_prefix(std::min(end + 1, list.size()));
  }
  return bits;
}

// True for a constant pattern whose "$" all stand for the end of the text, and for no variable.
bool has_anchors_only(const Expression& e) {
  const auto constant = fold(e);
  if (!constant || !constant->is_text) return false;
  const std::string& text = constant->text;
  for (std::size_t at = text.find('$'); at != std::string::npos; at = text.find('$', at + 1)) {
    if (at + 1 < text.size() && text[at + 1] != ')' && text[at + 1] != '|') return false;
  }
  return true;
}

}  // namespace

bool Compiler::allowed_here(const FunctionSpec& spec) const { return (spec.routes & mask_) != 0; }

const FunctionSpec* Compiler::resolve_function(const Expression& e) {
  Diagnostics& d = b_.diagnostics();
  const int id = find_function(e.text);
  const FunctionSpec* const planned =
      id < 0 ? find_planned_function(e.text, names_.modules) : nullptr;
  if (id < 0 && planned == nullptr) {
    d.error(e.location, "unknown function " + e.text + "()", function_advice(e.text));
    return nullptr;
  }
  const FunctionSpec& spec = planned ? *planned : kFunctions[static_cast<std::size_t>(id)];
  if (spec.module != "core" && !names_.modules.contains(std::string(spec.module))) {
    d.error(
        e.location,
        "unknown function " + e.text + "(): module " + std::string(spec.module) + " is not loaded",
        "add loadmodule \"" + std::string(spec.module) + ".so\"");
    return nullptr;
  }
  if (!spec.takes(e.operands.size())) {
    d.error(e.location, e.text + "() takes " + count_words(spec) + ", not " +
                            std::to_string(e.operands.size()));
    return nullptr;
  }
  if (!allowed_here(spec)) {
    d.error(e.location, e.text + "() is not allowed in a " + std::string(block_word(kind_)));
    return nullptr;
  }
  return &spec;
}

void Compiler::call(const Expression& e) {
  if (e.text == "route") {
    route_call(e);
    return;
  }
  const FunctionSpec* const spec = resolve_function(e);
  if (spec == nullptr) return;
  if (is_planned(*spec)) return planned_call(e, *spec);
  if (is_access_call(*spec)) return access_call(e, *spec);
  if (spec->name == "route_if_exists") {
    text_argument(*e.operands[0], true);
    b_.emit(Op::kRouteByName, 0, 1);
    return;
  }
  if (spec->name == "is_method") {
    const std::optional<Constant> list = fold(*e.operands[0]);
    const auto bits = list && list->is_text ? method_bits(list->text) : std::nullopt;
    if (bits && !list->text.empty()) return static_cast<void>(b_.emit(Op::kIsMethod, *bits));
  }
  check_declared(*spec, e);
  if (spec->plane == Plane::kControl) b_.emit(Op::kHandOff);
  const bool with_line = spec->name == "xlogl" || spec->name == "xdbgl";
  std::uint8_t count = 0;
  for (std::size_t i = 0; i < e.operands.size(); ++i) {
    if (with_line && i + 1 == e.operands.size()) line_ = e.location.line;
    count = static_cast<std::uint8_t>(count + argument(*e.operands[i], spec->script_params()[i]));
    line_ = 0;
  }
  const auto id = static_cast<std::uint16_t>(spec - kFunctions.data());
  b_.emit(spec->plane == Plane::kCore ? Op::kCallCore : Op::kCall, 0, count, id);
}

// Checks the arguments; what is emitted only keeps the stack even, no image comes of it.
void Compiler::planned_call(const Expression& e, const FunctionSpec& spec) {
  const std::string owner =
      spec.module == "core" ? "the core" : "module " + std::string(spec.module);
  b_.diagnostics().planned(e.location, e.text + "() of " + owner + " is not built yet");
  for (std::size_t i = 0; i < e.operands.size(); ++i) {
    std::uint8_t count = argument(*e.operands[i], spec.script_params()[i]);
    while (count-- > 0) b_.emit(Op::kPop);
  }
  b_.emit_int(Op::kSetResult, 1);
}

void Compiler::route_call(const Expression& e) {
  if (e.operands.size() > 1) {
    b_.diagnostics().error(e.location, "route() takes 0 to 1 argument");
    return;
  }
  if (e.operands.empty()) {
    b_.emit_int(Op::kRoute, 0);
    return;
  }
  const Expression& name = *e.operands[0];
  const auto constant = name.kind == ExpressionKind::kName
                            ? std::optional<Constant>(Constant{true, 0, name.text})
                            : fold(name);
  if (!constant) {
    value(name);
    b_.emit(Op::kRouteByName);
    return;
  }
  const std::string text = constant->is_text ? constant->text : std::to_string(constant->number);
  const RouteList& list = b_.routes(RouteKind::kRequest);
  const int slot = list.find(text);
  if (slot < 0 || (slot > 0 && !list.is_defined(slot))) {
    std::vector<std::string_view> known;
    for (int i = 1; i < list.used(); ++i) {
      if (list.is_defined(i)) known.push_back(list.name(i));
    }
    b_.diagnostics().error(name.location, "route[" + text + "] is not defined",
                           did_you_mean(text, known));
    return;
  }
  b_.emit_int(Op::kRoute, slot);
}

// Emits one argument; how many operands it is.
std::uint8_t Compiler::argument(const Expression& e, char type) {
  check_types(e, b_.diagnostics());
  const char kind = static_cast<char>(is_optional(type) ? type + 32 : type);
  switch (kind) {
    case 'a':
    case 'b':
    case 'o':
    case 'q':
      return composite_argument(e, kind);
    case 'i':
      integer_argument(e);
      break;
    case 'x':
    case 'w':
    case 'r':
      regex_argument(e, kind);
      break;
    case 'u':
      return substitution_argument(e);
    case 'h':
      header_value_argument(e);
      break;
    case 'n':
    case 'f':
      avp_argument(e, kind == 'f');
      break;
    case 'v':
      variable_argument(e);
      break;
    case 'c':
      text_argument(e, false);
      break;
    case 'p':
      text_argument(e, !has_anchors_only(e));
      break;
    default:
      text_argument(e, true);
      break;
  }
  return 1;
}

void Compiler::integer_argument(const Expression& e) {
  if (e.kind == ExpressionKind::kName) {  // a flag by its name
    const auto flag = names_.flags.find(e.text);
    if (flag == names_.flags.end()) {
      b_.diagnostics().error(e.location, "\"" + e.text + "\" is not a number or a flag's name");
      return;
    }
    b_.emit_int(Op::kPushInt, flag->second);
    return;
  }
  const auto constant = fold(e);
  if (!constant) {
    value(e);
    b_.emit(Op::kToInt);
    return;
  }
  std::int32_t number = constant->number;
  if (constant->is_text && !text_to_int(constant->text, number)) {
    const auto flag = names_.flags.find(constant->text);
    if (flag != names_.flags.end()) {
      number = flag->second;
    } else if (constant->text.find('$') != std::string::npos) {
      text_argument(e, true);
      b_.emit(Op::kToInt);
      return;
    } else {
      b_.diagnostics().error(e.location, "\"" + constant->text + "\" is not a number");
      return;
    }
  }
  b_.emit_int(Op::kPushInt, number);
}

void Compiler::text_argument(const Expression& e, bool format) {
  if (e.kind == ExpressionKind::kName || e.kind == ExpressionKind::kSocket ||
      e.kind == ExpressionKind::kAddress) {
    b_.emit_text(e.text);
    return;
  }
  const auto constant = fold(e);
  if (!constant) {
    value(e);
    b_.emit(Op::kToText);
    return;
  }
  std::string text = constant->is_text ? constant->text : std::to_string(constant->number);
  if (line_ != 0) text = std::to_string(line_) + ":" + text;
  if (!format || text.find('$') == std::string::npos) {
    b_.emit_text(text);
    return;
  }
  Format pieces;
  if (parse_format(text, e.location, b_.diagnostics(), pieces)) this->format(pieces);
}

void Compiler::variable_argument(const Expression& e) {
  std::unique_ptr<Variable> parsed;
  const Variable* v = e.kind == ExpressionKind::kVariable ? e.variable.get() : nullptr;
  if (v == nullptr) {
    const auto constant = fold(e);
    if (constant && constant->is_text) {
      parsed = parse_variable(constant->text, e.location, b_.diagnostics());
      v = parsed.get();
      if (v == nullptr) return;
    }
  }
  if (v == nullptr) {
    b_.diagnostics().error(e.location, "a pseudo-variable must stand here");
    return;
  }
  const std::uint32_t before = b_.position();
  const auto pv = resolve(*v);
  if (!pv) return;
  if (b_.position() != before) {
    b_.diagnostics().error(v->location,
                           "a variable by reference must not have a computed name or index");
    return;
  }
  b_.emit_int(Op::kPushInt, static_cast<std::int32_t>(*pv));
}

}  // namespace weir::routes
