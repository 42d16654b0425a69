// Expressions: values on the stack, conditions as jumps.
#include "routes/compiler.h"

#include "routes/fold.h"
#include "routes/keyword.h"
#include "sip/address.h"
#include "sip/token.h"
#include "sip/via.h"

#include <bit>
#include <string>

namespace weir::routes {
namespace {

// Labels of letters, digits and hyphens (RFC 1123 section 2.1), and no address.
bool is_host_name(std::string_view text) {
  return !text.empty() && text.front() != '.' && text.front() != '-' &&
         text.find_first_not_of("0123456789.") != text.npos &&
         std::all_of(text.begin(), text.end(), [](char c) {
           return sip::is_digit(c) || c == '.' || c == '-' ||
                  (sip::to_lower(c) >= 'a' && sip::to_lower(c) <= 'z');
         });
}

bool is_bare_null(const Expression& e) noexcept {
  return e.kind == ExpressionKind::kVariable && e.variable->name == "null" &&
         e.variable->transformations.empty();
}

// True when the value is 0 or 1 anyway, so that "not 0" and "above 0" are the same.
bool is_boolean(const Expression& e) noexcept {
  if (e.kind == ExpressionKind::kCall) return true;
  if (e.kind == ExpressionKind::kUnary) {
    return e.unary == UnaryOp::kNot || e.unary == UnaryOp::kDefined ||
           e.unary == UnaryOp::kStrempty;
  }
  if (e.kind != ExpressionKind::kBinary) return false;
  return (e.binary >= BinaryOp::kEqual && e.binary <= BinaryOp::kLessEqual) ||
         e.binary == BinaryOp::kOr || e.binary == BinaryOp::kAnd;
}

Op op_of(BinaryOp op) noexcept {
  switch (op) {
    case BinaryOp::kBitOr:
      return Op::kBitOr;
    case BinaryOp::kBitAnd:
      return Op::kBitAnd;
    case BinaryOp::kBitXor:
      return Op::kBitXor;
    case BinaryOp::kShiftLeft:
      return Op::kShiftLeft;
    case BinaryOp::kShiftRight:
      return Op::kShiftRight;
    case BinaryOp::kEqual:
      return Op::kEqual;
    case BinaryOp::kNotEqual:
      return Op::kNotEqual;
    case BinaryOp::kStrEqual:
      return Op::kStrEqual;
    case BinaryOp::kStrDiffer:
      return Op::kStrDiffer;
    case BinaryOp::kIntEqual:
      return Op::kIntEqual;
    case BinaryOp::kIntDiffer:
      return Op::kIntDiffer;
    case BinaryOp::kGreater:
      return Op::kGreater;
    case BinaryOp::kLess:
      return Op::kLess;
    case BinaryOp::kGreaterEqual:
      return Op::kGreaterEqual;
    case BinaryOp::kLessEqual:
      return Op::kLessEqual;
    case BinaryOp::kAdd:
      return Op::kAdd;
    case BinaryOp::kSubtract:
      return Op::kSubtract;
    case BinaryOp::kMultiply:
      return Op::kMultiply;
    case BinaryOp::kDivide:
      return Op::kDivide;
    case BinaryOp::kModulo:
      return Op::kModulo;
    case BinaryOp::kOr:
    case BinaryOp::kAnd:
    case BinaryOp::kMatch:
      break;
  }
  return Op::kPop;  // those three have no instruction of this shape
}

bool takes_integers(BinaryOp op) noexcept {
  return op == BinaryOp::kIntEqual || op == BinaryOp::kIntDiffer ||
         (op >= BinaryOp::kBitOr && op <= BinaryOp::kShiftRight) ||
         (op >= BinaryOp::kGreater && op <= BinaryOp::kLessEqual) || op > BinaryOp::kAdd;
}

// Kamailio's optimizer turns `x && 1`, `1 && x`, `x || 0` and `0 || x` into x, with whatever
// number x is: that operand, or nullptr for any other expression.
const Expression* kept_operand(const Expression& e) {
  const auto neutral = [&e](const Expression& operand) {
    const auto constant = fold(operand);
    return constant && !constant->is_text &&
           constant->number == (e.binary == BinaryOp::kAnd ? 1 : 0);
  };
  if (neutral(*e.operands[1])) return e.operands[0].get();
  return neutral(*e.operands[0]) ? e.operands[1].get() : nullptr;
}

// What a bare word on the right of proto or af stands for; -1: nothing.
int name_number(Keyword left, std::string_view name) noexcept {
  if (left == Keyword::kAf || left == Keyword::kSndAf) {
    if (sip::equal_ignoring_case(name, "INET") || sip::equal_ignoring_case(name, "IPv4")) return 4;
    if (sip::equal_ignoring_case(name, "INET6") || sip::equal_ignoring_case(name, "IPv6")) return 6;
    return -1;
  }
  if (left != Keyword::kProto && left != Keyword::kSndProto) return -1;
  const sip::Transport transport = sip::find_transport(name);
  return transport == sip::Transport::kOther ? -1 : static_cast<int>(transport);
}

// ADDRESS, ADDRESS/BITS, or for IPv4 also ADDRESS/MASK with a mask of leading ones.
sip::Result<sip::Prefix> parse_network(std::string_view text) {
  const std::size_t slash = text.find('/');
  const auto mask = slash == text.npos ? sip::Result<sip::Address>(sip::Error::kSyntax)
                                       : sip::parse_address(text.substr(slash + 1));
  if (!mask || !mask->is_v4()) return sip::parse_prefix(text);
  const int bits = std::countl_one(mask->v4_value());
  if (bits + std::countr_zero(mask->v4_value()) < 32) return sip::Error::kSyntax;
  return sip::parse_prefix(std::string(text.substr(0, slash + 1)) + std::to_string(bits));
}

}  // namespace

Label Compiler::failure() {
  if (!failure_) failure_ = b_.make_label();
  return *failure_;
}

void Compiler::value(const Expression& e) {
  if (const auto constant = fold(e)) {
    if (constant->is_text) {
      b_.emit_text(constant->text);
    } else {
      b_.emit_int(Op::kPushInt, constant->number);
    }
    return;
  }
  switch (e.kind) {
    case ExpressionKind::kInteger:
    case ExpressionKind::kText:
      break;  // constants
    case ExpressionKind::kName:
    case ExpressionKind::kAddress:
    case ExpressionKind::kSocket:
      b_.emit_text(e.text);
      break;
    case ExpressionKind::kVariable:
      load(*e.variable);
      break;
    case ExpressionKind::kSelect:
      select(e);
      break;
    case ExpressionKind::kKeyword:
      b_.emit(Op::kLoadKeyword, static_cast<std::uint32_t>(e.keyword));
      break;
    case ExpressionKind::kUnary:
      unary(e);
      break;
    case ExpressionKind::kBinary:
      binary(e);
      break;
    case ExpressionKind::kCall:
      call_operand(e, Op::kPushResult);
      break;
  }
}

void Compiler::call_operand(const Expression& e, Op push) {
  const int id = find_function(e.text);
  const bool core = id >= 0 && kFunctions[static_cast<std::size_t>(id)].plane == Plane::kCore;
  call(e);
  b_.emit(push, 0, core ? 1 : 0);
}

void Compiler::assigned_value(const Expression& e) {
  const Expression* bare = &e;
  while (bare->kind == ExpressionKind::kBinary &&
         (bare->binary == BinaryOp::kAnd || bare->binary == BinaryOp::kOr)) {
    const Expression* const kept = kept_operand(*bare);
    if (kept == nullptr) break;
    bare = kept;
  }
  if (bare->kind == ExpressionKind::kCall) {
    call_operand(*bare, Op::kPushCode);
  } else {
    value(e);
    if (e.kind == ExpressionKind::kSelect) b_.emit(Op::kToText);
  }
}

// A `+` whose left side may be either adds where an integer is wanted, whatever it holds: as
// Kamailio, which then evaluates both sides as integers.
void Compiler::integer(const Expression& e) {
  const bool sum = e.kind == ExpressionKind::kBinary && e.binary == BinaryOp::kAdd && !fold(e) &&
                   static_type(*e.operands[0]) == StaticType::kUnknown;
  if (!sum) {
    value(e);
    return;
  }
  integer(*e.operands[0]);
  b_.emit(Op::kToInt);
  integer(*e.operands[1]);
  b_.emit(Op::kAdd);
}

void Compiler::unary(const Expression& e) {
  const bool of_integer = e.unary == UnaryOp::kNot || e.unary == UnaryOp::kNegate ||
                          e.unary == UnaryOp::kComplement || e.unary == UnaryOp::kIntCast;
  if (of_integer) {
    integer(*e.operands[0]);
  } else {
    value(*e.operands[0]);
  }
  switch (e.unary) {
    case UnaryOp::kNot:
      b_.emit(Op::kNot);
      break;
    case UnaryOp::kNegate:
      b_.emit(Op::kNegate);
      break;
    case UnaryOp::kComplement:
      b_.emit(Op::kComplement);
      break;
    case UnaryOp::kDefined:
      b_.emit(Op::kDefined);
      break;
    case UnaryOp::kStrlen:
      b_.emit(Op::kStrlen);
      break;
    case UnaryOp::kStrempty:
      b_.emit(Op::kStrempty);
      break;
    case UnaryOp::kIntCast:
      b_.emit(Op::kToInt);
      break;
    case UnaryOp::kStrCast:
      b_.emit(Op::kToText);
      break;
  }
}

void Compiler::binary(const Expression& e) {
  if (e.binary == BinaryOp::kAnd || e.binary == BinaryOp::kOr) {
    if (const Expression* const kept = kept_operand(e)) {
      integer(*kept);
      b_.emit(Op::kToInt);
      return;
    }
    const Label no = b_.make_label();
    const Label end = b_.make_label();
    branch(e, false, no, false);
    b_.emit_int(Op::kPushInt, 1);
    b_.jump(Op::kJump, end);
    b_.place(no);
    b_.emit_int(Op::kPushInt, 0);
    b_.place(end);
    return;
  }
  if (keyword_test(e) || null_test(e)) return;
  if (e.binary == BinaryOp::kMatch) {
    match(e);
    return;
  }
  if (takes_integers(e.binary) ||
      (e.binary == BinaryOp::kAdd && static_type(*e.operands[0]) == StaticType::kInteger)) {
    integer(*e.operands[0]);
    integer(*e.operands[1]);
  } else {
    value(*e.operands[0]);
    value(*e.operands[1]);
  }
  const Op op = op_of(e.binary);
  if (op == Op::kDivide || op == Op::kModulo) {
    b_.jump(op, failure());
  } else {
    b_.emit(op);
  }
}

void Compiler::match(const Expression& e) {
  value(*e.operands[0]);
  if (is_bare_null(*e.operands[1])) {  // no pattern at all: Kamailio finds nothing
    b_.emit(Op::kPop);
    b_.emit_int(Op::kPushInt, 0);
    return;
  }
  const auto pattern = fold(*e.operands[1]);
  if (!pattern) {
    value(*e.operands[1]);
    b_.jump(Op::kMatchText, failure());
    return;
  }
  const int id = regex(pattern->text, true, e.operands[1]->location);
  b_.emit_int(Op::kMatch, id < 0 ? 0 : id);
}

bool Compiler::null_test(const Expression& e) {
  if (e.binary != BinaryOp::kEqual && e.binary != BinaryOp::kNotEqual) return false;
  const Expression* other = nullptr;
  if (is_bare_null(*e.operands[1])) other = e.operands[0].get();
  if (is_bare_null(*e.operands[0])) other = e.operands[1].get();
  if (other == nullptr) return false;
  value(*other);
  b_.emit(e.binary == BinaryOp::kEqual ? Op::kIsNull : Op::kDefined);
  return true;
}

bool Compiler::keyword_test(const Expression& e) {
  const bool equal = e.binary == BinaryOp::kEqual;
  if (!equal && e.binary != BinaryOp::kNotEqual) return false;
  const Expression& left = *e.operands[0];
  const Expression& right = *e.operands[1];
  const bool reversed = left.kind == ExpressionKind::kKeyword && left.keyword == Keyword::kMyself;
  if (left.kind == ExpressionKind::kKeyword && !reversed) {
    keyword_compare(left, right, equal);
    return true;
  }
  if (right.kind == ExpressionKind::kKeyword) {
    keyword_compare(right, left, equal);
    return true;
  }
  return false;
}

void Compiler::keyword_compare(const Expression& keyword, const Expression& other, bool equal) {
  const Keyword word = keyword.keyword;
  const std::uint32_t operand = static_cast<std::uint32_t>(word);
  if (other.kind == ExpressionKind::kKeyword && other.keyword == Keyword::kMyself) {
    if (!is_host_keyword(word)) {
      b_.diagnostics().error(other.location,
                             std::string(keyword_name(word)) + " cannot be compared with myself");
      return;
    }
    b_.emit(Op::kTestMyself, operand);
    if (!equal) b_.emit(Op::kNot);
    return;
  }
  const auto constant =
      other.kind == ExpressionKind::kAddress || other.kind == ExpressionKind::kName
          ? std::optional<Constant>(Constant{true, 0, other.text})
          : fold(other);
  if (is_address_keyword(word) && constant && constant->is_text) {
    const auto prefix = parse_network(constant->text);
    if (prefix) {
      b_.emit(Op::kTestAddress, b_.prefix(*prefix), static_cast<std::uint8_t>(word));
    } else if (is_host_name(constant->text)) {
      b_.add_host(constant->text);
      b_.emit(Op::kTestHost, b_.text(constant->text), static_cast<std::uint8_t>(word));
    } else {
      b_.diagnostics().error(other.location, "\"" + constant->text + "\" is no address",
                             "write ADDRESS, ADDRESS/BITS or the name of a host");
      return;
    }
    if (!equal) b_.emit(Op::kNot);
    return;
  }
  b_.emit(Op::kLoadKeyword, operand);
  const int number = constant && constant->is_text ? name_number(word, constant->text) : -1;
  if (number >= 0) {
    b_.emit_int(Op::kPushInt, number);
  } else if (other.kind == ExpressionKind::kName &&
             (word == Keyword::kProto || word == Keyword::kAf)) {
    b_.diagnostics().error(
        other.location, "\"" + other.text + "\" is no value of " + std::string(keyword_name(word)));
  } else {
    value(other);
  }
  b_.emit(equal ? Op::kEqual : Op::kNotEqual);
}

void Compiler::select(const Expression& e) { load_select(e.text, e.location); }

void Compiler::branch(const Expression& e, bool wanted, Label target, bool above_zero) {
  if (const auto constant = fold(e)) {
    const std::int32_t number = constant->is_text ? 0 : constant->number;
    if (!constant->is_text || !above_zero) {
      const bool truth = above_zero ? number > 0 : number != 0;
      if (truth == wanted) b_.jump(Op::kJump, target);
      return;
    }
  }
  if (e.kind == ExpressionKind::kUnary && e.unary == UnaryOp::kNot) {
    branch(*e.operands[0], !wanted, target, false);
    return;
  }
  if (e.kind == ExpressionKind::kBinary &&
      (e.binary == BinaryOp::kAnd || e.binary == BinaryOp::kOr)) {
    if (const Expression* const kept = kept_operand(e)) {
      branch(*kept, wanted, target, above_zero);
      return;
    }
    // An "and" is false, an "or" true, as soon as its first operand is.
    const bool shortcut = e.binary == BinaryOp::kOr;
    if (wanted == shortcut) {
      branch(*e.operands[0], wanted, target, false);
      branch(*e.operands[1], wanted, target, false);
      return;
    }
    const Label through = b_.make_label();
    branch(*e.operands[0], shortcut, through, false);
    branch(*e.operands[1], wanted, target, false);
    b_.place(through);
    return;
  }
  integer(e);
  if (above_zero || is_boolean(e)) {
    b_.jump(wanted ? Op::kJumpIf : Op::kJumpIfNot, target);
  } else {
    b_.emit(Op::kNot);
    b_.jump(wanted ? Op::kJumpIfNot : Op::kJumpIf, target);
  }
}

}  // namespace weir::routes
