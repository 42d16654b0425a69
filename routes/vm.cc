#include "routes/vm.h"

#include "routes/log_prefix.h"
#include "routes/natives/natives.h"
#include "routes/operators.h"
#include "routes/workspace.h"

#include <array>
#include <cassert>
#include <cstddef>
#include <type_traits>

namespace weir::routes {
namespace {

struct Frame {
  std::uint32_t back;   // where the caller goes on
  std::uint16_t base;   // the caller's operands end here
  std::uint16_t loops;  // open loops of the caller
};

// Initial values of script variables: $vn begins as null, the others as 0.
Value initial(VariableKind kind) noexcept {
  return kind == VariableKind::kVn ? Value::null() : Value::integer(0);
}

// One run. The verifier has proved operands, jumps and each route's own stack use, so that only
// depth over routes, loops, fuel and the arena are checked here.
class Machine {
 public:
  Machine(Execution& e, std::uint32_t entry) noexcept
      : e_(e),
        code_(e.image->code().data()),
        image_(*e.image),
        notes_(*e.notes),
        max_loops_(static_cast<std::uint32_t>(e.image->tunables().max_while_loops)),
        pc_(entry) {}

  RunResult run() noexcept;

 private:
  enum class Step : std::uint8_t { kNext, kStop };
  template <Op kOp>
  using Is = std::integral_constant<Op, kOp>;

  Value& top() noexcept { return stack()[sp_ - 1]; }
  void push(const Value& value) noexcept { stack()[sp_++] = value; }
  // Good until the next push(); a copy would be loaded right after parts of it were stored, which
  // waits for the stores.
  const Value& pop() noexcept { return stack()[--sp_]; }
  Value* stack() noexcept { return static_cast<Value*>(static_cast<void*>(memory_.data())); }

  // What to do for each instruction; run() goes to them by one jump.
  Step on(Is<Op::kPushInt>, const Instruction& in) noexcept {
    push(Value::integer(static_cast<std::int32_t>(in.operand)));
    return Step::kNext;
  }
  Step on(Is<Op::kPushText>, const Instruction& in) noexcept {
    push(Value::of(image_.text(in.operand)));
    return Step::kNext;
  }
  Step on(Is<Op::kPushNull>, const Instruction&) noexcept {
    push(Value::null());
    return Step::kNext;
  }
  Step on(Is<Op::kPop>, const Instruction&) noexcept {
    --sp_;
    return Step::kNext;
  }
  Step on(Is<Op::kDup>, const Instruction&) noexcept {
    push(top());
    return Step::kNext;
  }
  Step on(Is<Op::kLoadVariable>, const Instruction& in) noexcept {
    push(notes_.variables[in.operand]);
    return Step::kNext;
  }
  Step on(Is<Op::kStoreVariable>, const Instruction& in) noexcept {
    store_variable(static_cast<std::uint16_t>(in.operand));
    return Step::kNext;
  }
  Step on(Is<Op::kLoadPv>, const Instruction& in) noexcept {
    load_pv(image_.pv(in.operand));
    return Step::kNext;
  }
  Step on(Is<Op::kStorePv>, const Instruction& in) noexcept {
    store_pv(image_.pv(in.operand));
    return Step::kNext;
  }
  Step on(Is<Op::kTransform>, const Instruction& in) noexcept {
    sp_ -= in.count;
    const Arguments arguments(stack() + sp_, in.count);
    top() = transform(e_, static_cast<TransformationId>(in.id), top(), arguments);
    return Step::kNext;
  }
  Step on(Is<Op::kFormat>, const Instruction& in) noexcept {
    format(in.count);
    return Step::kNext;
  }
  Step on(Is<Op::kAdd>, const Instruction&) noexcept {
    const Value& right = pop();
    top() = add(top(), right, *e_.arena);
    return Step::kNext;
  }
  Step on(Is<Op::kNot>, const Instruction&) noexcept {
    top() = Value::boolean(to_int(top()) == 0);
    return Step::kNext;
  }
  Step on(Is<Op::kNegate>, const Instruction&) noexcept {
    top() = Value::integer(apply_integers(Op::kSubtract, 0, to_int(top())));
    return Step::kNext;
  }
  Step on(Is<Op::kComplement>, const Instruction&) noexcept {
    top() = Value::integer(~to_int(top()));
    return Step::kNext;
  }
  Step on(Is<Op::kDefined>, const Instruction&) noexcept {
    top() = Value::boolean(!top().is_null());
    return Step::kNext;
  }
  Step on(Is<Op::kIsNull>, const Instruction&) noexcept {
    top() = Value::boolean(top().is_null());
    return Step::kNext;
  }
  Step on(Is<Op::kStrlen>, const Instruction&) noexcept {
    IntText scratch;
    top() = Value::integer(static_cast<std::int32_t>(to_text(top(), scratch).size()));
    return Step::kNext;
  }
  Step on(Is<Op::kStrempty>, const Instruction&) noexcept {
    IntText scratch;
    top() = Value::boolean(to_text(top(), scratch).empty());
    return Step::kNext;
  }
  Step on(Is<Op::kToInt>, const Instruction&) noexcept {
    top() = Value::integer(to_int(top()));
    return Step::kNext;
  }
  Step on(Is<Op::kToText>, const Instruction&) noexcept {
    top() = Value::of(keep_text(top(), *e_.arena));
    return Step::kNext;
  }
  Step on(Is<Op::kNullIfEmpty>, const Instruction&) noexcept {
    if (top().is_text() && top().text.empty()) top() = Value::null();
    return Step::kNext;
  }
  Step on(Is<Op::kTruth>, const Instruction&) noexcept {
    top() = Value::boolean(is_true(top()));
    return Step::kNext;
  }
  Step on(Is<Op::kLoadKeyword>, const Instruction& in) noexcept {
    push(read_keyword(e_, in.operand));
    return Step::kNext;
  }
  Step on(Is<Op::kTestAddress>, const Instruction& in) noexcept {
    sip::Address address;
    push(Value::boolean(keyword_address(e_, in.count, address) &&
                        image_.prefixes()[in.operand].contains(address)));
    return Step::kNext;
  }
  Step on(Is<Op::kTestMyself>, const Instruction& in) noexcept {
    push(Value::boolean(keyword_is_myself(e_, in.operand)));
    return Step::kNext;
  }
  Step on(Is<Op::kMatch>, const Instruction& in) noexcept {
    IntText scratch;
    const std::string_view subject = to_text(top(), scratch);
    top() = Value::boolean(image_.regexes().matches(in.operand, subject, e_.workspace->scratch()));
    return Step::kNext;
  }
  Step on(Is<Op::kMatchText>, const Instruction& in) noexcept {
    match_text(in.operand);
    return Step::kNext;
  }
  Step on(Is<Op::kJump>, const Instruction& in) noexcept {
    if (in.operand < pc_ && --fuel_ == 0) return stop(RunResult::Stop::kError, -1);
    pc_ = in.operand;
    return Step::kNext;
  }
  Step on(Is<Op::kJumpIf>, const Instruction& in) noexcept {
    if (is_true(pop())) pc_ = in.operand;
    return Step::kNext;
  }
  Step on(Is<Op::kJumpIfNot>, const Instruction& in) noexcept {
    if (!is_true(pop())) pc_ = in.operand;
    return Step::kNext;
  }
  Step on(Is<Op::kCall>, const Instruction& in) noexcept { return call(in, false); }
  Step on(Is<Op::kCallCore>, const Instruction& in) noexcept { return call(in, true); }
  Step on(Is<Op::kPushResult>, const Instruction& in) noexcept {
    if (in.count != 0) e_.return_code = 0;
    push(Value::boolean(result_ > 0));
    return Step::kNext;
  }
  Step on(Is<Op::kPushCode>, const Instruction& in) noexcept {
    if (in.count != 0) e_.return_code = 0;
    push(Value::integer(result_));
    return Step::kNext;
  }
  Step on(Is<Op::kSetResult>, const Instruction& in) noexcept {
    result_ = static_cast<std::int32_t>(in.operand);
    return Step::kNext;
  }
  Step on(Is<Op::kRoute>, const Instruction& in) noexcept {
    return enter(e_.workspace->entry(RouteKind::kRequest, static_cast<int>(in.operand)));
  }
  Step on(Is<Op::kRouteByName>, const Instruction&) noexcept { return route_by_name(); }
  Step on(Is<Op::kReturn>, const Instruction&) noexcept { return leave(); }
  Step on(Is<Op::kReturnValue>, const Instruction&) noexcept { return leave_with_value(); }
  Step on(Is<Op::kExit>, const Instruction& in) noexcept {
    outcome_.exited = true;
    return stop(RunResult::Stop::kDone, static_cast<std::int32_t>(in.operand));
  }
  Step on(Is<Op::kDrop>, const Instruction& in) noexcept {
    outcome_.exited = true;
    return stop(RunResult::Stop::kDropped, static_cast<std::int32_t>(in.operand));
  }
  Step on(Is<Op::kLoopEnter>, const Instruction&) noexcept {
    if (loop_depth_ == kLoopDepth) return stop(RunResult::Stop::kError, -1);
    loops_[loop_depth_++] = 0;
    return Step::kNext;
  }
  Step on(Is<Op::kLoopTurn>, const Instruction& in) noexcept { return turn(in); }
  Step on(Is<Op::kLoopLeave>, const Instruction&) noexcept {
    --loop_depth_;
    return Step::kNext;
  }
  template <Op kOp>
  requires(kOp == Op::kDivide || kOp == Op::kModulo) Step on(Is<kOp>, const Instruction& in)
  noexcept {
    const std::int32_t right = to_int(pop());
    std::int32_t quotient = 0;
    if (divide(kOp, to_int(top()), right, quotient)) {
      top() = Value::integer(quotient);
    } else {
      fail_to(in.operand);
    }
    return Step::kNext;
  }
  template <Op kOp>
  requires(kOp == Op::kEqual || kOp == Op::kNotEqual) Step on(Is<kOp>, const Instruction&)
  noexcept {
    const Value& right = pop();
    top() = Value::boolean(equals(top(), right) == (kOp == Op::kEqual));
    return Step::kNext;
  }
  template <Op kOp>
  requires(kOp == Op::kStrEqual || kOp == Op::kStrDiffer) Step on(Is<kOp>, const Instruction&)
  noexcept {
    const Value& right = pop();
    top() = Value::boolean(equals_as_text(top(), right) == (kOp == Op::kStrEqual));
    return Step::kNext;
  }
  // The other operators on two integers.
  template <Op kOp>
  requires(kOp == Op::kSubtract || kOp == Op::kMultiply ||
           (kOp >= Op::kBitOr && kOp <= Op::kShiftRight) ||
           (kOp >= Op::kIntEqual && kOp <= Op::kGreaterEqual)) Step on(Is<kOp>, const Instruction&)
  noexcept {
    const std::int32_t right = to_int(pop());
    top() = Value::integer(apply_integers(kOp, to_int(top()), right));
    return Step::kNext;
  }
  Step on(Is<Op::kIsMethod>, const Instruction& in) noexcept {
    const auto method = static_cast<unsigned>(e_.message->method_for_reply());
    before_call();
    result_ = e_.return_code = (in.operand >> method & 1) != 0 ? 1 : -1;
    return Step::kNext;
  }

  Step call(const Instruction& in, bool core) noexcept;
  Step enter(std::uint32_t entry) noexcept;
  Step route_by_name() noexcept;
  Step leave() noexcept;
  Step leave_with_value() noexcept;
  Step stop(RunResult::Stop why, std::int32_t code) noexcept;
  Step turn(const Instruction& in) noexcept;
  void fail_to(std::uint32_t target) noexcept;
  void before_call() noexcept {
    e_.previous_error = e_.error;
    e_.error = ScriptError::kUnspecified;
  }
  void load_pv(const PvRef& pv) noexcept;
  void store_pv(const PvRef& pv) noexcept;
  void store_variable(std::uint16_t slot) noexcept;
  void format(std::uint8_t count) noexcept;
  void match_text(std::uint32_t failure) noexcept;

  Execution& e_;
  const Instruction* const code_;
  const Image& image_;
  Notes& notes_;
  const std::uint32_t max_loops_;
  std::uint32_t pc_;
  std::uint32_t sp_ = 0;
  std::uint32_t base_ = 0;
  std::uint32_t depth_ = 0;
  std::uint32_t loop_depth_ = 0;
  std::uint32_t fuel_ = kFuel;
  std::int32_t result_ = 1;
  RunResult outcome_;
  std::array<Frame, kMaxRecursion> frames_;
  std::array<std::uint32_t, kLoopDepth> loops_;
  // Of Values, which are trivial to make and to forget: clearing it all would cost more than a
  // short script.
  alignas(Value) std::array<std::byte, kStackSize * sizeof(Value)> memory_;
};

RunResult Machine::run() noexcept {
  for (;;) {
    const Instruction& in = code_[pc_++];
    if (static_cast<std::size_t>(in.op) >= kOpCount) __builtin_unreachable();  // verified
    Step step = Step::kStop;
    switch (in.op) {
#define OP(name, operand, pops, pushes, meaning) \
  case Op::name:                                 \
    step = on(Is<Op::name>{}, in);               \
    break;
#include "routes/opcodes.def"
#undef OP
    }
    if (step == Step::kStop) return outcome_;
  }
}

Machine::Step Machine::stop(RunResult::Stop why, std::int32_t code) noexcept {
  outcome_.stop = why;
  outcome_.return_code = code;
  return Step::kStop;
}

// The rest of the statement is skipped, as Kamailio does after a division by zero.
void Machine::fail_to(std::uint32_t target) noexcept {
  sp_ = base_;
  result_ = -1;
  pc_ = target;
}

void Machine::match_text(std::uint32_t failure) noexcept {
  const Value& pattern = pop();
  const int found = match_computed(e_, top(), pattern);
  if (found < 0) return fail_to(failure);
  top() = Value::boolean(found == 1);
}

void Machine::format(std::uint8_t count) noexcept {
  std::array<IntText, 16> numbers;
  std::array<std::string_view, 16> parts;
  std::size_t size = 0;
  sp_ -= count;
  for (std::size_t i = 0; i < count; ++i) {
    const Value& value = stack()[sp_ + i];
    parts[i] = value.is_null() ? std::string_view("<null>") : to_text(value, numbers[i]);
    size += parts[i].size();
  }
  char* const at = e_.arena->allocate(size);
  if (at == nullptr) {
    push(Value::of({}));
    return;
  }
  char* end = at;
  for (std::size_t i = 0; i < count; ++i) {
    if (parts[i].empty()) continue;
    std::memcpy(end, parts[i].data(), parts[i].size());
    end += parts[i].size();
  }
  push(Value::of({at, size}));
}

void Machine::load_pv(const PvRef& pv) noexcept {
  const std::int32_t index = pv.index_on_stack ? to_int(pop()) : pv.index;
  std::string_view key;
  if (pv.key_on_stack) {
    key = keep_text(pop(), *e_.arena);
  } else if (pv.key < image_.text_count()) {
    key = image_.text(pv.key);
  }
  push(read_pv(e_, pv, key, index));
}

void Machine::store_pv(const PvRef& pv) noexcept {
  const Value& value = pop();
  const std::int32_t index = pv.index_on_stack ? to_int(pop()) : pv.index;
  std::string_view key;
  if (pv.key_on_stack) {
    key = keep_text(pop(), *e_.arena);
  } else if (pv.key < image_.text_count()) {
    key = image_.text(pv.key);
  }
  result_ = write_pv(e_, pv, key, index, value) ? 1 : -1;
  e_.error = ScriptError::kUnspecified;
}

void Machine::store_variable(std::uint16_t slot) noexcept {
  const Value& value = pop();
  notes_.variables[slot] = value.is_null() ? initial(image_.variables()[slot]) : value;
  result_ = 1;
  e_.error = ScriptError::kUnspecified;
}

Machine::Step Machine::call(const Instruction& in, bool core) noexcept {
  sp_ -= in.count;
  before_call();
  result_ = kNatives[in.id](e_, {stack() + sp_, in.count});
  if (!core) {
    e_.return_code = result_;
    if (result_ == 0) {
      outcome_.exited = true;
      return stop(RunResult::Stop::kDone, 0);
    }
  }
  if (e_.arena->exhausted()) return stop(RunResult::Stop::kError, -1);
  return Step::kNext;
}

Machine::Step Machine::enter(std::uint32_t entry) noexcept {
  if (--fuel_ == 0) return stop(RunResult::Stop::kError, -1);
  e_.error = ScriptError::kUnspecified;
  if (entry == RouteList::kEmpty) {
    result_ = e_.return_code = 1;
    return Step::kNext;
  }
  // Operands of callers stay below: half a stack is what one route may use.
  if (depth_ == kMaxRecursion || sp_ > kStackSize / 2) {
    result_ = -1;
    return Step::kNext;
  }
  frames_[depth_++] = {pc_, static_cast<std::uint16_t>(base_),
                       static_cast<std::uint16_t>(loop_depth_)};
  base_ = sp_;
  result_ = 1;
  pc_ = entry;
  return Step::kNext;
}

Machine::Step Machine::route_by_name() noexcept {
  IntText scratch;
  const Value& name = pop();
  const int slot = image_.find_route(RouteKind::kRequest, to_text(name, scratch));
  if (slot != 0 && !image_.has_route(RouteKind::kRequest, slot)) {
    result_ = -1;
    return Step::kNext;
  }
  return enter(e_.workspace->entry(RouteKind::kRequest, slot));
}

Machine::Step Machine::leave() noexcept {
  if (depth_ == 0) return stop(RunResult::Stop::kDone, result_);
  const Frame& frame = frames_[--depth_];
  sp_ = base_;
  base_ = frame.base;
  loop_depth_ = frame.loops;
  pc_ = frame.back;
  e_.return_code = result_;
  return Step::kNext;
}

Machine::Step Machine::leave_with_value() noexcept {
  result_ = to_int(pop());
  if (result_ != 0) return leave();
  outcome_.exited = true;  // return 0 ends the whole script
  e_.return_code = 0;
  return stop(RunResult::Stop::kDone, 0);
}

Machine::Step Machine::turn(const Instruction& in) noexcept {
  if (++loops_[loop_depth_ - 1] > max_loops_ && max_loops_ != 0) {
    result_ = -1;
    pc_ = in.operand;
  }
  return Step::kNext;
}

}  // namespace

std::string_view log_prefix(Execution& e) noexcept {
  const Tunables& t = e.image->tunables();
  if (t.prefix_entry == RouteList::kEmpty) return {};
  const Value& kept = e.notes->variables[t.prefix_variable];
  if (kept.is_null() || t.prefix_each_line) {
    const ScriptError error = e.error;  // the line that is logged is the action, not this
    Machine(e, t.prefix_entry).run();
    e.error = error;
  }
  return kept.text;
}

RunResult run(Execution& execution, RouteKind kind, int slot) noexcept {
  execution.kind = kind;
  const std::uint32_t entry = execution.workspace->entry(kind, slot);
  if (entry == RouteList::kEmpty) return {};
  return Machine(execution, entry).run();
}

}  // namespace weir::routes
