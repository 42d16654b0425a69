#include "routes/operators.h"

namespace weir::routes {

std::int32_t apply_integers(Op op, std::int32_t left, std::int32_t right) noexcept {
  const std::uint32_t a = static_cast<std::uint32_t>(left);
  const std::uint32_t b = static_cast<std::uint32_t>(right);
  switch (static_cast<int>(op)) {
    case static_cast<int>(Op::kAdd):
      return static_cast<std::int32_t>(a + b);
    case static_cast<int>(Op::kSubtract):
      return static_cast<std::int32_t>(a - b);
    case static_cast<int>(Op::kMultiply):
      return static_cast<std::int32_t>(a * b);
    case static_cast<int>(Op::kBitOr):
      return left | right;
    case static_cast<int>(Op::kBitAnd):
      return left & right;
    case static_cast<int>(Op::kBitXor):
      return left ^ right;
    case static_cast<int>(Op::kShiftLeft):
      return static_cast<std::int32_t>(a << (b & 31));
    case static_cast<int>(Op::kShiftRight):
      return left >> (b & 31);
    case static_cast<int>(Op::kIntEqual):
      return left == right ? 1 : 0;
    case static_cast<int>(Op::kIntDiffer):
      return left != right ? 1 : 0;
    case static_cast<int>(Op::kLess):
      return left < right ? 1 : 0;
    case static_cast<int>(Op::kGreater):
      return left > right ? 1 : 0;
    case static_cast<int>(Op::kLessEqual):
      return left <= right ? 1 : 0;
    case static_cast<int>(Op::kGreaterEqual):
      return left >= right ? 1 : 0;
    default:
      return 0;
  }
}

bool divide(Op op, std::int32_t left, std::int32_t right, std::int32_t& result) noexcept {
  if (right == 0) return false;
  if (right == -1) {  // INT_MIN / -1 traps
    result = op == Op::kDivide ? apply_integers(Op::kSubtract, 0, left) : 0;
    return true;
  }
  result = op == Op::kDivide ? left / right : left % right;
  return true;
}

std::string_view to_text(const Value& value, IntText& scratch) noexcept {
  if (value.is_text()) return value.text;
  if (value.is_null()) return {};
  scratch = int_to_text(value.number);
  return scratch.view();
}

std::string_view number_text(Arena& arena, std::int32_t number) noexcept {
  if (number < 10 || number > 99) return arena.copy(int_to_text(number).view());
  // Two digits, as of Max-Forwards, are written where they stay.
  char* const text = arena.allocate(2);
  if (text == nullptr) return {};
  text[0] = static_cast<char>('0' + number / 10);
  text[1] = static_cast<char>('0' + number % 10);
  return {text, 2};
}

std::string_view keep_text(const Value& value, Arena& arena) noexcept {
  return value.is_int() ? number_text(arena, value.number) : value.text;
}

Value add(const Value& left, const Value& right, Arena& arena) noexcept {
  if (left.is_int() || (left.is_null() && right.is_int())) {
    return Value::integer(apply_integers(Op::kAdd, to_int(left), to_int(right)));
  }
  IntText a;
  IntText b;
  return Value::of(arena.concat(to_text(left, a), to_text(right, b)));
}

bool equals(const Value& left, const Value& right) noexcept {
  if (left.is_int() || (left.is_null() && right.is_int())) return to_int(left) == to_int(right);
  return equals_as_text(left, right);
}

bool equals_as_text(const Value& left, const Value& right) noexcept {
  IntText a;
  IntText b;
  return to_text(left, a) == to_text(right, b);
}

}  // namespace weir::routes
