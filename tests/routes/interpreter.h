// A naive interpreter of the AST: the oracle against which the compiler and the VM are tested.
// It knows $var, what is read of a message, flags, patterns, route(), is_method() and the
// statements; nothing is folded or fast.
#pragma once

#include "routes/ast.h"
#include "routes/value.h"

#include <regex.h>

#include <map>
#include <string>

namespace weir::routes::testing {

struct Datum {
  bool is_text = false;
  std::int32_t number = 0;
  std::string text;
  bool is_null = false;
};

// What a program may read of a message: pseudo-variables as written, and the method.
struct Readings {
  std::map<std::string, Datum> values;
  std::string method = "INVITE";
};

class Interpreter {
 public:
  explicit Interpreter(const Script& script, Readings readings = {})
      : script_(script), readings_(std::move(readings)) {}

  // Runs the unnamed block of a kind. False when it ran out of steps.
  bool run(BlockKind kind = BlockKind::kMain) {
    block("", kind);
    return !exhausted_;
  }

  std::int32_t result() const { return result_; }
  std::int32_t return_code() const { return rc_; }
  bool exited() const { return exited_; }
  Datum variable(const std::string& name) const {
    const auto found = variables_.find(name);
    return found == variables_.end() ? Datum{} : found->second;
  }

 private:
  enum class Flow { kNext, kBreak, kReturn, kExit };

  static Datum integer(std::int32_t n) { return {false, n, {}}; }

  static std::int32_t number_of(const Datum& d) {
    std::int32_t n = d.number;
    if (d.is_text) text_to_int(d.text, n);
    return n;
  }
  static std::string text_of(const Datum& d) {
    return d.is_null ? std::string() : d.is_text ? d.text : std::to_string(d.number);
  }

  bool block(const std::string& name, BlockKind kind) {
    for (const RouteBlock& block : script_.blocks) {
      if (block.kind != kind || block.name != name) continue;
      result_ = 1;
      execute(block.body);
      return true;
    }
    return false;
  }

  Flow execute(const Statements& list) {
    for (const StatementPtr& s : list) {
      if (++steps_ > 200000) {
        exhausted_ = exited_ = true;
        return Flow::kExit;
      }
      const Flow flow = execute(*s);
      if (exited_) return Flow::kExit;
      if (flow != Flow::kNext) return flow;
    }
    return Flow::kNext;
  }

  Flow execute(const Statement& s) {
    failed_ = false;
    switch (s.kind) {
      case StatementKind::kExpression:
        call(*s.value);
        return Flow::kNext;
      case StatementKind::kAssign: {
        Datum d = value(*s.value);
        if (exited_) return Flow::kExit;
        if (bare(*s.value).kind == ExpressionKind::kCall) d = integer(result_);
        if (d.is_null) d = integer(0);  // what $var holds when it is set to nothing
        if (!failed_) variables_[s.target->inner] = d;
        result_ = failed_ ? -1 : 1;
        return Flow::kNext;
      }
      case StatementKind::kIf: {
        const bool yes = number_of(value(*s.value)) > 0 && !failed_;
        if (exited_) return Flow::kExit;
        result_ = 1;
        return execute(yes ? s.body : s.otherwise);
      }
      case StatementKind::kWhile:
        return loop(s);
      case StatementKind::kSwitch:
        return choose(s);
      case StatementKind::kReturn:
        return leave(s);
      case StatementKind::kExit:
        exited_ = true;
        result_ = 1;
        return Flow::kExit;
      case StatementKind::kBreak:
        result_ = 0;
        return Flow::kBreak;
      case StatementKind::kDrop:
      case StatementKind::kEmpty:
        break;
    }
    result_ = 1;
    return Flow::kNext;
  }

  Flow loop(const Statement& s) {
    result_ = 1;
    for (int turns = 1;; ++turns) {
      failed_ = false;
      const std::int32_t before = result_;
      const Datum d = value(*s.value);
      if (exited_) return Flow::kExit;
      if (failed_) {
        result_ = -1;
        return Flow::kNext;
      }
      if (!has_call(*s.value)) result_ = before;
      if (number_of(d) == 0) return Flow::kNext;
      if (turns > 100) {
        result_ = -1;
        return Flow::kNext;
      }
      const Flow flow = execute(s.body);
      if (flow == Flow::kBreak) return Flow::kNext;
      if (flow != Flow::kNext) return flow;
    }
  }

  Flow choose(const Statement& s) {
    const Datum d = value(*s.value);
    if (exited_) return Flow::kExit;
    if (failed_) {
      result_ = -1;
      return Flow::kNext;
    }
    std::size_t at = s.cases.size();
    for (std::size_t i = 0; i < s.cases.size() && at == s.cases.size(); ++i) {
      if (s.cases[i].kind == CaseKind::kInteger && number_of(d) == s.cases[i].value->number) at = i;
      if (s.cases[i].kind == CaseKind::kText && text_of(d) == s.cases[i].value->text) at = i;
    }
    for (std::size_t i = 0; i < s.cases.size() && at == s.cases.size(); ++i) {
      if (s.cases[i].kind == CaseKind::kDefault) at = i;
    }
    result_ = at == s.cases.size() ? -5 : 1;
    for (; at < s.cases.size(); ++at) {
      result_ = 1;
      const Flow flow = execute(s.cases[at].body);
      if (flow == Flow::kBreak) return Flow::kNext;
      if (flow != Flow::kNext) return flow;
    }
    return Flow::kNext;
  }

  Flow leave(const Statement& s) {
    result_ = 1;
    if (s.value) {
      const Datum d = value(*s.value);
      if (exited_) return Flow::kExit;
      result_ = failed_ ? -5 : number_of(d);
      if (result_ == 0) {
        exited_ = true;
        rc_ = 0;
        return Flow::kExit;
      }
    }
    return Flow::kReturn;
  }

  static bool has_call(const Expression& e) {
    if (e.kind == ExpressionKind::kCall) return true;
    for (const ExpressionPtr& operand : e.operands) {
      if (has_call(*operand)) return true;
    }
    return false;
  }

  static bool is_constant(const Expression& e) {
    if (e.kind == ExpressionKind::kVariable || e.kind == ExpressionKind::kCall) return false;
    for (const ExpressionPtr& operand : e.operands) {
      if (!is_constant(*operand)) return false;
    }
    return true;
  }

  // Is this operand of && or || a constant that leaves the other as it is?
  bool neutral(const Expression& e, const Expression& operand) {
    if (!is_constant(operand)) return false;
    const bool before = failed_;
    const Datum d = value(operand);
    const bool is = !failed_ && !d.is_text && d.number == (e.binary == BinaryOp::kAnd ? 1 : 0);
    failed_ = before;
    return is;
  }

  // `x && 1` and `x || 0`, either way round, are x to Kamailio: the operand kept, or null.
  const Expression* kept(const Expression& e) {
    if (e.kind != ExpressionKind::kBinary) return nullptr;
    if (e.binary != BinaryOp::kAnd && e.binary != BinaryOp::kOr) return nullptr;
    if (is_constant(e)) return nullptr;
    if (neutral(e, *e.operands[1])) return e.operands[0].get();
    return neutral(e, *e.operands[0]) ? e.operands[1].get() : nullptr;
  }

  const Expression& bare(const Expression& e) {
    const Expression* const operand = kept(e);
    return operand == nullptr ? e : bare(*operand);
  }

  void call(const Expression& e) {
    if (e.text == "route") {
      if (depth_ == 256) {
        result_ = -1;
        return;
      }
      ++depth_;
      block(e.operands[0]->text, BlockKind::kMain);
      --depth_;
      failed_ = false;
      if (!exited_) rc_ = result_;
      return;
    }
    if (e.text == "is_method") {
      result_ = e.operands[0]->text == readings_.method ? 1 : -1;
      rc_ = result_;
      return;
    }
    // The core's own functions leave $rc alone.
    const std::int32_t bit = 1 << e.operands[0]->number;
    result_ = 1;
    if (e.text == "setflag") flags_ |= bit;
    if (e.text == "resetflag") flags_ &= ~bit;
    if (e.text == "isflagset") result_ = (flags_ & bit) != 0 ? 1 : -1;
  }

  Datum value(const Expression& e) {
    if (failed_ || exited_) return {};
    switch (e.kind) {
      case ExpressionKind::kInteger:
        return integer(e.number);
      case ExpressionKind::kText:
        return {true, 0, e.text};
      case ExpressionKind::kVariable:
        return read(*e.variable);
      case ExpressionKind::kCall:
        call(e);
        if (e.text.ends_with("flag") || e.text == "isflagset") rc_ = 0;  // as Kamailio has it
        return integer(result_ > 0 ? 1 : 0);
      case ExpressionKind::kUnary:
        return unary(e);
      case ExpressionKind::kBinary:
        return binary(e);
      case ExpressionKind::kSelect:
      case ExpressionKind::kKeyword:
      case ExpressionKind::kName:
      case ExpressionKind::kAddress:
      case ExpressionKind::kSocket:
        break;
    }
    return {};
  }

  Datum read(const Variable& v) const {
    if (v.name == "rc") return integer(rc_);
    if (v.name == "var") return variable(v.inner);
    const auto found = readings_.values.find(v.text);
    return found == readings_.values.end() ? Datum{false, 0, {}, true} : found->second;
  }

  static bool is_null_word(const Expression& e) {
    return e.kind == ExpressionKind::kVariable && e.variable->name == "null";
  }

  static bool matches(const std::string& subject, const std::string& pattern) {
    regex_t compiled;
    if (regcomp(&compiled, pattern.c_str(), REG_EXTENDED | REG_ICASE | REG_NOSUB) != 0)
      return false;
    const bool found = regexec(&compiled, subject.c_str(), 0, nullptr, 0) == 0;
    regfree(&compiled);
    return found;
  }

  // The left side says what is compared or added, the right one where the left is null.
  static bool by_text(const Datum& a, const Datum& b) {
    return a.is_text || (a.is_null && (b.is_text || b.is_null));
  }

  Datum unary(const Expression& e) {
    const Datum d = value(*e.operands[0]);
    const std::int32_t n = number_of(d);
    if (e.unary == UnaryOp::kNot) return integer(n == 0 ? 1 : 0);
    if (e.unary == UnaryOp::kNegate) {
      return integer(static_cast<std::int32_t>(0u - static_cast<std::uint32_t>(n)));
    }
    if (e.unary == UnaryOp::kComplement) return integer(~n);
    if (e.unary == UnaryOp::kStrlen) return integer(static_cast<std::int32_t>(text_of(d).size()));
    if (e.unary == UnaryOp::kStrempty) return integer(text_of(d).empty() ? 1 : 0);
    if (e.unary == UnaryOp::kStrCast) return {true, 0, text_of(d)};
    return integer(n);
  }

  Datum logical(const Expression& e) {
    const bool is_and = e.binary == BinaryOp::kAnd;
    if (const Expression* const operand = kept(e)) return integer(number_of(value(*operand)));
    failed_ = false;
    const Datum left = value(*e.operands[0]);
    if (failed_ || exited_) return {};
    if ((number_of(left) != 0) != is_and) return integer(is_and ? 0 : 1);
    const Datum right = value(*e.operands[1]);
    return integer(number_of(right) != 0 ? 1 : 0);
  }

  Datum binary(const Expression& e) {
    if (e.binary == BinaryOp::kAnd || e.binary == BinaryOp::kOr) return logical(e);
    const Datum a = value(*e.operands[0]);
    const Datum b = value(*e.operands[1]);
    if (failed_ || exited_) return {};
    const bool test = e.binary == BinaryOp::kEqual || e.binary == BinaryOp::kNotEqual;
    if (test && is_null_word(*e.operands[1])) {
      return integer(a.is_null == (e.binary == BinaryOp::kEqual) ? 1 : 0);
    }
    const std::int64_t x = number_of(a);
    const std::int64_t y = number_of(b);
    const auto wrapped = [](std::int64_t n) {
      return integer(static_cast<std::int32_t>(static_cast<std::uint32_t>(n)));
    };
    switch (e.binary) {
      case BinaryOp::kAdd:
        return by_text(a, b) ? Datum{true, 0, text_of(a) + text_of(b)} : wrapped(x + y);
      case BinaryOp::kSubtract:
        return wrapped(x - y);
      case BinaryOp::kMultiply:
        return wrapped(x * y);
      case BinaryOp::kDivide:
      case BinaryOp::kModulo:
        failed_ = y == 0;
        if (failed_) return {};
        return wrapped(e.binary == BinaryOp::kDivide ? x / y : x % y);
      case BinaryOp::kBitAnd:
        return wrapped(x & y);
      case BinaryOp::kBitOr:
        return wrapped(x | y);
      case BinaryOp::kBitXor:
        return wrapped(x ^ y);
      case BinaryOp::kShiftLeft:
        return wrapped(static_cast<std::int64_t>(static_cast<std::uint32_t>(x)) << (y & 31));
      case BinaryOp::kShiftRight:
        return wrapped(x >> (y & 31));
      case BinaryOp::kLess:
        return integer(x < y ? 1 : 0);
      case BinaryOp::kGreater:
        return integer(x > y ? 1 : 0);
      case BinaryOp::kLessEqual:
        return integer(x <= y ? 1 : 0);
      case BinaryOp::kGreaterEqual:
        return integer(x >= y ? 1 : 0);
      case BinaryOp::kEqual:
        return integer((by_text(a, b) ? text_of(a) == text_of(b) : x == y) ? 1 : 0);
      case BinaryOp::kNotEqual:
        return integer((by_text(a, b) ? text_of(a) != text_of(b) : x != y) ? 1 : 0);
      case BinaryOp::kAnd:
      case BinaryOp::kOr:
      case BinaryOp::kStrEqual:
      case BinaryOp::kStrDiffer:
      case BinaryOp::kIntEqual:
      case BinaryOp::kIntDiffer:
        break;
      case BinaryOp::kMatch:
        return integer(matches(text_of(a), e.operands[1]->text) ? 1 : 0);
    }
    return {};
  }

  const Script& script_;
  Readings readings_;
  std::int32_t flags_ = 0;
  std::map<std::string, Datum> variables_;
  std::int32_t result_ = 1;
  std::int32_t rc_ = 0;
  int depth_ = 0;
  int steps_ = 0;
  bool failed_ = false;
  bool exited_ = false;
  bool exhausted_ = false;
};

}  // namespace weir::routes::testing
