#include "routes/compile.h"

#include "routes/analysis.h"
#include "routes/compiler.h"
#include "routes/fold.h"
#include "routes/verify.h"

namespace weir::routes {
namespace {

std::uint8_t mask_of(RouteKind kind) noexcept {
  switch (kind) {
    case RouteKind::kRequest:
    case RouteKind::kEvent:
      return kInRequest;
    case RouteKind::kReply:
      return kInReply;
    case RouteKind::kFailure:
      return kInFailure;
    case RouteKind::kBranch:
      return kInBranch;
    case RouteKind::kOnsend:
      return kInOnsend;
  }
  return 0;
}

}  // namespace

void Compiler::compile_blocks() {
  for (std::size_t kind = 0; kind < kRouteKinds; ++kind) {
    RouteList& list = b_.routes(static_cast<RouteKind>(kind));
    for (int slot = 0; slot < list.used(); ++slot) {
      if (list.is_defined(slot)) compile_slot(static_cast<RouteKind>(kind), slot);
    }
  }
  compile_log_prefix();
}

// Prefixes of log lines with variables are worked out message by message, by code of their own.
void Compiler::compile_log_prefix() {
  Tunables& t = b_.tunables();
  for (const GlobalParameter& parameter : script_.parameters) {
    const bool text = parameter.value->kind == ExpressionKind::kText;
    if (!parameter.group.empty() || parameter.name != "log_prefix" || !text) continue;
    compile_prefix(parameter.value->text, parameter.location, "(log_prefix)", t.prefix_entry,
                   t.prefix_variable);
  }
  for (const ModuleParameter& parameter : script_.module_parameters) {
    const bool text = parameter.value->kind == ExpressionKind::kText;
    if (parameter.parameter != "prefix" || !text) continue;
    if (b_.settings().number("xlog", "prefix_mode", 0) == 0) continue;
    if (parameter.value->text != t.log_prefix) continue;  // another module's
    compile_prefix(parameter.value->text, parameter.location, "(xlog prefix)", t.xlog_entry,
                   t.xlog_variable);
  }
}

// Code that puts the text into a variable; none without a pseudo-variable in it.
void Compiler::compile_prefix(const std::string& text, const Location& location,
                              std::string_view name, std::uint32_t& entry,
                              std::uint16_t& variable) {
  if (text.find('$') == std::string::npos) return;
  kind_ = RouteKind::kRequest;
  mask_ = mask_of(kind_);
  const auto slot = b_.variable(name, VariableKind::kVn);
  Format pieces;
  if (!slot || !parse_format(text, location, b_.diagnostics(), pieces)) return;
  b_.at(location);
  entry = b_.position();
  variable = *slot;
  format(pieces);
  b_.emit(Op::kStoreVariable, *slot);
  b_.emit(Op::kReturn);
}

void Compiler::compile_slot(RouteKind kind, int slot) {
  RouteList& list = b_.routes(kind);
  kind_ = kind;
  mask_ = mask_of(kind);
  list.set_entry(slot, b_.position());
  const Label end = b_.make_label();
  for (const std::uint32_t block : list.blocks(slot)) {
    const std::string& name = script_.blocks[block].name;
    route_name_ = name.empty() ? "DEFAULT_ROUTE" : name;
    b_.at(script_.blocks[block].location);
    if (script_.blocks[block].body.empty()) b_.emit_int(Op::kSetResult, 1);
    breaks_.assign(1, end);
    break_loops_.assign(1, 0);
    loops_ = 0;
    statements(script_.blocks[block].body);
  }
  b_.place(end);
  b_.emit(Op::kReturn);
}

void Compiler::statements(const Statements& list) {
  for (const StatementPtr& s : list) statement(*s);
}

// A line for the log that says which statement comes.
void Compiler::trace(const Statement& s) {
  constexpr std::string_view kWords[] = {"",       "assign", "if",   "switch", "while",
                                         "return", "exit",   "drop", "break"};
  std::string_view word = kWords[static_cast<std::size_t>(s.kind)];
  if (s.kind == StatementKind::kExpression) {
    word = s.value->kind == ExpressionKind::kCall ? std::string_view(s.value->text) : "expression";
  }
  const std::string_view prefix =
      b_.settings().text("debugger", "log_prefix", "*** cfgtrace:dbg_cfg_trace(): ");
  const std::string place = std::string(trace_word()) + "=[" + route_name_ + "] c=[" +
                            std::string(b_.file_name(s.location)) +
                            "] l=" + std::to_string(s.location.line);
  b_.emit(Op::kTrace, b_.text(std::string(prefix) + place + " n=" + std::string(word) + "\n"));
}

// As Kamailio calls the blocks.
std::string_view Compiler::trace_word() const {
  switch (kind_) {
    case RouteKind::kRequest:
      return "request_route";
    case RouteKind::kReply:
      return "onreply_route";
    case RouteKind::kFailure:
      return "failure_route";
    case RouteKind::kBranch:
      return "branch_route";
    case RouteKind::kOnsend:
      return "onsend_route";
    case RouteKind::kEvent:
      break;
  }
  return "event_route";
}

void Compiler::statement(const Statement& s) {
  b_.at(s.location);
  failure_.reset();
  if (b_.tunables().cfgtrace && s.kind != StatementKind::kEmpty) trace(s);
  switch (s.kind) {
    case StatementKind::kExpression:
      expression_statement(s);
      break;
    case StatementKind::kAssign:
      assign(s);
      break;
    case StatementKind::kIf:
      if_statement(s);
      return;
    case StatementKind::kSwitch:
      switch_statement(s);
      return;
    case StatementKind::kWhile:
      while_statement(s);
      return;
    case StatementKind::kReturn:
      return_statement(s);
      break;
    case StatementKind::kExit:
      exit_statement(s, Op::kExit, 1);
      break;
    case StatementKind::kDrop:
      exit_statement(s, Op::kDrop, 0);
      break;
    case StatementKind::kBreak:
      break_statement(s);
      break;
    case StatementKind::kEmpty:
      b_.emit_int(Op::kSetResult, 1);
      break;
  }
  if (failure_) b_.place(*failure_);
  failure_.reset();
}

void Compiler::expression_statement(const Statement& s) {
  check_types(*s.value, b_.diagnostics());
  if (s.value->kind == ExpressionKind::kCall) {
    call(*s.value);
    return;
  }
  value(*s.value);
  b_.emit(Op::kPop);
  b_.emit_int(Op::kSetResult, 1);
}

void Compiler::assign(const Statement& s) {
  check_types(*s.value, b_.diagnostics());
  const Variable& target = *s.target;
  const PvSpec* const spec = find_pseudo_variable(target.name);
  if (spec != nullptr && !spec->writable) {
    b_.diagnostics().error(target.location, "$" + target.name + " cannot be assigned");
    return;
  }
  if (!target.transformations.empty()) {
    b_.diagnostics().error(target.location, "a transformed value cannot be assigned");
    return;
  }
  const auto pv = resolve(target);
  assigned_value(*s.value);
  if (!pv) return;
  const PvRef& ref = b_.image().pv(*pv);
  if (ref.id == static_cast<std::uint16_t>(PvId::kVariable) && !ref.has_index && !ref.all) {
    b_.emit(Op::kStoreVariable, ref.slot);
    return;
  }
  b_.emit(Op::kStorePv, *pv);
}

void Compiler::if_statement(const Statement& s) {
  check_types(*s.value, b_.diagnostics());
  const Label otherwise = b_.make_label();
  const Label end = b_.make_label();
  failure_ = otherwise;
  branch(*s.value, false, otherwise, true);
  failure_.reset();
  b_.emit_int(Op::kSetResult, 1);
  statements(s.body);
  b_.jump(Op::kJump, end);
  b_.place(otherwise);
  b_.emit_int(Op::kSetResult, 1);
  statements(s.otherwise);
  b_.place(end);
}

void Compiler::case_test(const Case& c, Label body) {
  const auto constant = fold(*c.value);
  if (!constant) {
    b_.diagnostics().error(c.location, "a case must be a constant");
    return;
  }
  b_.emit(Op::kDup);
  if (c.kind == CaseKind::kRegex) {
    const int id = regex(constant->text, false, c.location);
    b_.emit_int(Op::kMatch, id < 0 ? 0 : id);
  } else if (constant->is_text) {
    b_.emit_text(constant->text);
    b_.emit(Op::kStrEqual);
  } else {
    b_.emit_int(Op::kPushInt, constant->number);
    b_.emit(Op::kIntEqual);
  }
  b_.jump(Op::kJumpIf, body);
}

void Compiler::switch_statement(const Statement& s) {
  check_types(*s.value, b_.diagnostics());
  const Label end = b_.make_label();
  const Label failed = b_.make_label();
  failure_ = failed;
  value(*s.value);
  failure_.reset();
  std::vector<Label> stubs;
  std::optional<std::size_t> fallback;
  for (std::size_t i = 0; i < s.cases.size(); ++i) {
    stubs.push_back(b_.make_label());
    if (s.cases[i].kind == CaseKind::kDefault) {
      fallback = i;
    } else {
      case_test(s.cases[i], stubs[i]);
    }
  }
  // The value leaves the stack before any body runs: bodies begin with an empty one.
  std::vector<Label> bodies;
  for (std::size_t i = 0; i < s.cases.size(); ++i) bodies.push_back(b_.make_label());
  b_.emit(Op::kPop);
  if (fallback) {
    b_.jump(Op::kJump, bodies[*fallback]);
  } else {
    b_.emit_int(Op::kSetResult, -5);  // as Kamailio: no case matched
    b_.jump(Op::kJump, end);
  }
  for (std::size_t i = 0; i < s.cases.size(); ++i) {
    if (fallback == i) continue;
    b_.place(stubs[i]);
    b_.emit(Op::kPop);
    b_.jump(Op::kJump, bodies[i]);
  }
  breaks_.push_back(end);
  break_loops_.push_back(loops_);
  for (std::size_t i = 0; i < s.cases.size(); ++i) {
    b_.place(bodies[i]);
    b_.emit_int(Op::kSetResult, 1);
    statements(s.cases[i].body);
  }
  breaks_.pop_back();
  break_loops_.pop_back();
  b_.jump(Op::kJump, end);
  b_.place(failed);
  b_.emit_int(Op::kSetResult, -1);
  b_.place(end);
}

void Compiler::while_statement(const Statement& s) {
  check_types(*s.value, b_.diagnostics());
  const Label test = b_.make_label();
  const Label leave = b_.make_label();
  b_.emit_int(Op::kSetResult, 1);
  b_.emit(Op::kLoopEnter);
  b_.place(test);
  failure_ = leave;
  branch(*s.value, false, leave, false);
  failure_.reset();
  b_.jump(Op::kLoopTurn, leave);
  breaks_.push_back(leave);
  ++loops_;
  break_loops_.push_back(loops_);
  statements(s.body);
  --loops_;
  breaks_.pop_back();
  break_loops_.pop_back();
  b_.jump(Op::kJump, test);
  b_.place(leave);
  b_.emit(Op::kLoopLeave);
}

void Compiler::return_statement(const Statement& s) {
  if (!s.value) {
    b_.emit_int(Op::kSetResult, 1);
    b_.emit(Op::kReturn);
    return;
  }
  check_types(*s.value, b_.diagnostics());
  if (static_type(*s.value) == StaticType::kText) {
    b_.diagnostics().error(s.value->location, "return needs an integer",
                           "convert the text with (int)");
    return;
  }
  const Label failed = b_.make_label();
  const Label done = b_.make_label();
  failure_ = failed;
  const std::uint32_t before = b_.position();
  integer(*s.value);
  b_.emit(Op::kReturnValue);
  failure_.reset();
  if (b_.position() > before + 2) {  // only an expression can fail
    b_.jump(Op::kJump, done);
    b_.place(failed);
    b_.emit_int(Op::kSetResult, -5);
    b_.emit(Op::kReturn);
    b_.place(done);
  } else {
    b_.place(failed);
    b_.place(done);
  }
}

void Compiler::exit_statement(const Statement& s, Op op, std::int32_t otherwise) {
  std::int32_t code = otherwise;
  if (s.value) {
    check_types(*s.value, b_.diagnostics());
    const auto constant = fold(*s.value);
    if (constant && !constant->is_text) {
      code = constant->number;
    } else {
      b_.diagnostics().error(s.value->location, "the code must be a constant integer");
    }
  }
  b_.emit_int(op, code);
}

// Leaves the innermost switch or while; outside of both it ends the block's statements, as in
// Kamailio. The result is 0 either way.
void Compiler::break_statement(const Statement& s) {
  static_cast<void>(s);
  b_.emit_int(Op::kSetResult, 0);
  b_.jump(Op::kJump, breaks_.back());
}

std::optional<Image> compile(const Script& script, const Sources& sources, Diagnostics& diagnostics,
                             const Image* older, const FileLoader& load) {
  Builder builder(sources, diagnostics);
  for (std::size_t i = 0; older != nullptr && i < kRouteKinds; ++i) {
    const auto kind = static_cast<RouteKind>(i);
    if (!builder.routes(kind).keep_names(older->routes(kind))) {
      diagnostics.error({}, "out of memory");
      return std::nullopt;
    }
  }
  Names names;
  resolve_top_level(script, sources, builder, names);
  Compiler compiler(script, builder, names, load);
  compiler.module_files();
  compiler.compile_blocks();
  if (diagnostics.has_errors() || diagnostics.planned() != 0) return std::nullopt;
  analyze(script, names, builder);
  Image image = builder.finish();
  std::string why;
  if (!verify(image, why)) {
    diagnostics.error({}, "the compiled script does not verify: " + why,
                      "this is a defect of sipweir; please report the script");
    return std::nullopt;
  }
  fuse(image);
  return image;
}

}  // namespace weir::routes
