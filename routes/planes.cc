#include "routes/planes.h"

#include "routes/fold.h"
#include "routes/vocabulary/vocabulary.h"

#include <algorithm>

namespace weir::routes {
namespace {

// Per-message events run where the message is; the others are control's.
bool is_message_event(std::string_view name) noexcept {
  return name == "core:msg-received" || name == "core:receive-parse-error" ||
         name.starts_with("sl:");
}

std::uint8_t start_of(BlockKind kind, std::string_view name) noexcept {
  switch (kind) {
    case BlockKind::kMain:
      return name == "0" ? kOnLcore : 0;
    case BlockKind::kReply:
      return name == "0" ? kOnLcore : kOnControl;
    case BlockKind::kOnsend:
      return kOnLcore;
    case BlockKind::kEvent:
      return is_message_event(name) ? kOnLcore : kOnControl;
    case BlockKind::kFailure:
    case BlockKind::kBranch:
      return kOnControl;
  }
  return 0;
}

std::string_view slot_name(const RouteBlock& block) noexcept {
  return block.name.empty() ? std::string_view("0") : std::string_view(block.name);
}

std::size_t index_of(BlockKind kind) noexcept { return static_cast<std::size_t>(kind); }

}  // namespace

bool needs_control(std::string_view function) noexcept {
  const int id = find_function(function);
  if (id >= 0) return kFunctions[static_cast<std::size_t>(id)].plane == Plane::kControl;
  const FunctionSpec* const planned = find_planned_function(function);
  return planned != nullptr && planned->plane == Plane::kControl;
}

int constant_truth(const Expression& condition) {
  const auto constant = fold(condition);
  if (!constant || constant->is_text) return -1;
  return constant->number > 0 ? 1 : 0;
}

Planes::Planes(const Script& script) {
  for (const RouteBlock& block : script.blocks) {
    Route& route = routes_[index_of(block.kind)][std::string(slot_name(block))];
    route.blocks.push_back(&block);
    route.entry = start_of(block.kind, slot_name(block));
  }
  // Everything only grows, so this ends.
  do {
    changed_ = false;
    for (Routes& list : routes_) {
      for (auto& [name, route] : list) changed_ = settle(route) || changed_;
    }
  } while (changed_);
}

std::uint8_t Planes::find(const void* node) const noexcept {
  const auto found = nodes_.find(node);
  return found == nodes_.end() ? std::uint8_t{0} : found->second;
}

std::uint8_t Planes::of(const RouteBlock& block) const noexcept {
  return routes_[index_of(block.kind)].find(slot_name(block))->second.entry;
}

bool Planes::hands_off(std::string_view route) const noexcept {
  const Routes& list = routes_[index_of(BlockKind::kMain)];
  const auto found = list.find(route);
  return found != list.end() && found->second.hands_off;
}

// Runs the route once more; true when that showed something new.
bool Planes::settle(Route& route) {
  bool news = false;
  for (std::size_t i = 0; i < route.left.size(); ++i) {
    auto at = static_cast<std::uint8_t>(route.entry & (1U << i));
    if (at == 0) continue;
    returned_ = 0;
    handed_off_ = false;
    for (const RouteBlock* const block : route.blocks) at = run(block->body, at);
    const auto left = static_cast<std::uint8_t>(at | returned_ | route.left[i]);
    news = news || left != route.left[i] || (handed_off_ && !route.hands_off);
    route.left[i] = left;
    route.hands_off = route.hands_off || handed_off_;
  }
  return news;
}

std::uint8_t Planes::run(const Statements& list, std::uint8_t at) {
  for (const StatementPtr& s : list) at = at == 0 ? at : statement(*s, at);
  return at;
}

std::uint8_t Planes::statement(const Statement& s, std::uint8_t at) {
  mark(&s, at);
  switch (s.kind) {
    case StatementKind::kExpression:
    case StatementKind::kAssign:
      return expression(*s.value, at);
    case StatementKind::kIf:
      return if_statement(s, at);
    case StatementKind::kSwitch:
      return switch_statement(s, at);
    case StatementKind::kWhile:
      return while_statement(s, at);
    case StatementKind::kReturn: {
      if (s.value) at = expression(*s.value, at);
      const auto constant = s.value ? fold(*s.value) : std::nullopt;
      const bool exits = constant && !constant->is_text && constant->number == 0;
      if (!exits) returned_ |= at;
      return 0;
    }
    case StatementKind::kExit:
    case StatementKind::kDrop:
      return 0;
    case StatementKind::kBreak:
      (breaks_.empty() ? returned_ : breaks_.back()) |= at;
      return 0;
    case StatementKind::kEmpty:
      return at;
  }
  return at;
}

std::uint8_t Planes::if_statement(const Statement& s, std::uint8_t at) {
  const int truth = constant_truth(*s.value);
  at = expression(*s.value, at);
  const std::uint8_t then = truth == 0 ? std::uint8_t{0} : run(s.body, at);
  const std::uint8_t otherwise = truth == 1 ? std::uint8_t{0} : run(s.otherwise, at);
  return then | otherwise;
}

std::uint8_t Planes::switch_statement(const Statement& s, std::uint8_t at) {
  at = expression(*s.value, at);
  breaks_.push_back(0);
  std::uint8_t flow = 0;
  bool matched = false;
  for (const Case& one : s.cases) {
    matched = matched || one.kind == CaseKind::kDefault;
    flow = run(one.body, flow | at);
  }
  flow |= breaks_.back();
  breaks_.pop_back();
  return matched ? flow : flow | at;
}

std::uint8_t Planes::while_statement(const Statement& s, std::uint8_t at) {
  at = expression(*s.value, at);
  if (constant_truth(*s.value) == 0) return at;
  breaks_.push_back(0);
  // Twice: the second turn begins where the first one ended.
  for (int turn = 0; turn < 2; ++turn) at |= expression(*s.value, run(s.body, at));
  at |= breaks_.back();
  breaks_.pop_back();
  return at;
}

// Where its evaluation ends. && and || may leave their right side out.
std::uint8_t Planes::expression(const Expression& e, std::uint8_t at) {
  if (at == 0) return at;
  if (e.kind == ExpressionKind::kCall) return call(e, at);
  if (e.kind == ExpressionKind::kBinary &&
      (e.binary == BinaryOp::kAnd || e.binary == BinaryOp::kOr)) {
    const std::uint8_t left = expression(*e.operands[0], at);
    return left | expression(*e.operands[1], left);
  }
  for (const ExpressionPtr& operand : e.operands) at = expression(*operand, at);
  return at;
}

std::uint8_t Planes::call(const Expression& e, std::uint8_t at) {
  mark(&e, at);
  if (e.text != "route" && e.text != "route_if_exists") {
    if (!needs_control(e.text)) return at;
    handed_off_ = handed_off_ || (at & kOnLcore) != 0;
    return kOnControl;
  }
  Routes& list = routes_[index_of(BlockKind::kMain)];
  if (e.operands.empty()) {
    const auto found = list.find("0");
    return found == list.end() ? at : enter(found->second, at);
  }
  const Expression& name = *e.operands[0];
  const auto constant = name.kind == ExpressionKind::kName
                            ? std::optional<Constant>(Constant{true, 0, name.text})
                            : fold(name);
  if (constant) {
    const auto found =
        list.find(constant->is_text ? constant->text : std::to_string(constant->number));
    return found == list.end() ? at : enter(found->second, at);
  }
  std::uint8_t left = at;  // an unknown name is passed over
  for (auto& [any, route] : list) {
    if (any != "0") left |= enter(route, at);
  }
  return left;
}

std::uint8_t Planes::enter(Route& route, std::uint8_t at) {
  const auto entry = static_cast<std::uint8_t>(route.entry | at);
  changed_ = changed_ || entry != route.entry;
  route.entry = entry;
  if ((at & kOnLcore) != 0 && route.hands_off) handed_off_ = true;
  std::uint8_t left = 0;
  for (std::size_t i = 0; i < route.left.size(); ++i) {
    if ((at >> i & 1) != 0) left |= route.left[i];
  }
  return left;
}

}  // namespace weir::routes
