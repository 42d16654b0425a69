// What is known of an expression's type before it runs, and the mixtures that are refused for it.
#include "routes/parser_state.h"

#include <string>

namespace weir::routes {

namespace {

bool compares_texts(BinaryOp op) {
  return op == BinaryOp::kStrEqual || op == BinaryOp::kStrDiffer || op == BinaryOp::kMatch;
}

// The left side decides whether texts or numbers are compared or added.
bool follows_left(BinaryOp op) {
  return op == BinaryOp::kEqual || op == BinaryOp::kNotEqual || op == BinaryOp::kAdd;
}

}  // namespace

// Sets the type of a binary expression. False when an operand can never be of the type needed.
bool Parser::check_binary(Expression& made) {
  const StaticType left = made.operands[0]->type;
  const StaticType right = made.operands[1]->type;
  const std::string op(operator_text(made.binary));
  made.type = made.binary == BinaryOp::kAdd ? left : StaticType::kInteger;
  if (compares_texts(made.binary)) {
    if (left != StaticType::kInteger) return true;
    diagnostics_.error(made.location, "a string has to stand left of \"" + op + "\", not a number",
                       "write (str) before the number, or use \"==\"");
    return false;
  }
  if (follows_left(made.binary)) {
    if (left != StaticType::kInteger || right != StaticType::kText) return true;
    diagnostics_.error(made.location,
                       "\"" + op + "\" has a number on its left and a string on its right",
                       "the left side decides: write (str) before it, or (int) before the right");
    return false;
  }
  if (left != StaticType::kText && right != StaticType::kText) return true;
  diagnostics_.error(made.location, "\"" + op + "\" needs numbers, not a string",
                     "write (int) before the string, or compare it to another");
  return false;
}

// Likewise for one operand.
bool Parser::check_unary(Expression& made) {
  const StaticType operand = made.operands[0]->type;
  made.type = made.unary == UnaryOp::kStrCast ? StaticType::kText : StaticType::kInteger;
  const bool measures = made.unary == UnaryOp::kStrlen || made.unary == UnaryOp::kStrempty;
  const bool any = made.unary == UnaryOp::kDefined || made.unary == UnaryOp::kIntCast ||
                   made.unary == UnaryOp::kStrCast;
  const StaticType refused = measures ? StaticType::kInteger : StaticType::kText;
  if (any || operand != refused) return true;
  const std::string op(operator_text(made.unary));
  diagnostics_.error(
      made.location,
      "\"" + op + "\" needs " + (measures ? "a string, not a number" : "a number, not a string"),
      measures ? "write (str) before the number" : "write (int) before the string");
  return false;
}

}  // namespace weir::routes
