#include "routes/report.h"

#include "routes/vocabulary/vocabulary.h"
#include "routes/walk.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace weir::routes {
namespace {

constexpr std::string_view kNotBuilt = "its machinery is not built yet";

bool is_built(std::string_view module) {
  const ModuleSpec* const spec = find_module(module);
  return spec != nullptr && spec->built;
}

bool is_zero(const Expression& value) {
  return value.kind == ExpressionKind::kInteger && value.number == 0;
}

class Reporter {
 public:
  explicit Reporter(const Script& script) : script_(script) {}

  std::vector<ReportRow> run(const Diagnostics& diagnostics) {
    for (const LoadModule& one : script_.modules) module(one);
    for (const GlobalParameter& one : script_.parameters) global(one);
    for (const ModuleParameter& one : script_.module_parameters) parameters(one);
    for (const RouteBlock& one : script_.blocks) block(one);
    errors(diagnostics);
    const auto key = [](const ReportRow& row) {
      return std::tie(row.location.file, row.location.line, row.location.column);
    };
    std::stable_sort(rows_.begin(), rows_.end(),
                     [&key](const ReportRow& a, const ReportRow& b) { return key(a) < key(b); });
    return std::move(rows_);
  }

 private:
  void add(const Location& location, Support support, std::string what, std::string why = {}) {
    for (auto row = rows_.rbegin(); row != rows_.rend(); ++row) {
      if (row->location.file != location.file || row->location.line != location.line) break;
      if (row->what == what) return;
    }
    rows_.push_back({location, support, std::move(what), std::move(why)});
  }

  void module(const LoadModule& one) {
    const std::string what = "loadmodule \"" + one.name + "\"";
    if (!is_module(one.name)) {
      add(one.location, Support::kUnknown, what, module_advice(one.name));
    } else if (is_built(one.name)) {
      add(one.location, Support::kSupported, what);
    } else {
      add(one.location, Support::kPlanned, what, std::string(kNotBuilt));
    }
  }

  void global(const GlobalParameter& one) {
    if (!one.group.empty()) {
      return add(one.location, Support::kSupported, one.group + "." + one.name);
    }
    const GlobalSpec spec = find_global(one.name);
    if (spec.group == nullptr) {
      return add(one.location, Support::kUnknown, one.name, global_advice(one.name));
    }
    const std::string why(spec.group->why);
    switch (spec.group->effect) {
      case GlobalEffect::kUsed:
        return add(one.location, Support::kSupported, one.name);
      case GlobalEffect::kVoid:
      case GlobalEffect::kIdle:
        return add(one.location, Support::kWithoutEffect, one.name, why);
      case GlobalEffect::kPlanned:
        if (is_zero(*one.value)) return add(one.location, Support::kWithoutEffect, one.name, why);
        return add(one.location, Support::kPlanned, one.name, std::string(kNotBuilt));
    }
  }

  void parameters(const ModuleParameter& one) {
    std::vector<std::string> modules = one.names;
    if (modules.empty()) modules.push_back(one.modules);
    for (const std::string& name : modules) parameter(one, name);
  }

  void parameter(const ModuleParameter& one, const std::string& module) {
    const std::string what = "modparam(\"" + module + "\", \"" + one.parameter + "\")";
    const ParameterSpec spec = find_parameter(module, one.parameter);
    if (!is_module(module) && !is_built(module)) {
      add(one.location, Support::kUnknown, what, module_advice(module));
    } else if (spec.type == 0) {
      add(one.location, Support::kUnknown, what, parameter_advice(module, one.parameter));
    } else if (!is_built(module)) {
      add(one.location, Support::kPlanned, what, std::string(kNotBuilt));
    } else if (spec.effect == Effect::kPlanned && !is_zero(*one.value)) {
      add(one.location, Support::kPlanned, what, std::string(kNotBuilt));
    } else if (spec.effect != Effect::kWorks) {
      add(one.location, Support::kWithoutEffect, what, "what it sets is not there");
    } else {
      add(one.location, Support::kSupported, what);
    }
  }

  void block(const RouteBlock& one) {
    if (one.kind == BlockKind::kFailure || one.kind == BlockKind::kBranch ||
        one.kind == BlockKind::kEvent || (one.kind == BlockKind::kReply && !one.name.empty())) {
      const std::string word(kBlockWords[static_cast<std::size_t>(one.kind)]);
      add(one.location, Support::kPlanned, word + "[" + one.name + "]",
          "what would run it is not built yet");
    }
    each_statement(one.body, [this](const Statement& s) { statement(s); });
  }

  void statement(const Statement& s) {
    if (s.target) each_variable(*s.target, [this](const Variable& v) { variable(v, v.location); });
    if (s.value) each_expression(*s.value, [this](const Expression& e) { expression(e); });
  }

  void expression(const Expression& e) {
    const auto inside = [this, &e](const Variable& v) { variable(v, e.location); };
    if (e.variable) each_variable(*e.variable, inside);
    if (e.kind != ExpressionKind::kCall || e.text == "route") return;
    function(e);
    for (std::size_t i = 0; i < e.operands.size(); ++i) {
      const Expression& operand = *e.operands[i];
      if (operand.kind == ExpressionKind::kText && argument_type(e.text, i) == 's') {
        each_variable(operand.text, operand.location, inside);
      }
    }
  }

  void function(const Expression& e) {
    const std::string what = e.text + "()";
    if (find_function(e.text) >= 0) return add(e.location, Support::kSupported, what);
    const FunctionSpec* const row = find_planned_function(e.text);
    if (row == nullptr) return add(e.location, Support::kUnknown, what, function_advice(e.text));
    const std::string_view module = row->module;
    add(e.location, Support::kPlanned, what,
        "of " + (module == "core" ? "the core" : "module " + std::string(module)) + "; " +
            std::string(kNotBuilt));
  }

  void variable(const Variable& v, const Location& location) {
    const std::string what = "$" + v.name;
    if (find_pseudo_variable(v.name) != nullptr) {
      add(location, Support::kSupported, what);
    } else if (is_planned_pseudo_variable(v.name)) {
      add(location, Support::kPlanned, what, std::string(kNotBuilt));
    } else {
      add(location, Support::kUnknown, what, pseudo_variable_advice(v.name));
    }
    for (const Transformation& t : v.transformations) {
      const std::string name = t.family + "." + t.operation;
      const bool known = find_transformation(name) >= 0;
      add(location, known ? Support::kSupported : Support::kUnknown, "{" + name + "}",
          known ? std::string() : transformation_advice(name));
    }
  }

  void errors(const Diagnostics& diagnostics) {
    for (const Diagnostic& one : diagnostics.list()) {
      if (one.severity == Severity::kWarning) continue;
      const bool told = std::any_of(rows_.begin(), rows_.end(), [&](const ReportRow& row) {
        return row.location.file == one.location.file && row.location.line == one.location.line &&
               (row.support == Support::kPlanned || row.support == Support::kUnknown);
      });
      if (told) continue;
      const bool planned = one.severity == Severity::kPlanned;
      rows_.push_back(
          {one.location, planned ? Support::kPlanned : Support::kWrong, one.what, one.advice});
    }
  }

  const Script& script_;
  std::vector<ReportRow> rows_;
};

}  // namespace

std::vector<ReportRow> report(const Script& script, const Diagnostics& diagnostics) {
  return Reporter(script).run(diagnostics);
}

}  // namespace weir::routes
