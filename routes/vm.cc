#include "routes/vm.h"

#include "routes/log_prefix.h"
#include "routes/machine.h"
#include "routes/suspended.h"

namespace weir::routes {
namespace {

// Initial values of script variables: $vn begins as null, the others as 0.
Value initial(VariableKind kind) noexcept {
  return kind == VariableKind::kVn ? Value::null() : Value::integer(0);
}

inline Machine::Step Machine::stop(RunResult::Stop why, std::int32_t code) noexcept {
  outcome_.stop = why;
  outcome_.return_code = code;
  return Step::kStop;
}

// The rest of the statement is skipped, as Kamailio does after a division by zero.
inline void Machine::fail_to(std::uint32_t target, Registers& r) noexcept {
  r.end = stack() + base_;
  result_ = -1;
  r.next = code_ + target;
}

inline void Machine::match_text(std::uint32_t failure, Registers& r) noexcept {
  const Value& pattern = r.pop();
  const int found = match_computed(e_, r.top(), pattern);
  if (found < 0) return fail_to(failure, r);
  r.set_top(found == 1 ? 1 : 0);
}

inline void Machine::format(std::uint8_t count, Registers& r) noexcept {
  std::array<IntText, 16> numbers;
  std::array<std::string_view, 16> parts;
  std::size_t size = 0;
  r.end -= count;
  for (std::size_t i = 0; i < count; ++i) {
    const Value& value = r.end[i];
    parts[i] = value.is_null() ? std::string_view("<null>") : to_text(value, numbers[i]);
    size += parts[i].size();
  }
  char* const at = e_.arena->allocate(size);
  if (at == nullptr) {
    r.push(Value::of({}));
    return;
  }
  char* end = at;
  for (std::size_t i = 0; i < count; ++i) {
    if (parts[i].empty()) continue;
    std::memcpy(end, parts[i].data(), parts[i].size());
    end += parts[i].size();
  }
  r.push(Value::of({at, size}));
}

inline void Machine::load_pv(const PvRef& pv, Registers& r) noexcept {
  const std::int32_t index = pv.index_on_stack ? to_int(r.pop()) : pv.index;
  std::string_view key;
  if (pv.key_on_stack) {
    key = keep_text(r.pop(), *e_.arena);
  } else if (pv.key < image_.text_count()) {
    key = image_.text(pv.key);
  }
  Value& value = *r.end++;
  value = Value::null();
  read_pv(e_, pv, key, index, value);
}

inline void Machine::store_pv(const PvRef& pv, Registers& r) noexcept {
  const Value& value = r.pop();
  const std::int32_t index = pv.index_on_stack ? to_int(r.pop()) : pv.index;
  std::string_view key;
  if (pv.key_on_stack) {
    key = keep_text(r.pop(), *e_.arena);
  } else if (pv.key < image_.text_count()) {
    key = image_.text(pv.key);
  }
  result_ = write_pv(e_, pv, key, index, value) ? 1 : -1;
  e_.error = ScriptError::kUnspecified;
}

inline void Machine::store_variable(std::uint16_t slot, Registers& r) noexcept {
  const Value& value = r.pop();
  notes_.variables[slot] = value.is_null() ? initial(image_.variables()[slot]) : value;
  result_ = 1;
  e_.error = ScriptError::kUnspecified;
}

inline Machine::Step Machine::call(const Instruction& in, bool core, Registers& r) noexcept {
  r.end -= in.count;
  before_call();
  result_ = kNatives[in.id](e_, {r.end, in.count});
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

inline Machine::Step Machine::enter(std::uint32_t entry, Registers& r) noexcept {
  if (--fuel_ == 0) return stop(RunResult::Stop::kError, -1);
  e_.error = ScriptError::kUnspecified;
  if (entry == RouteList::kEmpty) {
    result_ = e_.return_code = 1;
    return Step::kNext;
  }
  // Operands of callers stay below: half a stack is what one route may use.
  const auto used = static_cast<std::uint32_t>(r.end - stack());
  if (depth_ == kMaxRecursion || used > kStackSize / 2) {
    result_ = -1;
    return Step::kNext;
  }
  frames_[depth_++] = {r.next, static_cast<std::uint16_t>(base_),
                       static_cast<std::uint16_t>(loop_depth_)};
  base_ = used;
  result_ = 1;
  r.next = code_ + entry;
  return Step::kNext;
}

inline Machine::Step Machine::route_by_name(bool function, Registers& r) noexcept {
  IntText scratch;
  const Value& name = r.pop();
  const int slot = image_.find_route(RouteKind::kRequest, to_text(name, scratch));
  if (slot != 0 && !image_.has_route(RouteKind::kRequest, slot)) {
    result_ = -1;
    if (function) e_.return_code = result_;  // route_if_exists()
    return Step::kNext;
  }
  return enter(e_.workspace->entry(RouteKind::kRequest, slot), r);
}

inline Machine::Step Machine::leave(Registers& r) noexcept {
  if (depth_ == 0) return stop(RunResult::Stop::kDone, result_);
  const Frame& frame = frames_[--depth_];
  r.end = stack() + base_;
  base_ = frame.base;
  loop_depth_ = frame.loops;
  r.next = frame.back;
  e_.return_code = result_;
  return Step::kNext;
}

inline Machine::Step Machine::leave_with_value(Registers& r) noexcept {
  result_ = to_int(r.pop());
  if (result_ != 0) return leave(r);
  outcome_.exited = true;  // return 0 ends the whole script
  e_.return_code = 0;
  return stop(RunResult::Stop::kDone, 0);
}

inline Machine::Step Machine::turn(const Instruction& in, Registers& r) noexcept {
  if (++loops_[loop_depth_ - 1] > max_loops_ && max_loops_ != 0) {
    result_ = -1;
    r.next = code_ + in.operand;
  }
  return Step::kNext;
}

// Keeps what resume() needs. What is nested deeper than Suspended holds cannot change planes.
inline Machine::Step Machine::hand_off(Registers& r) noexcept {
  Suspended* const s = e_.suspended;
  const auto operands = static_cast<std::size_t>(r.end - stack());
  if (s == nullptr || depth_ > Suspended::kFrames || loop_depth_ > Suspended::kLoops ||
      operands > Suspended::kOperands) {
    return stop(RunResult::Stop::kHandoff, 0);
  }
  s->at = static_cast<std::uint32_t>(r.next - code_);
  s->fuel = fuel_;
  s->base = static_cast<std::uint16_t>(base_);
  s->frame_count = static_cast<std::uint16_t>(depth_);
  s->loop_count = static_cast<std::uint16_t>(loop_depth_);
  s->operand_count = static_cast<std::uint16_t>(operands);
  s->result = result_;
  s->return_code = e_.return_code;
  s->error = e_.error;
  s->previous_error = e_.previous_error;
  s->kind = e_.kind;
  for (std::uint32_t i = 0; i < depth_; ++i) {
    const Frame& frame = frames_[i];
    s->frames[i] = {static_cast<std::uint32_t>(frame.back - code_), frame.base, frame.loops};
  }
  std::copy_n(loops_.begin(), loop_depth_, s->loops.begin());
  std::copy_n(stack(), operands, s->operands.begin());
  return stop(RunResult::Stop::kHandoff, 1);
}

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wpedantic"  // labels as values, an extension of GCC and clang

// Each instruction ends with a jump of its own to the next one: the processor then learns what
// follows what.
RunResult Machine::run() noexcept {
  static constexpr const void* kLabels[] = {
#define OP(name, operand, pops, pushes, meaning) &&name,
#include "routes/opcodes.def"
#undef OP
#define FUSED(way, name) &&way##_##name,
#include "routes/fused.def"
#undef FUSED
      &&patterns, &&switches};
  Registers r{code_ + entry_, stack() + operands_};
  const Instruction* in = r.next++;
  goto* kLabels[static_cast<std::size_t>(in->op)];
#define NEXT(step)                          \
  if (step == Step::kStop) return outcome_; \
  in = r.next++;                            \
  goto* kLabels[static_cast<std::size_t>(in->op)];
#define OP(name, operand, pops, pushes, meaning) \
  name:                                          \
  NEXT(on(Is<Op::name>{}, *in, r))
#include "routes/opcodes.def"
#undef OP
#define FUSED(way, name) way##_##name : NEXT(on_##way(Is<Op::name>{}, *in, r))
#include "routes/fused.def"
#undef FUSED
patterns:
  NEXT(on_patterns(*in, r))
switches:
  NEXT(on_switch(*in, r))
#undef NEXT
}

#pragma GCC diagnostic pop

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

std::string_view xlog_prefix(Execution& e) noexcept {
  const Tunables& t = e.image->tunables();
  if (t.xlog_entry == RouteList::kEmpty) return t.log_prefix;
  const ScriptError error = e.error;
  Machine(e, t.xlog_entry).run();
  e.error = error;
  return e.notes->variables[t.xlog_variable].text;
}

void begin_notes(const Image& image, Notes& notes) noexcept {
  notes.reset(image.variables());
  for (const VariablePreset& preset : image.presets()) {
    notes.variables[preset.slot] =
        preset.is_text ? Value::of(preset.text) : Value::integer(preset.number);
  }
}

RunResult run(Execution& execution, RouteKind kind, int slot) noexcept {
  execution.kind = kind;
  const std::uint32_t entry = execution.workspace->entry(kind, slot);
  if (entry == RouteList::kEmpty) return {};
  return Machine(execution, entry).run();
}

RunResult resume(Execution& execution, const Suspended& stopped) noexcept {
  execution.kind = stopped.kind;
  execution.return_code = stopped.return_code;
  execution.error = stopped.error;
  execution.previous_error = stopped.previous_error;
  return Machine(execution, stopped).run();
}

}  // namespace weir::routes
