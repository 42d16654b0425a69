// Machine: what the VM does for each instruction. For routes/vm.cc alone, and local to it.
#pragma once

#include "routes/fuse.h"
#include "routes/natives/natives.h"
#include "routes/operators.h"
#include "routes/suspended.h"
#include "routes/vm.h"
#include "routes/workspace.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cstddef>
#include <type_traits>

namespace weir::routes {
namespace {

struct Frame {
  const Instruction* back;  // where the caller goes on
  std::uint16_t base;       // the caller's operands end here
  std::uint16_t loops;      // open loops of the caller
};

// One run. The verifier has proved operands, jumps and each route's own stack use, so that only
// depth over routes, loops, fuel and the arena are checked here.
class Machine {
 public:
  Machine(Execution& e, std::uint32_t entry) noexcept
      : e_(e),
        code_(e.image->fast_code().data()),
        image_(*e.image),
        notes_(*e.notes),
        max_loops_(static_cast<std::uint32_t>(e.image->tunables().max_while_loops)),
        entry_(entry) {}

  Machine(Execution& e, const Suspended& stopped) noexcept : Machine(e, stopped.at) {
    base_ = stopped.base;
    depth_ = stopped.frame_count;
    loop_depth_ = stopped.loop_count;
    fuel_ = stopped.fuel;
    result_ = stopped.result;
    operands_ = stopped.operand_count;
    for (std::uint32_t i = 0; i < depth_; ++i) {
      const Suspended::Frame& frame = stopped.frames[i];
      frames_[i] = {code_ + frame.back, frame.base, frame.loops};
    }
    std::copy_n(stopped.loops.begin(), loop_depth_, loops_.begin());
    std::copy_n(stopped.operands.begin(), operands_, stack());
  }

  RunResult run() noexcept;

 private:
  enum class Step : std::uint8_t { kNext, kStop };
  template <Op kOp>
  using Is = std::integral_constant<Op, kOp>;

  // What changes with each instruction: local to run(), so that it stays in registers.
  struct Registers {
    const Instruction* next;  // the instruction to go on with
    Value* end;               // of the operands

    Value& top() noexcept { return end[-1]; }
    void push(const Value& value) noexcept { *end++ = value; }
    void push_int(std::int32_t number) noexcept { *end++ = Value::integer(number); }
    // Good until the next push(); a copy would be loaded right after parts of it were stored, which
    // waits for the stores.
    const Value& pop() noexcept { return *--end; }
    void set_top(std::int32_t number) noexcept { end[-1] = Value::integer(number); }
  };

  Value* stack() noexcept { return static_cast<Value*>(static_cast<void*>(memory_.data())); }

  // What to do for each instruction. All inlined into run(): what takes the registers by reference
  // and is called would keep them in memory.
  [[gnu::always_inline]] Step on(Is<Op::kPushInt>, const Instruction& in, Registers& r) noexcept {
    r.push_int(static_cast<std::int32_t>(in.operand));
    return Step::kNext;
  }
  [[gnu::always_inline]] Step on(Is<Op::kPushText>, const Instruction& in, Registers& r) noexcept {
    r.push(Value::of(image_.text(in.operand)));
    return Step::kNext;
  }
  [[gnu::always_inline]] Step on(Is<Op::kPushNull>, const Instruction&, Registers& r) noexcept {
    r.push(Value::null());
    return Step::kNext;
  }
  [[gnu::always_inline]] Step on(Is<Op::kPop>, const Instruction&, Registers& r) noexcept {
    --r.end;
    return Step::kNext;
  }
  [[gnu::always_inline]] Step on(Is<Op::kDup>, const Instruction&, Registers& r) noexcept {
    r.push(r.top());
    return Step::kNext;
  }
  [[gnu::always_inline]] Step on(Is<Op::kLoadVariable>, const Instruction& in,
                                 Registers& r) noexcept {
    r.push(notes_.variables[in.operand]);
    return Step::kNext;
  }
  [[gnu::always_inline]] Step on(Is<Op::kStoreVariable>, const Instruction& in,
                                 Registers& r) noexcept {
    store_variable(static_cast<std::uint16_t>(in.operand), r);
    return Step::kNext;
  }
  [[gnu::always_inline]] Step on(Is<Op::kLoadPv>, const Instruction& in, Registers& r) noexcept {
    load_pv(image_.pv(in.operand), r);
    return Step::kNext;
  }
  [[gnu::always_inline]] Step on(Is<Op::kStorePv>, const Instruction& in, Registers& r) noexcept {
    store_pv(image_.pv(in.operand), r);
    return Step::kNext;
  }
  [[gnu::always_inline]] Step on(Is<Op::kTransform>, const Instruction& in, Registers& r) noexcept {
    r.end -= in.count;
    const Arguments arguments(r.end, in.count);
    r.top() = transform(e_, static_cast<TransformationId>(in.id), r.top(), arguments);
    return Step::kNext;
  }
  [[gnu::always_inline]] Step on(Is<Op::kFormat>, const Instruction& in, Registers& r) noexcept {
    format(in.count, r);
    return Step::kNext;
  }
  [[gnu::always_inline]] Step on(Is<Op::kAdd>, const Instruction&, Registers& r) noexcept {
    const Value& right = r.pop();
    r.top() = add(r.top(), right, *e_.arena);
    return Step::kNext;
  }
  [[gnu::always_inline]] Step on(Is<Op::kNot>, const Instruction&, Registers& r) noexcept {
    r.set_top(to_int(r.top()) == 0 ? 1 : 0);
    return Step::kNext;
  }
  [[gnu::always_inline]] Step on(Is<Op::kNegate>, const Instruction&, Registers& r) noexcept {
    r.set_top(apply_integers(Op::kSubtract, 0, to_int(r.top())));
    return Step::kNext;
  }
  [[gnu::always_inline]] Step on(Is<Op::kComplement>, const Instruction&, Registers& r) noexcept {
    r.set_top(~to_int(r.top()));
    return Step::kNext;
  }
  [[gnu::always_inline]] Step on(Is<Op::kDefined>, const Instruction&, Registers& r) noexcept {
    r.set_top(!r.top().is_null() ? 1 : 0);
    return Step::kNext;
  }
  [[gnu::always_inline]] Step on(Is<Op::kIsNull>, const Instruction&, Registers& r) noexcept {
    r.set_top(r.top().is_null() ? 1 : 0);
    return Step::kNext;
  }
  [[gnu::always_inline]] Step on(Is<Op::kStrlen>, const Instruction&, Registers& r) noexcept {
    IntText scratch;
    r.set_top(static_cast<std::int32_t>(to_text(r.top(), scratch).size()));
    return Step::kNext;
  }
  [[gnu::always_inline]] Step on(Is<Op::kStrempty>, const Instruction&, Registers& r) noexcept {
    IntText scratch;
    r.set_top(to_text(r.top(), scratch).empty() ? 1 : 0);
    return Step::kNext;
  }
  [[gnu::always_inline]] Step on(Is<Op::kToInt>, const Instruction&, Registers& r) noexcept {
    r.set_top(to_int(r.top()));
    return Step::kNext;
  }
  [[gnu::always_inline]] Step on(Is<Op::kToText>, const Instruction&, Registers& r) noexcept {
    r.top() = Value::of(keep_text(r.top(), *e_.arena));
    return Step::kNext;
  }
  [[gnu::always_inline]] Step on(Is<Op::kNullIfEmpty>, const Instruction&, Registers& r) noexcept {
    if (r.top().is_text() && r.top().text.empty()) r.top() = Value::null();
    return Step::kNext;
  }
  [[gnu::always_inline]] Step on(Is<Op::kTruth>, const Instruction&, Registers& r) noexcept {
    r.set_top(is_true(r.top()) ? 1 : 0);
    return Step::kNext;
  }
  [[gnu::always_inline]] Step on(Is<Op::kLoadKeyword>, const Instruction& in,
                                 Registers& r) noexcept {
    r.push(read_keyword(e_, in.operand));
    return Step::kNext;
  }
  [[gnu::always_inline]] Step on(Is<Op::kTestAddress>, const Instruction& in,
                                 Registers& r) noexcept {
    sip::Address address;
    r.push_int(keyword_address(e_, in.count, address) &&
                       image_.prefixes()[in.operand].contains(address)
                   ? 1
                   : 0);
    return Step::kNext;
  }
  [[gnu::always_inline]] Step on(Is<Op::kTestHost>, const Instruction& in, Registers& r) noexcept {
    r.push_int(keyword_is_host(e_, in.count, image_.text(in.operand)) ? 1 : 0);
    return Step::kNext;
  }
  [[gnu::always_inline]] Step on(Is<Op::kTestMyself>, const Instruction& in,
                                 Registers& r) noexcept {
    r.push_int(keyword_is_myself(e_, in.operand) ? 1 : 0);
    return Step::kNext;
  }
  [[gnu::always_inline]] Step on(Is<Op::kMatch>, const Instruction& in, Registers& r) noexcept {
    IntText scratch;
    const std::string_view subject = to_text(r.top(), scratch);
    r.set_top(image_.regexes().matches(in.operand, subject, e_.workspace->scratch()) ? 1 : 0);
    return Step::kNext;
  }
  [[gnu::always_inline]] Step on(Is<Op::kMatchText>, const Instruction& in, Registers& r) noexcept {
    match_text(in.operand, r);
    return Step::kNext;
  }
  [[gnu::always_inline]] Step on(Is<Op::kJump>, const Instruction& in, Registers& r) noexcept {
    const Instruction* const target = code_ + in.operand;
    if (target < r.next && --fuel_ == 0) return stop(RunResult::Stop::kError, -1);
    r.next = target;
    return Step::kNext;
  }
  [[gnu::always_inline]] Step on(Is<Op::kJumpIf>, const Instruction& in, Registers& r) noexcept {
    if (is_true(r.pop())) r.next = code_ + in.operand;
    return Step::kNext;
  }
  [[gnu::always_inline]] Step on(Is<Op::kJumpIfNot>, const Instruction& in, Registers& r) noexcept {
    if (!is_true(r.pop())) r.next = code_ + in.operand;
    return Step::kNext;
  }
  [[gnu::always_inline]] Step on(Is<Op::kCall>, const Instruction& in, Registers& r) noexcept {
    return call(in, false, r);
  }
  [[gnu::always_inline]] Step on(Is<Op::kCallCore>, const Instruction& in, Registers& r) noexcept {
    return call(in, true, r);
  }
  [[gnu::always_inline]] Step on(Is<Op::kPushResult>, const Instruction& in,
                                 Registers& r) noexcept {
    if (in.count != 0) e_.return_code = 0;
    r.push_int(result_ > 0 ? 1 : 0);
    return Step::kNext;
  }
  [[gnu::always_inline]] Step on(Is<Op::kPushCode>, const Instruction& in, Registers& r) noexcept {
    if (in.count != 0) e_.return_code = 0;
    r.push_int(result_);
    return Step::kNext;
  }
  [[gnu::always_inline]] Step on(Is<Op::kTrace>, const Instruction& in, Registers&) noexcept {
    const Tunables& tunables = e_.image->tunables();
    if (e_.host->log_enabled(e_, tunables.trace_level)) {
      e_.host->log(e_, tunables.trace_level, tunables.trace_facility, e_.image->text(in.operand));
    }
    return Step::kNext;
  }
  [[gnu::always_inline]] Step on(Is<Op::kHandOff>, const Instruction&, Registers& r) noexcept {
    return e_.transactions != nullptr ? Step::kNext : hand_off(r);
  }
  [[gnu::always_inline]] Step on(Is<Op::kSetResult>, const Instruction& in, Registers&) noexcept {
    result_ = static_cast<std::int32_t>(in.operand);
    return Step::kNext;
  }
  [[gnu::always_inline]] Step on(Is<Op::kRoute>, const Instruction& in, Registers& r) noexcept {
    return enter(e_.workspace->entry(RouteKind::kRequest, static_cast<int>(in.operand)), r);
  }
  [[gnu::always_inline]] Step on(Is<Op::kRouteByName>, const Instruction& in,
                                 Registers& r) noexcept {
    return route_by_name(in.count != 0, r);
  }
  [[gnu::always_inline]] Step on(Is<Op::kReturn>, const Instruction&, Registers& r) noexcept {
    return leave(r);
  }
  [[gnu::always_inline]] Step on(Is<Op::kReturnValue>, const Instruction&, Registers& r) noexcept {
    return leave_with_value(r);
  }
  [[gnu::always_inline]] Step on(Is<Op::kExit>, const Instruction& in, Registers&) noexcept {
    outcome_.exited = true;
    return stop(RunResult::Stop::kDone, static_cast<std::int32_t>(in.operand));
  }
  [[gnu::always_inline]] Step on(Is<Op::kDrop>, const Instruction& in, Registers&) noexcept {
    outcome_.exited = true;
    return stop(RunResult::Stop::kDropped, static_cast<std::int32_t>(in.operand));
  }
  [[gnu::always_inline]] Step on(Is<Op::kLoopEnter>, const Instruction&, Registers&) noexcept {
    if (loop_depth_ == kLoopDepth) return stop(RunResult::Stop::kError, -1);
    loops_[loop_depth_++] = 0;
    return Step::kNext;
  }
  [[gnu::always_inline]] Step on(Is<Op::kLoopTurn>, const Instruction& in, Registers& r) noexcept {
    return turn(in, r);
  }
  [[gnu::always_inline]] Step on(Is<Op::kLoopLeave>, const Instruction&, Registers&) noexcept {
    --loop_depth_;
    return Step::kNext;
  }
  template <Op kOp>
  requires(kOp == Op::kDivide || kOp == Op::kModulo) Step
      on(Is<kOp>, const Instruction& in, Registers& r)
  noexcept {
    const std::int32_t right = to_int(r.pop());
    std::int32_t quotient = 0;
    if (divide(kOp, to_int(r.top()), right, quotient)) {
      r.set_top(quotient);
    } else {
      fail_to(in.operand, r);
    }
    return Step::kNext;
  }
  template <Op kOp>
  requires(kOp == Op::kEqual || kOp == Op::kNotEqual) Step
      on(Is<kOp>, const Instruction&, Registers& r)
  noexcept {
    const Value& right = r.pop();
    r.set_top(equals(r.top(), right) == (kOp == Op::kEqual) ? 1 : 0);
    return Step::kNext;
  }
  template <Op kOp>
  requires(kOp == Op::kStrEqual || kOp == Op::kStrDiffer) Step
      on(Is<kOp>, const Instruction&, Registers& r)
  noexcept {
    const Value& right = r.pop();
    r.set_top(equals_as_text(r.top(), right) == (kOp == Op::kStrEqual) ? 1 : 0);
    return Step::kNext;
  }
  // The other operators on two integers.
  template <Op kOp>
  requires(kOp == Op::kSubtract || kOp == Op::kMultiply ||
           (kOp >= Op::kBitOr && kOp <= Op::kShiftRight) ||
           (kOp >= Op::kIntEqual && kOp <= Op::kGreaterEqual)) Step
      on(Is<kOp>, const Instruction&, Registers& r)
  noexcept {
    const std::int32_t right = to_int(r.pop());
    r.set_top(apply_integers(kOp, to_int(r.top()), right));
    return Step::kNext;
  }
  [[gnu::always_inline]] Step on(Is<Op::kIsMethod>, const Instruction& in, Registers&) noexcept {
    const auto method = static_cast<unsigned>(e_.message->method_for_reply());
    before_call();
    result_ = e_.return_code = (in.operand >> method & 1) != 0 ? 1 : -1;
    return Step::kNext;
  }

  // The jump that a test is fused with, on what the test has pushed. Both ways usually begin with
  // setting the result.
  [[gnu::always_inline]] void finish_test(Registers& r) noexcept {
    const Instruction& jump = *r.next++;
    const Value& tested = r.pop();
    const bool truth = tested.is_int() ? tested.number > 0 : is_true(tested);
    if (truth == (jump.op == Op::kJumpIf)) r.next = code_ + jump.operand;
    if (r.next->op != Op::kSetResult) return;
    result_ = static_cast<std::int32_t>(r.next->operand);
    ++r.next;
  }
  template <Op kOp>
  [[gnu::always_inline]] Step on_test(Is<kOp> test, const Instruction& in, Registers& r) noexcept {
    on(test, in, r);
    finish_test(r);
    return Step::kNext;
  }
  template <Op kOp>
  [[gnu::always_inline]] Step on_call(Is<kOp> call, const Instruction& in, Registers& r) noexcept {
    if (on(call, in, r) == Step::kStop) return Step::kStop;
    const Instruction& push = *r.next++;
    on(Is<Op::kPushResult>{}, push, r);
    finish_test(r);
    return Step::kNext;
  }
  [[gnu::always_inline]] Step on_switch(const Instruction& in, Registers& r) noexcept {
    r.next = code_ + image_.switches()[in.operand].target(r.top(), image_);
    return Step::kNext;
  }
  [[gnu::always_inline]] Step on_patterns(const Instruction& in, Registers& r) noexcept {
    const PatternGroup& group = image_.pattern_groups()[in.operand];
    load_pv(image_.pv(group.pv), r);
    IntText scratch;
    const std::string_view subject = to_text(r.top(), scratch);
    if (!image_.regexes().matches(group.regex, subject, e_.workspace->scratch())) {
      --r.end;
      result_ = 1;
      r.next = code_ + group.end;
    }
    return Step::kNext;
  }

  [[gnu::always_inline]] Step call(const Instruction& in, bool core, Registers& r) noexcept;
  [[gnu::always_inline]] Step enter(std::uint32_t entry, Registers& r) noexcept;
  [[gnu::always_inline]] Step route_by_name(bool function, Registers& r) noexcept;
  [[gnu::always_inline]] Step leave(Registers& r) noexcept;
  [[gnu::always_inline]] Step leave_with_value(Registers& r) noexcept;
  [[gnu::always_inline]] Step stop(RunResult::Stop why, std::int32_t code) noexcept;
  [[gnu::always_inline]] Step turn(const Instruction& in, Registers& r) noexcept;
  [[gnu::always_inline]] Step hand_off(Registers& r) noexcept;
  [[gnu::always_inline]] void fail_to(std::uint32_t target, Registers& r) noexcept;
  void before_call() noexcept {
    e_.previous_error = e_.error;
    e_.error = ScriptError::kUnspecified;
  }
  [[gnu::always_inline]] void load_pv(const PvRef& pv, Registers& r) noexcept;
  [[gnu::always_inline]] void store_pv(const PvRef& pv, Registers& r) noexcept;
  [[gnu::always_inline]] void store_variable(std::uint16_t slot, Registers& r) noexcept;
  [[gnu::always_inline]] void format(std::uint8_t count, Registers& r) noexcept;
  [[gnu::always_inline]] void match_text(std::uint32_t failure, Registers& r) noexcept;

  Execution& e_;
  const Instruction* const code_;
  const Image& image_;
  Notes& notes_;
  const std::uint32_t max_loops_;
  const std::uint32_t entry_;
  std::uint32_t operands_ = 0;  // on the stack when the run begins
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

}  // namespace
}  // namespace weir::routes
