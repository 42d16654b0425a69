#include "routes/explain.h"

#include "routes/fold.h"
#include "routes/planes.h"
#include "routes/print.h"
#include "routes/vocabulary/vocabulary.h"
#include "routes/walk.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <utility>
#include <vector>

namespace weir::routes {
namespace {

// What is said of one line.
struct Line {
  bool has_statement = false;
  std::uint8_t planes = 0;
  std::vector<std::string> remarks;  // each once
};

struct LineKey {
  std::uint32_t file;
  std::uint32_t line;
  friend auto operator<=>(const LineKey&, const LineKey&) = default;
};

// "1 regex", "3 regexes"
std::string counted(std::size_t n, std::string_view one, std::string_view many) {
  return std::to_string(n) + " " + std::string(n == 1 ? one : many);
}

std::string in_line(const Location& location) { return "line " + std::to_string(location.line); }

std::string value_text(const Constant& constant) {
  return constant.is_text ? "\"" + constant.text + "\"" : std::to_string(constant.number);
}

// The table that "NAME=>KEY" or a function's first argument names.
std::string table_name(std::string_view text) {
  return std::string(text.substr(0, text.find("=>")));
}

bool is_function_of(const Expression& call, std::string_view module) {
  const int id = find_function(call.text);
  return id >= 0 && kFunctions[static_cast<std::size_t>(id)].module == module;
}

class Explainer {
 public:
  Explainer(const Script& script, const Sources& sources, const Image* image)
      : script_(script), sources_(sources), image_(image), planes_(script) {
    for (std::uint32_t i = 0; image != nullptr && i < image->code().size(); ++i) {
      ++instructions_[image->location(i)];
    }
  }

  std::string run() {
    for (const RouteBlock& block : script_.blocks) explain(block);
    std::string out;
    for (auto at = lines_.begin(); at != lines_.end();) {
      const std::uint32_t file = at->first.file;
      if (!out.empty()) out += '\n';
      print_file(file, out);
      at = lines_.upper_bound({file, 0xffffffff});
    }
    return out;
  }

 private:
  // ---- explain_block: what there is to say ----

  void explain(const RouteBlock& block) {
    block_ = {};
    statements(block.body, planes_.of(block) != 0, {});
    Line& line = at(block.location);
    line.has_statement = true;
    line.planes |= planes_.of(block);
    remark(block.location, summary(block));
  }

  std::string summary(const RouteBlock& block) const {
    const std::string name = print_block_name(block);
    const std::uint8_t planes = planes_.of(block);
    if (planes == 0) return name + " is never run: nobody calls it";
    std::string text = name;
    const bool hands_off =
        block.kind == BlockKind::kMain
            ? planes_.hands_off(block.name.empty() ? std::string_view("0") : block.name)
            : block_.handoff;
    if (planes == kOnControl) {
      text += " runs with control";
    } else if (hands_off) {
      text += " begins on an lcore, and may hand over to control";
    } else {
      text += " runs on an lcore, all of it";
    }
    if (planes == (kOnLcore | kOnControl)) text += "; after a handoff elsewhere, with control";
    if (image_ != nullptr)
      text += "; " + counted(block_.instructions, "instruction", "instructions");
    if (block_.regexes != 0) text += ", " + counted(block_.regexes, "regex", "regexes");
    if (block_.tables != 0) text += ", " + counted(block_.tables, "table access", "table accesses");
    return text;
  }

  // `why`: the list is a branch that a constant condition leaves out; empty: it is not.
  void statements(const Statements& list, bool alive, const std::string& why) {
    const Statement* before = nullptr;
    for (const StatementPtr& s : list) {
      const bool runs = planes_.of(*s) != 0;
      if (alive && !runs) {
        remark(s->location, "never runs: " + (before == nullptr && !why.empty() ? why
                                              : before == nullptr ? std::string("nothing gets here")
                                                                  : "nothing gets past " +
                                                                        in_line(before->location)));
      }
      alive = runs;
      statement(*s);
      before = s.get();
    }
  }

  void statement(const Statement& s) {
    Line& line = at(s.location);
    line.has_statement = true;
    line.planes |= planes_.of(s);
    count_instructions(s.location);
    if (s.target) variables(*s.target, s.location);
    if (s.value) expression(*s.value, true);
    const bool runs = planes_.of(s) != 0;
    const bool branches = s.kind == StatementKind::kIf || s.kind == StatementKind::kWhile;
    const int truth = branches ? constant_truth(*s.value) : -1;
    const std::string always = "the condition of " + in_line(s.location) + " is always ";
    statements(s.body, runs, truth == 0 ? always + "false" : "");
    statements(s.otherwise, runs, truth == 1 ? always + "true" : "");
    for (const Case& one : s.cases) {
      if (one.kind == CaseKind::kRegex && one.value) regex(one.value->text, one.location);
      statements(one.body, runs, {});
    }
  }

  void count_instructions(const Location& location) {
    if (!counted_.insert({location.file, location.line}).second) return;
    block_.instructions += instructions_at(location.file, location.line);
  }

  // `whole`: not a part of an expression that was told to be constant.
  void expression(const Expression& e, bool whole) {
    const bool literal = e.kind == ExpressionKind::kInteger || e.kind == ExpressionKind::kText ||
                         e.kind == ExpressionKind::kCall;
    if (whole && !literal) {
      if (const auto constant = fold(e)) {
        remark(e.location, "constant: " + value_text(*constant));
        whole = false;
      }
    }
    if (e.variable) variables(*e.variable, e.location);
    if (e.kind == ExpressionKind::kCall) call(e);
    if (e.kind == ExpressionKind::kBinary && e.binary == BinaryOp::kMatch) {
      const auto pattern = fold(*e.operands[1]);
      if (pattern) {
        regex(pattern->text, e.location);
      } else {
        remark(e.location, "a computed regex: compiled when it is met, matched by PCRE2");
      }
    }
    for (const ExpressionPtr& operand : e.operands) expression(*operand, whole);
  }

  void call(const Expression& e) {
    if (e.text == "route") return route_call(e);
    const bool planned = find_function(e.text) < 0;
    const FunctionSpec* const row = planned ? find_planned_function(e.text) : nullptr;
    const std::string name =
        e.text + "()" + (row == nullptr ? "" : " of " + std::string(row->module));
    if (planned && row == nullptr) return remark(e.location, "unknown function " + name);
    const std::string state = planned ? name + " is planned, not built yet" : name;
    if (needs_control(e.text) && (planes_.of(e) & kOnLcore) != 0) {
      block_.handoff = true;
      remark(e.location, "hands off: " + name + " needs control's memory" +
                             (planned ? ", and is planned, not built yet" : ""));
    } else if (planned) {
      remark(e.location, state);
    }
    for (std::size_t i = 0; i < e.operands.size(); ++i) argument(e, i);
  }

  void argument(const Expression& e, std::size_t i) {
    const Expression& operand = *e.operands[i];
    if (operand.kind != ExpressionKind::kText) return;
    const char type = argument_type(e.text, i);
    if (type == 'x') regex(operand.text, operand.location);
    if (type == 'c' && i == 0 && is_function_of(e, "htable")) {
      table(table_name(operand.text), e.location);
    }
    if (type != 's') return;
    each_variable(operand.text, operand.location,
                  [&](const Variable& v) { variable(v, operand.location); });
  }

  void route_call(const Expression& e) {
    if (e.operands.empty()) return;
    const auto name = e.operands[0]->kind == ExpressionKind::kName
                          ? std::optional<Constant>(Constant{true, 0, e.operands[0]->text})
                          : fold(*e.operands[0]);
    if (!name) return remark(e.location, "a computed route: any may be meant");
    if ((planes_.of(e) & kOnLcore) == 0 || !planes_.hands_off(value_of(*name))) return;
    block_.handoff = true;
    remark(e.location, "route[" + value_of(*name) + "] may hand over to control");
  }

  static std::string value_of(const Constant& name) {
    return name.is_text ? name.text : std::to_string(name.number);
  }

  void variables(const Variable& whole, const Location& location) {
    each_variable(whole, [&](const Variable& v) { variable(v, location); });
  }

  void variable(const Variable& v, const Location& location) {
    const PvSpec* const spec = find_pseudo_variable(v.name);
    if (spec == nullptr) {
      if (is_planned_pseudo_variable(v.name)) {
        remark(location, "$" + v.name + " is planned, not built yet");
      }
      return;
    }
    if (spec->inner == PvInner::kTable) table(table_name(v.inner), location);
    if (spec->inner == PvInner::kShared) table("$shv", location);
  }

  void table(const std::string& name, const Location& location) {
    ++block_.tables;
    remark(location, "table " + name);
  }

  void regex(const std::string& pattern, const Location& location) {
    ++block_.regexes;
    std::string engine;
    for (std::uint32_t id = 0; image_ != nullptr && id < image_->regexes().size(); ++id) {
      if (image_->regexes().pattern(id) != pattern) continue;
      engine = image_->regexes().in_hyperscan(id) ? ", by Hyperscan" : ", by PCRE2";
    }
    remark(location, "regex \"" + pattern + "\"" + engine);
  }

  // ---- print: lines with what was said ----

  Line& at(const Location& location) { return lines_[{location.file, location.line}]; }

  void remark(const Location& location, std::string text) {
    std::vector<std::string>& remarks = at(location).remarks;
    if (std::find(remarks.begin(), remarks.end(), text) == remarks.end()) {
      remarks.push_back(std::move(text));
    }
  }

  std::size_t instructions_at(std::uint32_t file, std::uint32_t line) const {
    const auto found =
        instructions_.find(std::string(sources_.path(file)) + ":" + std::to_string(line));
    return found == instructions_.end() ? 0 : found->second;
  }

  static std::string_view label(const Line& line) {
    constexpr std::string_view kLabels[] = {"dead", "fast", "ctrl", "both"};
    return line.has_statement ? kLabels[line.planes] : std::string_view();
  }

  static std::string padded(std::string_view text, std::size_t width) {
    return std::string(width - std::min(width, text.size()), ' ') + std::string(text);
  }

  void print_file(std::uint32_t file, std::string& out) const {
    out.append(sources_.path(file)).append("\n");
    const std::string_view text = sources_.text(file);
    const auto count = static_cast<std::uint32_t>(std::count(text.begin(), text.end(), '\n')) +
                       (text.empty() || text.ends_with('\n') ? 0 : 1);
    for (std::uint32_t number = 1; number <= count; ++number) {
      const auto found = lines_.find({file, number});
      static const Line nothing;
      const Line& line = found == lines_.end() ? nothing : found->second;
      const std::size_t cost = instructions_at(file, number);
      out += padded(label(line), 4);
      out += padded(cost == 0 ? "" : std::to_string(cost), 6);
      out += padded(std::to_string(number), 6) + " |";
      const std::string_view shown = sources_.line(file, number);
      if (!shown.empty()) out.append(" ").append(shown);
      out += '\n';
      for (const std::string& remark : line.remarks)
        out += padded("", 17) + "|   = " + remark + "\n";
    }
  }

  struct BlockFacts {
    std::size_t instructions = 0;
    std::size_t regexes = 0;
    std::size_t tables = 0;
    bool handoff = false;
  };

  const Script& script_;
  const Sources& sources_;
  const Image* image_;
  Planes planes_;
  std::map<std::string, std::size_t> instructions_;  // by "path:line"
  std::map<LineKey, Line> lines_;
  std::set<std::pair<std::uint32_t, std::uint32_t>> counted_;  // lines whose instructions count
  BlockFacts block_;
};

}  // namespace

std::string explain(const Script& script, const Sources& sources, const Image* image) {
  return Explainer(script, sources, image).run();
}

}  // namespace weir::routes
