#include "routes/fold.h"

#include "routes/operators.h"
#include "routes/value.h"

namespace weir::routes {
namespace {

std::int32_t integer_of(const Constant& c) noexcept {
  if (!c.is_text) return c.number;
  std::int32_t number = 0;
  text_to_int(c.text, number);
  return number;
}

std::string text_of(const Constant& c) { return c.is_text ? c.text : std::to_string(c.number); }

Constant integer(std::int32_t number) { return {false, number, {}}; }
Constant text(std::string value) { return {true, 0, std::move(value)}; }

std::optional<Constant> fold_unary(UnaryOp op, const Constant& c) {
  switch (op) {
    case UnaryOp::kNot:
      return integer(integer_of(c) == 0 ? 1 : 0);
    case UnaryOp::kNegate:
      return integer(apply_integers(Op::kSubtract, 0, integer_of(c)));
    case UnaryOp::kComplement:
      return integer(~integer_of(c));
    case UnaryOp::kDefined:
      return integer(1);
    case UnaryOp::kStrlen:
      return integer(static_cast<std::int32_t>(text_of(c).size()));
    case UnaryOp::kStrempty:
      return integer(text_of(c).empty() ? 1 : 0);
    case UnaryOp::kIntCast:
      return integer(integer_of(c));
    case UnaryOp::kStrCast:
      return text(text_of(c));
  }
  return std::nullopt;
}

std::optional<Constant> fold_equality(BinaryOp op, const Constant& a, const Constant& b) {
  const bool texts = a.is_text ? text_of(a) == text_of(b) : false;
  const bool same = a.is_text ? texts : integer_of(a) == integer_of(b);
  switch (static_cast<int>(op)) {
    case static_cast<int>(BinaryOp::kEqual):
      return integer(same ? 1 : 0);
    case static_cast<int>(BinaryOp::kNotEqual):
      return integer(same ? 0 : 1);
    case static_cast<int>(BinaryOp::kStrEqual):
      return integer(text_of(a) == text_of(b) ? 1 : 0);
    case static_cast<int>(BinaryOp::kStrDiffer):
      return integer(text_of(a) != text_of(b) ? 1 : 0);
    default:
      return std::nullopt;
  }
}

std::optional<Constant> fold_binary(const Expression& e, const Constant& a, const Constant& b) {
  const std::int32_t x = integer_of(a);
  const std::int32_t y = integer_of(b);
  switch (e.binary) {
    case BinaryOp::kOr:
      return integer(x != 0 || y != 0 ? 1 : 0);
    case BinaryOp::kAnd:
      return integer(x != 0 && y != 0 ? 1 : 0);
    case BinaryOp::kAdd:
      if (a.is_text) return text(text_of(a) + text_of(b));
      return integer(apply_integers(Op::kAdd, x, y));
    case BinaryOp::kDivide:
    case BinaryOp::kModulo: {
      std::int32_t result = 0;
      if (!divide(e.binary == BinaryOp::kDivide ? Op::kDivide : Op::kModulo, x, y, result)) {
        return std::nullopt;
      }
      return integer(result);
    }
    case BinaryOp::kSubtract:
      return integer(apply_integers(Op::kSubtract, x, y));
    case BinaryOp::kMultiply:
      return integer(apply_integers(Op::kMultiply, x, y));
    case BinaryOp::kBitOr:
      return integer(x | y);
    case BinaryOp::kBitAnd:
      return integer(x & y);
    case BinaryOp::kBitXor:
      return integer(x ^ y);
    case BinaryOp::kShiftLeft:
      return integer(apply_integers(Op::kShiftLeft, x, y));
    case BinaryOp::kShiftRight:
      return integer(apply_integers(Op::kShiftRight, x, y));
    case BinaryOp::kGreater:
      return integer(x > y ? 1 : 0);
    case BinaryOp::kLess:
      return integer(x < y ? 1 : 0);
    case BinaryOp::kGreaterEqual:
      return integer(x >= y ? 1 : 0);
    case BinaryOp::kLessEqual:
      return integer(x <= y ? 1 : 0);
    case BinaryOp::kIntEqual:
      return integer(x == y ? 1 : 0);
    case BinaryOp::kIntDiffer:
      return integer(x != y ? 1 : 0);
    case BinaryOp::kEqual:
    case BinaryOp::kNotEqual:
    case BinaryOp::kStrEqual:
    case BinaryOp::kStrDiffer:
      return fold_equality(e.binary, a, b);
    case BinaryOp::kMatch:
      return std::nullopt;
  }
  return std::nullopt;
}

bool needs_integers(BinaryOp op) noexcept {
  return op >= BinaryOp::kGreater || (op >= BinaryOp::kBitOr && op <= BinaryOp::kShiftRight) ||
         op == BinaryOp::kIntEqual || op == BinaryOp::kIntDiffer;
}

void mismatch(const Expression& at, std::string_view is, std::string_view wanted,
              Diagnostics& diagnostics) {
  diagnostics.error(at.location,
                    "type mismatch: " + std::string(is) + " instead of " + std::string(wanted),
                    "convert it with (int) or (str)");
}

void check_binary(const Expression& e, Diagnostics& diagnostics) {
  const Expression& left = *e.operands[0];
  const Expression& right = *e.operands[1];
  const StaticType a = static_type(left);
  const StaticType b = static_type(right);
  if (e.binary == BinaryOp::kDivide || e.binary == BinaryOp::kModulo) {
    const auto divisor = fold(right);
    if (divisor && integer_of(*divisor) == 0 && fold(left)) {
      diagnostics.error(e.location, "division by zero");
    }
  }
  if (left.kind == ExpressionKind::kKeyword || right.kind == ExpressionKind::kKeyword) return;
  if (e.binary == BinaryOp::kAdd || e.binary == BinaryOp::kEqual ||
      e.binary == BinaryOp::kNotEqual) {
    if (a == StaticType::kInteger && b == StaticType::kText)
      mismatch(right, "text", "integer", diagnostics);
    return;
  }
  if (needs_integers(e.binary)) {
    if (a == StaticType::kText) mismatch(left, "text", "integer", diagnostics);
    if (b == StaticType::kText) mismatch(right, "text", "integer", diagnostics);
    return;
  }
  if (e.binary == BinaryOp::kMatch || e.binary == BinaryOp::kStrEqual ||
      e.binary == BinaryOp::kStrDiffer) {
    if (a == StaticType::kInteger) mismatch(left, "integer", "text", diagnostics);
    if (b == StaticType::kInteger) mismatch(right, "integer", "text", diagnostics);
  }
}

}  // namespace

StaticType static_type(const Expression& e) noexcept {
  switch (e.kind) {
    case ExpressionKind::kInteger:
    case ExpressionKind::kCall:
      return StaticType::kInteger;
    case ExpressionKind::kText:
    case ExpressionKind::kSelect:
    case ExpressionKind::kName:
    case ExpressionKind::kAddress:
    case ExpressionKind::kSocket:
      return StaticType::kText;
    case ExpressionKind::kVariable:
    case ExpressionKind::kKeyword:
      return StaticType::kUnknown;
    case ExpressionKind::kUnary:
      return e.unary == UnaryOp::kStrCast ? StaticType::kText : StaticType::kInteger;
    case ExpressionKind::kBinary:
      if (e.binary != BinaryOp::kAdd) return StaticType::kInteger;
      return static_type(*e.operands[0]);
  }
  return StaticType::kUnknown;
}

std::optional<Constant> fold(const Expression& e) {
  switch (e.kind) {
    case ExpressionKind::kInteger:
      return integer(e.number);
    case ExpressionKind::kText:
      return text(e.text);
    case ExpressionKind::kUnary: {
      const auto c = fold(*e.operands[0]);
      return c ? fold_unary(e.unary, *c) : std::nullopt;
    }
    case ExpressionKind::kBinary: {
      const auto a = fold(*e.operands[0]);
      const auto b = fold(*e.operands[1]);
      if (!a || !b) return std::nullopt;
      return fold_binary(e, *a, *b);
    }
    case ExpressionKind::kVariable:
    case ExpressionKind::kSelect:
    case ExpressionKind::kKeyword:
    case ExpressionKind::kName:
    case ExpressionKind::kAddress:
    case ExpressionKind::kSocket:
    case ExpressionKind::kCall:
      return std::nullopt;
  }
  return std::nullopt;
}

void check_types(const Expression& e, Diagnostics& diagnostics) {
  for (const ExpressionPtr& operand : e.operands) check_types(*operand, diagnostics);
  if (e.kind == ExpressionKind::kBinary) check_binary(e, diagnostics);
  if (e.kind == ExpressionKind::kUnary && e.unary != UnaryOp::kDefined &&
      (e.unary == UnaryOp::kNegate || e.unary == UnaryOp::kComplement) &&
      static_type(*e.operands[0]) == StaticType::kText) {
    mismatch(*e.operands[0], "text", "integer", diagnostics);
  }
}

}  // namespace weir::routes
