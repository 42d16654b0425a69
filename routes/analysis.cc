#include "routes/analysis.h"

#include "routes/vm.h"

#include <algorithm>

namespace weir::routes {
namespace {

// Looks for a test of $sht(BAN=>$si) that ends the script before anything could exempt a source.
class BanSearch {
 public:
  BanSearch(const Script& script, const RouteList& routes, std::string table)
      : script_(script), routes_(routes), table_(std::move(table)) {}

  BanGate run() {
    if (routes_.is_defined(0)) slot(0, 0);
    return result_;
  }

 private:
  enum class Next { kGoOn, kStop };

  Next slot(int index, unsigned depth) {
    if (depth > 16) return Next::kStop;
    for (const std::uint32_t block : routes_.blocks(index)) {
      if (body(script_.blocks[block].body, BanGate::kAlways, depth) == Next::kStop) {
        return Next::kStop;
      }
    }
    return Next::kGoOn;
  }

  Next body(const Statements& list, BanGate gate, unsigned depth) {
    for (const StatementPtr& s : list) {
      if (statement(*s, gate, depth) == Next::kStop) return Next::kStop;
    }
    return Next::kGoOn;
  }

  Next statement(const Statement& s, BanGate gate, unsigned depth) {
    switch (s.kind) {
      case StatementKind::kEmpty:
        return Next::kGoOn;
      case StatementKind::kAssign:
        return Next::kGoOn;
      case StatementKind::kExpression:
        return call(*s.value, gate, depth);
      case StatementKind::kIf:
        return if_statement(s, gate, depth);
      case StatementKind::kSwitch:
      case StatementKind::kWhile:
      case StatementKind::kReturn:
      case StatementKind::kExit:
      case StatementKind::kDrop:
      case StatementKind::kBreak:
        return Next::kStop;
    }
    return Next::kStop;
  }

  // Functions that cannot end the script, or tell sources apart.
  Next call(const Expression& e, BanGate gate, unsigned depth) {
    if (e.kind != ExpressionKind::kCall) return Next::kStop;
    constexpr std::string_view kHarmless[] = {
        "force_rport",       "add_rport", "set_reply_no_connect",
        "set_reply_close",   "setflag",   "set_forward_no_connect",
        "set_forward_close", "xdbg",      "xinfo",
        "xnotice",           "xlog",      "log"};
    if (std::find(std::begin(kHarmless), std::end(kHarmless), e.text) != std::end(kHarmless)) {
      return Next::kGoOn;
    }
    if (e.text != "route" || gate != BanGate::kAlways || e.operands.size() != 1 ||
        e.operands[0]->kind != ExpressionKind::kText) {
      return Next::kStop;
    }
    const int index = routes_.find(e.operands[0]->text);
    return index > 0 ? slot(index, depth + 1) : Next::kStop;
  }

  Next if_statement(const Statement& s, BanGate gate, unsigned depth) {
    if (is_ban_test(*s.value) && ends(s.body)) {
      result_ = gate;
      return Next::kStop;
    }
    if (is_not_myself(*s.value) && gate == BanGate::kAlways) {
      body(s.body, BanGate::kUnlessMyself, depth);
    }
    return Next::kStop;
  }

  bool is_ban_test(const Expression& e) const {
    if (e.kind != ExpressionKind::kBinary || e.binary != BinaryOp::kNotEqual) return false;
    const Expression& left = *e.operands[0];
    const Expression& right = *e.operands[1];
    if (left.kind != ExpressionKind::kVariable || right.kind != ExpressionKind::kVariable) {
      return false;
    }
    const Variable& v = *left.variable;
    return right.variable->name == "null" && v.name == "sht" && v.transformations.empty() &&
           v.index.kind == IndexKind::kNone && v.inner == table_ + "=>$si";
  }

  static bool is_not_myself(const Expression& e) {
    return e.kind == ExpressionKind::kBinary && e.binary == BinaryOp::kNotEqual &&
           e.operands[0]->kind == ExpressionKind::kKeyword &&
           e.operands[0]->keyword == Keyword::kSrcIp &&
           e.operands[1]->kind == ExpressionKind::kKeyword &&
           e.operands[1]->keyword == Keyword::kMyself;
  }

  // The body logs at most, and then ends the script.
  bool ends(const Statements& list) {
    for (const StatementPtr& s : list) {
      if (s->kind == StatementKind::kExit || s->kind == StatementKind::kDrop) return true;
      const bool logs = s->kind == StatementKind::kExpression &&
                        s->value->kind == ExpressionKind::kCall && s->value->text.starts_with('x');
      if (!logs && s->kind != StatementKind::kEmpty) return false;
    }
    return false;
  }

  const Script& script_;
  const RouteList& routes_;
  std::string table_;
  BanGate result_ = BanGate::kNone;
};

// The longest chain of route() calls with constant names; circles give kMaxRecursion.
class DepthSearch {
 public:
  explicit DepthSearch(const Image& image) : image_(image) {}

  std::uint32_t run() {
    // Code ranges: a slot's code goes up to the next entry.
    for (std::size_t kind = 0; kind < kRouteKinds; ++kind) {
      const RouteList& list = image_.routes(static_cast<RouteKind>(kind));
      for (int i = 0; i < list.used(); ++i) {
        if (list.entry(i) != RouteList::kEmpty) starts_.push_back(list.entry(i));
      }
    }
    std::sort(starts_.begin(), starts_.end());
    depth_.assign(starts_.size(), kUnknown);
    std::uint32_t deepest = 0;
    for (std::size_t i = 0; i < starts_.size(); ++i) deepest = std::max(deepest, depth(i));
    return deepest;
  }

 private:
  static constexpr std::uint32_t kUnknown = 0xffffffff;
  static constexpr std::uint32_t kBusy = 0xfffffffe;

  std::uint32_t depth(std::size_t range) {
    if (depth_[range] == kBusy) return kMaxRecursion;
    if (depth_[range] != kUnknown) return depth_[range];
    depth_[range] = kBusy;
    const auto code = image_.code();
    const std::size_t end = range + 1 < starts_.size() ? starts_[range + 1] : code.size();
    std::uint32_t deepest = 1;
    for (std::size_t i = starts_[range]; i < end; ++i) {
      if (code[i].op == Op::kRouteByName) deepest = kMaxRecursion;
      if (code[i].op != Op::kRoute) continue;
      const RouteList& main = image_.routes(RouteKind::kRequest);
      const std::uint32_t entry = main.entry(static_cast<int>(code[i].operand));
      if (entry == RouteList::kEmpty) continue;
      const auto at = std::lower_bound(starts_.begin(), starts_.end(), entry);
      deepest = std::max(deepest, 1 + depth(static_cast<std::size_t>(at - starts_.begin())));
    }
    depth_[range] = std::min<std::uint32_t>(deepest, kMaxRecursion);
    return depth_[range];
  }

  const Image& image_;
  std::vector<std::uint32_t> starts_;
  std::vector<std::uint32_t> depth_;
};

}  // namespace

void analyze(const Script& script, const Names& names, Builder& builder) {
  static_cast<void>(names);
  const std::string table(builder.settings().text("guard", "ban_table", "ipban"));
  builder.set_ban_gate(BanSearch(script, builder.routes(RouteKind::kRequest), table).run());
  builder.set_static_depth(DepthSearch(builder.image()).run());
}

}  // namespace weir::routes
