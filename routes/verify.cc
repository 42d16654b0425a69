#include "routes/verify.h"

#include "routes/keyword.h"
#include "routes/replacement_text.h"
#include "routes/vocabulary/vocabulary.h"

#include <array>
#include <vector>

namespace weir::routes {
namespace {

struct OpInfo {
  char operand;
  int pops;
  int pushes;
};

constexpr auto kOps = std::to_array<OpInfo>({
#define OP(name, operand, pops, pushes, meaning) {operand, pops, pushes},
#include "routes/opcodes.def"
#undef OP
});

constexpr std::uint32_t kAllBit = static_cast<std::uint32_t>(kReplaceAll);

struct State {
  int depth = -1;  // of the stack; -1: not reached
  int loops = 0;
};

class Verifier {
 public:
  Verifier(const Image& image, std::string& why) : image_(image), why_(why) {}

  bool run() {
    const auto code = image_.code();
    states_.resize(code.size());
    for (std::size_t i = 0; i < code.size(); ++i) {
      if (static_cast<std::size_t>(code[i].op) >= kOpCount) return fail(i, "no such instruction");
      if (!check_operand(i, code[i])) return false;
    }
    for (std::size_t kind = 0; kind < kRouteKinds; ++kind) {
      const RouteList& list = image_.routes(static_cast<RouteKind>(kind));
      for (int slot = 0; slot < list.used(); ++slot) {
        if (list.entry(slot) == RouteList::kEmpty) continue;
        if (!reach(list.entry(slot), {0, 0}, list.entry(slot))) return false;
      }
    }
    const Tunables& t = image_.tunables();
    if (!check_prefix(t.prefix_entry, t.prefix_variable)) return false;
    if (!check_prefix(t.xlog_entry, t.xlog_variable)) return false;
    while (!open_.empty()) {
      const std::uint32_t at = open_.back();
      open_.pop_back();
      if (!step(at)) return false;
    }
    return true;
  }

 private:
  // The code of a log line's prefix, which begins with an empty stack, and its variable.
  bool check_prefix(std::uint32_t entry, std::uint16_t variable) {
    return entry == RouteList::kEmpty ||
           (below(0, variable, image_.variable_count()) && reach(entry, {0, 0}, entry));
  }

  bool fail(std::size_t at, const char* reason) {
    why_ = "instruction " + std::to_string(at) + ": " + reason;
    return false;
  }

  // Number of entries an operand may name; `at` must be below.
  bool below(std::size_t i, std::uint32_t operand, std::size_t limit) {
    return operand < limit || fail(i, "operand out of range");
  }

  bool check_operand(std::size_t i, const Instruction& in) {
    switch (kOps[static_cast<std::size_t>(in.op)].operand) {
      case 't':
        return below(i, in.operand, image_.text_count());
      case 'v':
        return below(i, in.operand, image_.variable_count());
      case 'p':
        return below(i, in.operand, image_.pv_count()) && check_pv(i, image_.pv(in.operand));
      case 'l':
        return below(i, in.operand, image_.code().size());
      case 'r':
        return below(i, in.operand, image_.regexes().size());
      case 's':
        return below(i, in.operand,
                     static_cast<std::size_t>(image_.routes(RouteKind::kRequest).used()));
      case 'x':
        return below(i, in.operand, image_.prefixes().size()) && below(i, in.count, kKeywordCount);
      case 'h':
        return below(i, in.operand, image_.text_count()) && below(i, in.count, kKeywordCount);
      case 'k':
        return below(i, in.operand, kKeywordCount);
      default:
        return check_small(i, in);
    }
  }

  bool check_small(std::size_t i, const Instruction& in) {
    if (in.op == Op::kCall || in.op == Op::kCallCore) {
      if (!below(i, in.id, kFunctions.size())) return false;
      const FunctionSpec& spec = kFunctions[in.id];
      if (!check_count(in.count, spec.params)) return fail(i, "argument count");
      if ((spec.plane == Plane::kCore) != (in.op == Op::kCallCore)) return fail(i, "kind of call");
      return check_references(i, in, spec);
    }
    if (in.op == Op::kTransform) {
      if (!below(i, in.id, kTransformations.size())) return false;
      const TransformationSpec& spec = kTransformations[in.id];
      if (static_cast<TransformationId>(in.id) == TransformationId::kReSubst) {
        if (in.count != 3 || i < 3) return fail(i, "argument count");
        const Instruction& pattern = image_.code()[i - 3];
        if (pattern.op != Op::kPushInt || !image_.regexes().has_groups(pattern.operand)) {
          return fail(i, "no pattern to substitute");
        }
        return true;
      }
      return (in.count >= spec.least && in.count <= spec.most) || fail(i, "argument count");
    }
    if (in.op == Op::kFormat) return (in.count > 0 && in.count <= 16) || fail(i, "format size");
    return true;
  }

  // A substitution is two operands and one for each variable of its replacement.
  static bool check_count(std::size_t count, std::string_view params) {
    std::size_t least = 0;
    for (const char type : params) least += type == 'u' ? 2 : type >= 'a' ? 1 : 0;
    const bool open = params.find('u') != params.npos;
    return count >= least && (open || count <= params.size());
  }

  // Patterns and variables by reference are pushed as plain integers, by constants alone: the
  // instruction that pushes the argument must name something that is there. Arguments before a
  // reference may be computed; those after it are walked back over.
  bool check_references(std::size_t i, const Instruction& in, const FunctionSpec& spec) {
    std::string_view params = spec.params;
    const std::size_t open = params.find('u');
    if (open == params.npos) params = params.substr(0, in.count);
    for (std::size_t k = 0; k < params.size(); ++k) {
      const auto type = static_cast<char>(params[k] < 'a' ? params[k] + 32 : params[k]);
      if (type != 'x' && type != 'w' && type != 'r' && type != 'u' && type != 'v') continue;
      // Before a substitution, whose operands are many, the place is told from below.
      const std::size_t above =
          (k < open && open != params.npos ? in.count : params.size()) - 1 - k;
      const std::size_t back = find_push(i, above);
      if (back == i) return fail(i, "an argument by reference is not constant");
      const Instruction& push = image_.code()[back];
      if (push.op != Op::kPushInt) return fail(i, "an argument by reference is not constant");
      const std::uint32_t id = type == 'u' ? push.operand & ~kAllBit : push.operand;
      const bool there = type == 'v' ? id < image_.pv_count() : image_.regexes().has_groups(id);
      if (!there) return fail(i, "an argument by reference names nothing");
      if (type == 'v' && !check_pv(back, image_.pv(id))) return false;
      if (type == 'u' && !check_replacement(back, params, in.count)) return false;
    }
    return true;
  }

  // The text of a replacement is constant and names no more values than stand before it.
  bool check_replacement(std::size_t pattern, std::string_view params, std::size_t count) {
    if (pattern == 0) return fail(pattern, "no replacement");
    const Instruction& push = image_.code()[pattern - 1];
    if (push.op != Op::kPushText) return fail(pattern, "no replacement");
    const std::size_t others = params.size() - 1;
    const std::size_t values = count - others - 2;
    const std::string_view text = image_.text(push.operand);
    for (std::size_t at = 0; at < text.size(); ++at) {
      if (text[at] != kReplacementMark) continue;
      const char next = ++at < text.size() ? text[at] : '\0';
      const bool value = next >= 'a' && static_cast<std::size_t>(next - 'a') < values;
      const bool group = next >= '0' && next <= '9';
      if (!value && !group && next != kReplacementMark) {
        return fail(pattern, "the replacement names what is not there");
      }
    }
    return true;
  }

  // The instruction that pushed the argument with `above` more on top of it at `call`; `call`
  // itself when it cannot be told.
  std::size_t find_push(std::size_t call, std::size_t above) {
    int wanted = static_cast<int>(above);
    std::size_t at = call;
    while (at > 0) {
      --at;
      const Instruction& in = image_.code()[at];
      const char operand = kOps[static_cast<std::size_t>(in.op)].operand;
      if (operand == 'l' || in.op == Op::kCall || in.op == Op::kCallCore || in.op == Op::kReturn ||
          in.op == Op::kRoute) {
        return call;
      }
      if (wanted == 0) return at;
      wanted += pops(in) - kOps[static_cast<std::size_t>(in.op)].pushes;
      if (wanted < 0) return call;
    }
    return call;
  }

  bool check_pv(std::size_t i, const PvRef& pv) {
    if (!below(i, pv.id, kPvCount)) return false;
    const PvId id = static_cast<PvId>(pv.id);
    if (!below(i, pv.key, image_.text_count() + 1)) return false;
    const PvSpec* spec = nullptr;
    for (const PvSpec& row : kPseudoVariables) {
      if (row.id == id) spec = &row;
    }
    if (spec == nullptr) return fail(i, "no such pseudo-variable");
    const bool named = spec->inner == PvInner::kText || spec->inner == PvInner::kTable ||
                       spec->inner == PvInner::kShared || spec->inner == PvInner::kXavp;
    if (named && !pv.key_on_stack && pv.key >= image_.text_count()) return fail(i, "no key");
    if (spec->inner == PvInner::kVariable) return below(i, pv.slot, image_.variable_count());
    if (spec->inner == PvInner::kStack) {
      if (!below(i, pv.slot, image_.pv_count())) return false;
      const PvRef& counted = image_.pv(pv.slot);
      if (counted.id == static_cast<std::uint16_t>(PvId::kAvp)) return check_pv(i, counted);
      const bool stack = counted.id == static_cast<std::uint16_t>(PvId::kXavp) ||
                         counted.id == static_cast<std::uint16_t>(PvId::kXavi);
      return (stack && !counted.key_on_stack && check_pv(i, counted)) || fail(i, "no stack");
    }
    if (spec->inner == PvInner::kOther) {
      if (!below(i, pv.slot, image_.pv_count())) return false;
      const PvRef& other = image_.pv(pv.slot);
      const bool plain = !other.key_on_stack && !other.index_on_stack && !is_other(other.id);
      return (plain && check_pv(i, other)) || fail(i, "no variable of another message");
    }
    if (spec->inner == PvInner::kAvp && pv.key_on_stack) return true;
    if (spec->inner == PvInner::kAvp) return below(i, pv.slot, image_.avp_names().size());
    if (spec->inner == PvInner::kTable) return below(i, pv.slot, image_.settings().tables.size());
    return true;
  }

  static bool is_other(std::uint16_t id) {
    return id == static_cast<std::uint16_t>(PvId::kTransactionRequest) ||
           id == static_cast<std::uint16_t>(PvId::kTransactionReply);
  }

  int pops(const Instruction& in) const {
    const int fixed = kOps[static_cast<std::size_t>(in.op)].pops;
    if (fixed >= 0) return fixed;
    switch (static_cast<int>(in.op)) {
      case static_cast<int>(Op::kCall):
      case static_cast<int>(Op::kCallCore):
      case static_cast<int>(Op::kFormat):
        return in.count;
      case static_cast<int>(Op::kTransform):
        return in.count + 1;
      default: {
        const PvRef& pv = image_.pv(in.operand);
        const int names = (pv.key_on_stack ? 1 : 0) + (pv.index_on_stack ? 1 : 0);
        return in.op == Op::kLoadPv ? names : names + 1;
      }
    }
  }

  bool reach(std::uint32_t target, State state, std::size_t from) {
    if (target >= states_.size()) return fail(from, "runs off the end");
    // Only kJump burns fuel when it goes back, so nothing else may.
    const bool entry = states_[from].depth < 0;
    if (!entry && target <= from && image_.code()[from].op != Op::kJump) {
      return fail(from, "jumps back");
    }
    State& known = states_[target];
    if (known.depth < 0) {
      known = state;
      open_.push_back(target);
      return true;
    }
    if (known.depth != state.depth) return fail(from, "stack depths differ where paths meet");
    return known.loops == state.loops || fail(from, "loops differ where paths meet");
  }

  bool step(std::uint32_t at) {
    const Instruction& in = image_.code()[at];
    State state = states_[at];
    const int taken = pops(in);
    if (state.depth < taken) return fail(at, "stack underflow");
    state.depth += kOps[static_cast<std::size_t>(in.op)].pushes - taken;
    if (state.depth > static_cast<int>(kStackSize) / 2) return fail(at, "stack overflow");
    switch (static_cast<int>(in.op)) {
      case static_cast<int>(Op::kReturn):
      case static_cast<int>(Op::kReturnValue):
      case static_cast<int>(Op::kExit):
      case static_cast<int>(Op::kDrop):
        return true;
      case static_cast<int>(Op::kJump):
        return reach(in.operand, state, at);
      case static_cast<int>(Op::kJumpIf):
      case static_cast<int>(Op::kJumpIfNot):
        if (!reach(in.operand, state, at)) return false;
        break;
      case static_cast<int>(Op::kDivide):
      case static_cast<int>(Op::kModulo):
      case static_cast<int>(Op::kMatchText):
        if (!reach(in.operand, {0, state.loops}, at)) return false;
        break;
      case static_cast<int>(Op::kLoopTurn):
        if (state.loops == 0 || state.depth != 0) return fail(at, "a turn outside of a loop");
        if (!reach(in.operand, state, at)) return false;
        break;
      case static_cast<int>(Op::kLoopEnter):
        ++state.loops;
        break;
      case static_cast<int>(Op::kLoopLeave):
        if (--state.loops < 0) return fail(at, "leaves a loop it is not in");
        break;
      default:
        break;
    }
    return reach(at + 1, state, at);
  }

  const Image& image_;
  std::string& why_;
  std::vector<State> states_;
  std::vector<std::uint32_t> open_;
};

}  // namespace

bool verify(const Image& image, std::string& why) { return Verifier(image, why).run(); }

}  // namespace weir::routes
