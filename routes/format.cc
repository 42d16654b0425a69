// Pseudo-variables, alone and inside of texts.
#include "routes/ast.h"
#include "routes/diagnostic.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace weir::routes {

namespace {

constexpr std::size_t kMaxDepth = 16;  // of variables inside of variables
constexpr std::size_t kMaxTransformations = 64;

bool is_name_char(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

// Reads variables out of one text; all positions are offsets into it.
class FormatReader {
 public:
  FormatReader(std::string_view text, const Location& origin, Diagnostics& diagnostics)
      : text_(text), origin_(origin), diagnostics_(diagnostics) {}

  bool read(Format& format);
  std::unique_ptr<Variable> read_whole();

 private:
  char peek(std::size_t ahead = 0) const {
    return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
  }
  Location place(std::size_t offset, std::size_t length) const;
  bool fail(std::size_t offset, std::string what, std::string advice = {});
  std::string_view since(std::size_t start) const { return text_.substr(start, at_ - start); }

  std::unique_ptr<Variable> read_variable();
  bool read_name(Variable& variable);
  bool read_inner(Variable& variable);
  bool read_index(Variable& variable);
  bool read_transformation(Variable& variable);
  bool read_arguments(Transformation& transformation, std::size_t end);
  bool read_pieces(std::size_t end, Format& format);
  bool skip_arguments(bool count_braces);

  std::string_view text_;
  Location origin_;
  Diagnostics& diagnostics_;
  std::size_t at_ = 0;
  std::size_t depth_ = 0;
};

// Exact as long as the text stands in the source as it is: escapes before the place shift it.
Location FormatReader::place(std::size_t offset, std::size_t length) const {
  Location location = origin_;
  location.column += static_cast<std::uint32_t>(offset);
  location.length = static_cast<std::uint32_t>(std::max<std::size_t>(length, 1));
  return location;
}

bool FormatReader::fail(std::size_t offset, std::string what, std::string advice) {
  diagnostics_.error(place(offset, at_ > offset ? at_ - offset : 1), std::move(what),
                     std::move(advice));
  return false;
}

void append_literal(Format& format, std::string_view text) {
  if (text.empty()) return;
  if (format.empty() || format.back().variable) format.emplace_back();
  format.back().literal += text;
}

bool FormatReader::read(Format& format) {
  while (at_ < text_.size()) {
    const std::size_t start = at_;
    at_ = std::min(text_.find('$', at_), text_.size());
    append_literal(format, since(start));
    if (at_ == text_.size()) break;
    if (peek(1) == '$') {
      append_literal(format, "$");
      at_ += 2;
      continue;
    }
    std::unique_ptr<Variable> variable = read_variable();
    if (!variable) return false;
    format.emplace_back().variable = std::move(variable);
  }
  return true;
}

std::unique_ptr<Variable> FormatReader::read_whole() {
  if (peek() != '$') {
    fail(0, "a variable has to stand here", "write it as in $var(name)");
    return nullptr;
  }
  std::unique_ptr<Variable> variable = read_variable();
  if (!variable || at_ == text_.size()) return variable;
  const std::size_t rest = at_;
  at_ = text_.size();
  fail(rest, "this does not belong to the variable before it",
       "indexes and transformations need the form $(name(inner)[index]{transformation})");
  return nullptr;
}

std::unique_ptr<Variable> FormatReader::read_variable() {
  const std::size_t start = at_;
  if (depth_ >= kMaxDepth) {
    fail(start, "variables are nested too deep here");
    return nullptr;
  }
  ++depth_;
  auto variable = std::make_unique<Variable>();
  ++at_;
  const bool long_form = peek() == '(';
  if (long_form) ++at_;
  bool good = read_name(*variable) && (peek() != '(' || read_inner(*variable));
  if (long_form) {
    if (good && peek() == '[') good = read_index(*variable);
    while (good && peek() == '{') good = read_transformation(*variable);
    if (good && peek() != ')') {
      const bool ended = at_ >= text_.size();
      if (!ended) ++at_;
      good = fail(
          ended ? start : at_ - 1,
          ended ? "this variable's \"(\" is never closed" : "this cannot stand inside of $(...)",
          "the form is $(name(inner)[index]{transformation}) without blanks between");
    } else if (good) {
      ++at_;
    }
  }
  --depth_;
  if (!good) return nullptr;
  variable->text = since(start);
  variable->location = place(start, at_ - start);
  return variable;
}

bool FormatReader::read_name(Variable& variable) {
  const std::size_t start = at_;
  while (is_name_char(peek()) || peek() == '?' || (peek() == '.' && is_name_char(peek(1)))) ++at_;
  variable.name = since(start);
  if (!variable.name.empty()) return true;
  return fail(start == 0 ? 0 : start - 1, "a variable's name has to follow \"$\"",
              "for a plain \"$\" in a text write \"$$\"");
}

bool FormatReader::read_inner(Variable& variable) {
  const std::size_t open = at_++;
  std::size_t level = 1;
  std::size_t end = at_;
  for (; end < text_.size(); ++end) {
    if (text_[end] == '(') ++level;
    if (text_[end] == ')' && --level == 0) break;
  }
  if (end == text_.size()) return fail(open, "this variable's \"(\" is never closed");
  variable.has_inner = true;
  variable.inner = text_.substr(at_, end - at_);
  if (!read_pieces(end, variable.inner_format)) return false;
  at_ = end + 1;
  return true;
}

// The text up to `end`, where a "$" that starts no variable is itself.
bool FormatReader::read_pieces(std::size_t end, Format& format) {
  while (at_ < end) {
    const bool starts = peek() == '$' && at_ + 1 < end && (is_name_char(peek(1)) || peek(1) == '(');
    if (!starts) {
      append_literal(format, text_.substr(at_, 1));
      ++at_;
      continue;
    }
    std::unique_ptr<Variable> variable = read_variable();
    if (!variable) return false;
    format.emplace_back().variable = std::move(variable);
  }
  return true;
}

bool FormatReader::read_index(Variable& variable) {
  const std::size_t open = at_++;
  VariableIndex& index = variable.index;
  if (peek() == '*') {
    index.kind = IndexKind::kAll;
    ++at_;
  } else if (peek() == '$') {
    index.kind = IndexKind::kVariable;
    index.variable = read_variable();
    if (!index.variable) return false;
  } else {
    const bool negative = peek() == '-';
    if (negative || peek() == '+') ++at_;
    const std::size_t digits = at_;
    std::int32_t value = 0;
    while (peek() >= '0' && peek() <= '9' && at_ - digits < 9)
      value = value * 10 + (text_[at_++] - '0');
    if (at_ == digits) {
      return fail(open, "an index is a number, \"*\" or a variable",
                  "as in [0] for the first, [-1] for the last, [*] for all");
    }
    index.kind = IndexKind::kNumber;
    index.number = negative ? -value : value;
  }
  if (peek() != ']')
    return fail(open, "this index has no \"]\"", "close it right behind its value");
  ++at_;
  return true;
}

// Moves to the "}" that ends a transformation. Variables among the arguments keep theirs.
bool FormatReader::skip_arguments(bool count_braces) {
  std::size_t level = 0;
  for (; at_ < text_.size(); ++at_) {
    if (peek() == '}' && level == 0) return true;
    if (peek() == '$' && peek(1) == '(') {
      std::size_t open = 0;
      for (; at_ < text_.size(); ++at_) {
        if (peek() == '(') ++open;
        if (peek() == ')' && --open == 0) break;
      }
    } else if (count_braces && peek() == '{') {
      ++level;
    } else if (peek() == '}') {
      --level;
    }
  }
  return false;
}

bool FormatReader::read_transformation(Variable& variable) {
  const std::size_t open = at_++;
  if (variable.transformations.size() >= kMaxTransformations) {
    return fail(open, "too many transformations on one variable");
  }
  Transformation& made = variable.transformations.emplace_back();
  std::size_t start = at_;
  while (is_name_char(peek())) ++at_;
  made.family = since(start);
  if (peek() != '.' || made.family.empty()) {
    return fail(open, "a transformation starts with its family and its name",
                "as in {s.len} or {uri.user}");
  }
  start = ++at_;
  while (is_name_char(peek()) || peek() == '.') ++at_;
  made.operation = since(start);
  if (made.operation.empty()) {
    return fail(open, "a transformation's name is missing", "as in {s.len} or {uri.user}");
  }
  if (peek() == ',') {
    start = ++at_;
    if (!skip_arguments(/*count_braces=*/made.family == "re")) {
      return fail(open, "this transformation has no \"}\"");
    }
    const std::size_t end = at_;
    made.raw = since(start);
    at_ = start;
    if (!read_arguments(made, end)) return false;
    at_ = end;
  }
  if (peek() != '}') {
    return fail(open, "this transformation has no \"}\" behind its name or its arguments",
                "arguments follow a comma, as in {s.substr,0,3}");
  }
  ++at_;
  made.location = place(open, at_ - open);
  return true;
}

bool FormatReader::read_arguments(Transformation& transformation, std::size_t end) {
  const bool single = transformation.family == "re";
  for (;;) {
    // A comma alone as the last argument is a separator: {s.select,1,,}.
    const bool last_comma = at_ + 1 == end && peek() == ',';
    std::size_t stop = at_;
    std::size_t level = 0;
    for (; stop < end && !single && !last_comma; ++stop) {
      if (text_[stop] == '(') ++level;
      if (text_[stop] == ')' && level > 0) --level;
      if (text_[stop] == ',' && level == 0) break;
    }
    if (single || last_comma) stop = end;
    Format& argument = transformation.arguments.emplace_back();
    if (single) {
      append_literal(argument, text_.substr(at_, stop - at_));
    } else if (!read_pieces(stop, argument)) {
      return false;
    }
    if (stop >= end) return true;
    at_ = stop + 1;
  }
}

}  // namespace

bool parse_format(std::string_view text, const Location& origin, Diagnostics& diagnostics,
                  Format& format) {
  return FormatReader(text, origin, diagnostics).read(format);
}

std::unique_ptr<Variable> parse_variable(std::string_view text, const Location& origin,
                                         Diagnostics& diagnostics) {
  return FormatReader(text, origin, diagnostics).read_whole();
}

}  // namespace weir::routes
