// Arguments that are more than a value: patterns, substitutions, names of header values.
#include "routes/compiler.h"

#include "routes/fields.h"
#include "routes/fold.h"
#include "routes/replacement_text.h"

namespace weir::routes {
namespace {

// The character a backslash stands for in a replacement; itself when it is none of these.
char escaped(char c) noexcept {
  switch (c) {
    case 't':
      return '\t';
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    default:
      return c;
  }
}

void append_plain(std::string& text, std::string_view plain) {
  for (const char c : plain) {
    if (c == kReplacementMark) text += kReplacementMark;
    text += c;
  }
}

}  // namespace

std::optional<std::string> Compiler::constant_text(const Expression& e, std::string_view what) {
  const auto constant = fold(e);
  if (!constant) {
    b_.diagnostics().error(e.location, std::string(what) +
                                           " must be constant: it is compiled before the first "
                                           "message");
    return std::nullopt;
  }
  return constant->is_text ? constant->text : std::to_string(constant->number);
}

void Compiler::regex_argument(const Expression& e, char type) {
  const auto pattern = constant_text(e, "a pattern");
  if (!pattern) return;
  std::string error;
  const int id = type == 'x' ? b_.regexes().add_with_groups(*pattern, error)
                             : b_.regexes().add_substitution(*pattern, type == 'w', true, error);
  if (id < 0) {
    b_.diagnostics().error(e.location, "bad pattern: " + error);
    return;
  }
  b_.emit_int(Op::kPushInt, id);
}

// The text of a replacement, in which its variables, and what groups matched, are marked; nothing
// when there was an error.
std::optional<std::string> Compiler::replacement(const std::string& text, const Location& location,
                                                 const std::function<bool(const Variable&)>& take) {
  std::string out;
  std::size_t values = 0;
  std::size_t at = 0;
  while (at < text.size()) {
    if (text[at] == '\\' && at + 1 < text.size()) {
      const char next = text[at + 1];
      at += 2;
      if (next >= '0' && next <= '9') {
        out += {kReplacementMark, next};
      } else {
        const char c = escaped(next);
        append_plain(out, {&c, 1});
      }
      continue;
    }
    const std::size_t end = std::min(text.find('\\', at), text.size());
    Format pieces;
    if (!parse_format(text.substr(at, end - at), location, b_.diagnostics(), pieces)) {
      return std::nullopt;
    }
    for (const FormatPiece& piece : pieces) {
      if (!piece.variable) {
        append_plain(out, piece.literal);
        continue;
      }
      if (values == kMostReplacementValues) {
        b_.diagnostics().error(location, "more than 8 variables in one replacement");
        return std::nullopt;
      }
      if (!take(*piece.variable)) return std::nullopt;
      out += {kReplacementMark, static_cast<char>('a' + values++)};
    }
    at = end;
  }
  return out;
}

std::uint8_t Compiler::substitution_argument(const Expression& e) {
  const auto text = constant_text(e, "a substitution");
  if (!text) return 0;
  const SubstitutionText subst = split_substitution(*text);
  if (!subst.valid) {
    b_.diagnostics().error(e.location, "bad substitution",
                           "write \"/pattern/replacement/\" and then any of the flags g i s");
    return 0;
  }
  std::uint8_t values = 0;
  const auto with = replacement(subst.replacement, e.location, [&](const Variable& variable) {
    load(variable);
    b_.emit(Op::kToText);
    ++values;
    return true;
  });
  if (!with) return 0;
  std::string error;
  const int id =
      b_.regexes().add_substitution(subst.pattern, subst.ignore_case, subst.whole, error);
  if (id < 0) {
    b_.diagnostics().error(e.location, "bad pattern: " + error);
    return 0;
  }
  b_.emit_text(*with);
  b_.emit_int(Op::kPushInt, subst.all ? id | kReplaceAll : id);
  return static_cast<std::uint8_t>(values + 2);
}

// The number of an AVP's name, or of one of the flags that avpflags declares.
void Compiler::avp_argument(const Expression& e, bool flag) {
  const bool bare = e.kind == ExpressionKind::kName;
  const auto text = bare ? std::optional<std::string>(e.text)
                         : constant_text(e, flag ? "an AVP's flag" : "an AVP's name");
  if (!text) return;
  if (!flag) {
    b_.emit_int(Op::kPushInt, avp_number(text->starts_with('$') ? text->substr(1) : *text));
    return;
  }
  const auto found = names_.avp_flags.find(*text);
  if (found == names_.avp_flags.end()) {
    std::vector<std::string_view> known;
    for (const auto& [name, number] : names_.avp_flags) known.push_back(name);
    std::string advice = did_you_mean(*text, known);
    if (advice.empty()) advice = "declare it: avpflags " + *text + ";";
    b_.diagnostics().error(e.location, "there is no AVP flag \"" + *text + "\"", std::move(advice));
    return;
  }
  b_.emit_int(Op::kPushInt, found->second);
}

void Compiler::header_value_argument(const Expression& e) {
  const auto text = constant_text(e, "the name of a header field");
  if (!text) return;
  if (!split_header_value(*text).valid) {
    b_.diagnostics().error(e.location, "\"" + *text + "\" names no value of a header field",
                           "write NAME, NAME[INDEX], NAME.PARAMETER or NAME[INDEX].PARAMETER");
    return;
  }
  b_.emit_text(*text);
}

}  // namespace weir::routes
