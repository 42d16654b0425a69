// Walks over a script for those who look at all of it but compile none.
#pragma once

#include "routes/ast.h"
#include "routes/diagnostic.h"
#include "routes/vocabulary/vocabulary.h"

namespace weir::routes {

// The letter of argument `i` of a call in the vocabulary, in lower case; 0: not known.
inline char argument_type(std::string_view function, std::size_t i) noexcept {
  const int id = find_function(function);
  const FunctionSpec* const row =
      id < 0 ? find_planned_function(function) : &kFunctions[static_cast<std::size_t>(id)];
  if (row == nullptr) return 0;
  const std::string_view params = row->params;
  return i < params.size() ? static_cast<char>(params[i] | 0x20) : '\0';
}

// Calls visit(variable) for `v` and for every variable inside it.
template <class Visit>
void each_variable(const Variable& v, const Visit& visit) {
  visit(v);
  const auto each_in = [&visit](const Format& format) {
    for (const FormatPiece& piece : format) {
      if (piece.variable) each_variable(*piece.variable, visit);
    }
  };
  each_in(v.inner_format);
  if (v.index.variable) each_variable(*v.index.variable, visit);
  for (const Transformation& t : v.transformations) {
    for (const Format& argument : t.arguments) each_in(argument);
  }
}

// Calls visit(variable) for every variable of a text that is the argument of a function.
template <class Visit>
void each_variable(std::string_view text, const Location& location, const Visit& visit) {
  Diagnostics ignored;  // the compiler tells
  Format format;
  static_cast<void>(parse_format(text, location, ignored, format));
  for (const FormatPiece& piece : format) {
    if (piece.variable) each_variable(*piece.variable, visit);
  }
}

// Calls visit(expression) for `e` and each of its operands, left to right.
template <class Visit>
void each_expression(const Expression& e, const Visit& visit) {
  visit(e);
  for (const ExpressionPtr& operand : e.operands) each_expression(*operand, visit);
}

// Calls visit(statement) for every statement of a list, the outer before the inner ones.
template <class Visit>
void each_statement(const Statements& list, const Visit& visit) {
  for (const StatementPtr& s : list) {
    visit(*s);
    each_statement(s->body, visit);
    each_statement(s->otherwise, visit);
    for (const Case& one : s->cases) each_statement(one.body, visit);
  }
}

}  // namespace weir::routes
