// Pseudo-variables, format strings and transformations.
#include "routes/compiler.h"

#include "routes/fields.h"
#include "routes/value.h"
#include "routes/xavp.h"
#include "sip/names.h"

#include <algorithm>

namespace weir::routes {

std::optional<std::string> literal(const Format& pieces) {
  std::string text;
  for (const FormatPiece& piece : pieces) {
    if (piece.variable) return std::nullopt;
    text += piece.literal;
  }
  return text;
}

// s:NAME, i:NUMBER and NAME are told apart by the text alone.
std::string avp_name(std::string text) {
  if (text.size() > 2 && text[1] == ':' && (text[0] == 's' || text[0] == 'i')) {
    return text[0] == 's' ? text.substr(2) : text;
  }
  return text;
}

std::uint16_t Compiler::avp_number(const std::string& text) {
  const auto alias = names_.avp_aliases.find(text);
  return b_.avp(avp_name(alias == names_.avp_aliases.end() ? text : alias->second));
}

int Compiler::regex(const std::string& pattern, bool ignore_case, const Location& location) {
  std::string error;
  const int id = b_.regexes().add(pattern, ignore_case, error);
  if (id < 0) b_.diagnostics().error(location, "bad pattern: " + error);
  return id;
}

void Compiler::load(const Variable& v) {
  const PvSpec* const spec = find_pseudo_variable(v.name);
  const bool constant = spec != nullptr && spec->inner == PvInner::kConstant;
  const bool formatted = spec != nullptr && spec->id == PvId::kFormatted;
  if (constant) {
    if (!load_constant(v, *spec)) b_.emit(Op::kPushNull);
  } else if (formatted) {
    format(v.inner_format);
  } else if (const auto pv = resolve(v)) {
    const PvRef& ref = b_.image().pv(*pv);
    if (ref.id == static_cast<std::uint16_t>(PvId::kVariable) && !ref.has_index && !ref.all &&
        !ref.index_on_stack) {
      b_.emit(Op::kLoadVariable, ref.slot);
    } else {
      b_.emit(Op::kLoadPv, *pv);
    }
  } else {
    b_.emit(Op::kPushNull);
  }
  for (const Transformation& t : v.transformations) transformation(t);
}

std::optional<std::uint32_t> Compiler::resolve(const Variable& v) {
  const PvSpec* const spec = find_pseudo_variable(v.name);
  if (spec == nullptr) {
    if (is_planned_pseudo_variable(v.name)) {
      b_.diagnostics().planned(v.location, "the pseudo-variable $" + v.name + " is not built yet");
    } else {
      b_.diagnostics().error(v.location, "unknown pseudo-variable $" + v.name,
                             pseudo_variable_advice(v.name));
    }
    return std::nullopt;
  }
  if (v.has_inner != (spec->inner != PvInner::kNone)) {
    b_.diagnostics().error(v.location, v.has_inner ? "$" + v.name + " takes no name in parentheses"
                                                   : "$" + v.name + " needs a name in parentheses");
    return std::nullopt;
  }
  PvRef pv;
  pv.id = static_cast<std::uint16_t>(spec->id);
  if (!resolve_inner(v, *spec, pv) || !resolve_index(v, pv)) return std::nullopt;
  return b_.pv(pv);
}

bool Compiler::resolve_inner(const Variable& v, const PvSpec& spec, PvRef& pv) {
  const auto constant = literal(v.inner_format);
  switch (spec.inner) {
    case PvInner::kNone:
      return true;
    case PvInner::kVariable: {
      const VariableKind kind = v.name == "vn"   ? VariableKind::kVn
                                : v.name == "vz" ? VariableKind::kVz
                                                 : VariableKind::kVar;
      const auto slot = constant ? b_.variable(*constant, kind) : std::nullopt;
      if (slot) pv.slot = *slot;
      if (!constant) b_.diagnostics().error(v.location, "the name of a variable must be constant");
      if (constant && !slot) {
        b_.diagnostics().error(v.location, "more than 256 script variables");
      }
      return slot.has_value();
    }
    case PvInner::kAvp:
      if (!constant) {
        format(v.inner_format);
        pv.key_on_stack = true;
        return true;
      }
      pv.slot = avp_number(*constant);
      return true;
    case PvInner::kShared:
      if (!constant) {
        b_.diagnostics().error(v.location, "the name of a shared variable must be constant");
        return false;
      }
      pv.key = b_.text(*constant);
      return true;
    case PvInner::kText:
      if (constant) {
        pv.key = b_.text(*constant);
        pv.header = static_cast<std::uint8_t>(sip::find_header(*constant));
      } else {
        format(v.inner_format);
        pv.key_on_stack = true;
      }
      return true;
    case PvInner::kTable:
      return resolve_table(v, pv);
    case PvInner::kXavp:
      return resolve_xavp(v, spec, pv);
    case PvInner::kStack:
      return resolve_stack(v, pv);
    case PvInner::kOther:
      return resolve_other(v, pv);
    case PvInner::kField:
      return resolve_field(v, spec, pv);
    case PvInner::kConstant:
      b_.diagnostics().error(v.location, "$" + v.name + " cannot stand here");
      return false;
  }
  return false;
}

bool Compiler::resolve_table(const Variable& v, PvRef& pv) {
  const std::string head = v.inner_format.empty() ? "" : v.inner_format[0].literal;
  const std::size_t arrow = head.find("=>");
  if (arrow == std::string::npos) {
    b_.diagnostics().error(v.location, "$" + v.name + " needs TABLE=>KEY");
    return false;
  }
  const std::string name = head.substr(0, arrow);
  const int table = b_.table(name);
  if (table <= 0) {
    std::vector<std::string_view> known;
    for (std::size_t i = 1; i < b_.settings().tables.size(); ++i) {
      known.push_back(b_.settings().tables[i].name);
    }
    std::string advice = did_you_mean(name, known);
    if (advice.empty()) {
      advice = "define it: modparam(\"htable\", \"htable\", \"" + name + "=>size=8;\")";
    }
    b_.diagnostics().error(v.location, "there is no table \"" + name + "\"", std::move(advice));
    return false;
  }
  pv.slot = static_cast<std::uint16_t>(table);
  const std::string rest = head.substr(arrow + 2);
  if (v.inner_format.size() == 1) {
    pv.key = b_.text(rest);
    return true;
  }
  pv.key_on_stack = true;
  std::uint8_t count = 0;
  if (!rest.empty()) {
    b_.emit_text(rest);
    ++count;
  }
  for (std::size_t i = 1; i < v.inner_format.size(); ++i, ++count) {
    const FormatPiece& piece = v.inner_format[i];
    if (piece.variable) {
      load(*piece.variable);
    } else {
      b_.emit_text(piece.literal);
    }
  }
  if (count != 1) b_.emit(Op::kFormat, 0, count);
  return true;
}

bool Compiler::resolve_xavp(const Variable& v, const PvSpec& spec, PvRef& pv) {
  const auto constant = literal(v.inner_format);
  if (!constant) {
    format(v.inner_format);
    pv.key_on_stack = true;
    return true;
  }
  const XavpKind kind = spec.id == PvId::kXavu   ? XavpKind::kXavu
                        : spec.id == PvId::kXavi ? XavpKind::kXavi
                                                 : XavpKind::kXavp;
  XavpPath path;
  if (!parse_xavp_path(*constant, kind, path)) {
    b_.diagnostics().error(v.location, "$" + v.name + "(" + v.inner + ") names no value",
                           kind == XavpKind::kXavu
                               ? "write NAME, NAME=>NAME or NAME=>NAME=>NAME"
                               : "write NAME[INDEX] or NAME[INDEX]=>NAME[INDEX]");
    return false;
  }
  pv.key = b_.text(*constant);
  return true;
}

bool Compiler::resolve_stack(const Variable& v, PvRef& pv) {
  const Variable* const inner =
      v.inner_format.size() == 1 ? v.inner_format[0].variable.get() : nullptr;
  const PvSpec* const spec = inner == nullptr ? nullptr : find_pseudo_variable(inner->name);
  const bool counts =
      spec != nullptr && inner->transformations.empty() &&
      (spec->id == PvId::kAvp || spec->id == PvId::kXavp || spec->id == PvId::kXavi);
  const auto counted = counts ? resolve(*inner) : std::nullopt;
  if (counts && !counted) return false;
  if (!counted || b_.image().pv(*counted).key_on_stack || *counted > 0xffff) {
    b_.diagnostics().error(v.location, "$" + v.name + "(" + v.inner + ") counts nothing",
                           "it takes an $avp, $xavp or $xavi");
    return false;
  }
  pv.slot = static_cast<std::uint16_t>(*counted);
  return true;
}

// $T_req($fu): a variable whose message is another one.
bool Compiler::resolve_other(const Variable& v, PvRef& pv) {
  const Variable* const inner =
      v.inner_format.size() == 1 ? v.inner_format[0].variable.get() : nullptr;
  const bool plain = inner != nullptr && inner->transformations.empty();
  const PvSpec* const spec = plain ? find_pseudo_variable(inner->name) : nullptr;
  const bool usable = spec != nullptr && spec->inner != PvInner::kOther &&
                      spec->inner != PvInner::kConstant && spec->id != PvId::kFormatted;
  const auto other = usable ? resolve(*inner) : std::nullopt;
  if (usable && !other) return false;
  if (!other || b_.image().pv(*other).key_on_stack || b_.image().pv(*other).index_on_stack ||
      *other > 0xffff) {
    b_.diagnostics().error(v.location, "$" + v.name + "(" + v.inner + ") names no variable",
                           "write $" + v.name + "($fu): one variable, with a constant name");
    return false;
  }
  pv.slot = static_cast<std::uint16_t>(*other);
  return true;
}

bool Compiler::resolve_field(const Variable& v, const PvSpec& spec, PvRef& pv) {
  const auto constant = literal(v.inner_format);
  const int field = constant ? find_field(spec.id, *constant) : -1;
  if (field < 0) {
    b_.diagnostics().error(v.location, "$" + v.name + "(" + v.inner + ") is not known",
                           "one of: " + std::string(field_words(spec.id)));
    return false;
  }
  pv.slot = static_cast<std::uint16_t>(field);
  return true;
}

bool Compiler::resolve_index(const Variable& v, PvRef& pv) {
  switch (v.index.kind) {
    case IndexKind::kNone:
      return true;
    case IndexKind::kAll:
      pv.all = true;
      return true;
    case IndexKind::kNumber:
      if (v.index.number < -32768 || v.index.number > 32767) {
        b_.diagnostics().error(v.location, "the index is too large");
        return false;
      }
      pv.has_index = true;
      pv.index = static_cast<std::int16_t>(v.index.number);
      return true;
    case IndexKind::kVariable:
      load(*v.index.variable);
      pv.index_on_stack = true;
      pv.has_index = true;
      return true;
  }
  return false;
}

void Compiler::transformation(const Transformation& t) {
  const std::string name = t.family + "." + t.operation;
  const int id = find_transformation(name);
  if (id < 0) {
    b_.diagnostics().error(t.location, "unknown transformation {" + name + "}",
                           transformation_advice(name));
    return;
  }
  const TransformationSpec& spec = kTransformations[static_cast<std::size_t>(id)];
  if (t.arguments.size() < spec.least || t.arguments.size() > spec.most) {
    b_.diagnostics().error(t.location, "{" + name + "} takes " + std::to_string(spec.least) +
                                           " to " + std::to_string(spec.most) + " arguments, not " +
                                           std::to_string(t.arguments.size()));
    return;
  }
  if (static_cast<TransformationId>(id) == TransformationId::kReSubst) {
    const SubstitutionText subst = split_substitution(literal(t.arguments[0]).value_or(""));
    std::string error = "write {re.subst,/pattern/replacement/flags}";
    const int pattern = subst.valid ? b_.regexes().add_substitution(
                                          subst.pattern, subst.ignore_case, subst.whole, error)
                                    : -1;
    if (pattern < 0) {
      b_.diagnostics().error(t.location, "bad substitution: " + error);
      return;
    }
    b_.emit_int(Op::kPushInt, pattern);
    b_.emit_text(subst.replacement);
    b_.emit_int(Op::kPushInt, subst.all ? 1 : 0);
    b_.emit(Op::kTransform, 0, 3, static_cast<std::uint16_t>(id));
    return;
  }
  for (const Format& argument : t.arguments) format(argument);
  b_.emit(Op::kTransform, 0, static_cast<std::uint8_t>(t.arguments.size()),
          static_cast<std::uint16_t>(id));
}

void Compiler::format(const Format& pieces) {
  if (const auto text = literal(pieces)) {
    b_.emit_text(*text);
    return;
  }
  // Long formats are joined in steps, so that the stack stays small.
  constexpr std::uint8_t kStep = 16;
  std::uint8_t count = 0;
  for (const FormatPiece& piece : pieces) {
    if (piece.variable) {
      load(*piece.variable);
      // What a transformation cannot do prints as nothing, and not as <null>.
      if (!piece.variable->transformations.empty()) b_.emit(Op::kToText);
    } else {
      b_.emit_text(piece.literal);
    }
    if (++count == kStep) {
      b_.emit(Op::kFormat, 0, count);
      count = 1;
    }
  }
  b_.emit(Op::kFormat, 0, count);
}

}  // namespace weir::routes
