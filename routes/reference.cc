#include "routes/reference.h"

#include "routes/diagnostic.h"
#include "routes/vocabulary/examples.h"
#include "routes/vocabulary/global_docs.h"
#include "routes/vocabulary/modules.h"
#include "routes/vocabulary/planned_pseudo_variables.h"
#include "routes/vocabulary/vocabulary.h"

#include <algorithm>

namespace weir::routes {
namespace {

std::string_view type_word(char type) noexcept {
  switch (type | 0x20) {
    case 'i':
      return "number";
    case 'q':
    case 'r':
    case 'w':
    case 'x':
      return "pattern";
    case 'h':
      return "header";
    case 'u':
      return "substitution";
    case 'a':
      return "variable/flags";
    case 'b':
      return "variable/variable/flags";
    case 'o':
      return "operator/value/flags";
    case 'v':
      return "variable";
    default:
      return "text";
  }
}

std::string_view parameter_type(char type) noexcept {
  return type == 'i' ? "number" : type == 's' ? "text" : "number or text";
}

// Calls add(name) for each name of a group of global parameters.
template <class Add>
void each_global(const GlobalGroup& group, const Add& add) {
  std::string_view rest = group.names;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find(' '), rest.size());
    add(rest.substr(2, end - 2));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
}

// The name without $, braces, parentheses or what stands in them.
std::string_view bare(std::string_view name) noexcept {
  if (name.starts_with("$(") || name.starts_with("${")) name.remove_prefix(1);
  while (!name.empty() && (name.front() == '$' || name.front() == '{' || name.front() == '(')) {
    name.remove_prefix(1);
  }
  return name.substr(0, name.find_first_of("(){}["));
}

class Description {
 public:
  explicit Description(std::string_view name) : asked_(name), name_(bare(name)) {}

  std::string run() {
    const bool variable = asked_.starts_with('$');
    const bool transformation = asked_.starts_with('{');
    if (!variable && !transformation) {
      functions();
      module();
      rows();
      globals();
    }
    if (!transformation) variables();
    if (!variable) transformations();
    return std::move(text_);
  }

 private:
  void head(const std::string& title, const std::string& kind) {
    if (!text_.empty()) text_ += "\n";
    text_ += title + " - " + kind + "\n";
  }
  void line(std::string_view text) {
    if (!text.empty()) text_ += "  " + std::string(text) + "\n";
  }

  void functions() {
    const auto show = [this](const FunctionSpec& row) {
      const bool planned = is_planned(row);
      head(signature(row), "function of " + owner(row.module));
      line(row.doc);
      line("Stands in " + allowed_blocks(row) + ".");
      line(planned ? "Planned: a script that calls it checks, and does not start."
                   : plane_words(row));
      std::string_view rest = example_of(row.name);
      if (!rest.empty()) line("Example:");
      while (!rest.empty()) {
        const std::size_t end = std::min(rest.find('\n'), rest.size());
        line("  " + std::string(rest.substr(0, end)));
        rest.remove_prefix(std::min(end + 1, rest.size()));
      }
    };
    const int id = find_function(name_);
    if (id >= 0) show(kFunctions[static_cast<std::size_t>(id)]);
    for (const ModuleSpec* const module : kModules) {
      for (const FunctionSpec& row : module->planned) {
        if (row.name == name_) show(row);
      }
    }
  }

  static std::string owner(std::string_view module) {
    return module == "core" ? "the core" : "module " + std::string(module);
  }

  void module() {
    const ModuleSpec* const spec = find_module(name_);
    if (spec == nullptr) {
      if (is_module(name_)) {
        head(std::string(name_), "module");
        line("Planned: it may be loaded, and does nothing.");
      }
      return;
    }
    head(std::string(name_), "module");
    line(spec->doc);
    if (!spec->built) line("Planned: it may be loaded, and does nothing yet.");
    std::string works, planned, parameters;
    for (const FunctionSpec* const row : functions_of(name_)) {
      std::string& list = is_planned(*row) ? planned : works;
      list += (list.empty() ? "" : " ") + std::string(row->name);
    }
    for (const ParameterRow& row : spec->parameters) {
      parameters += (parameters.empty() ? "" : " ") + std::string(row.name);
    }
    if (!works.empty()) line("Functions: " + works);
    if (!planned.empty()) line("Planned functions: " + planned);
    if (!parameters.empty()) line("Parameters: " + parameters);
  }

  void parameter(const ModuleSpec& module, const ParameterRow& row) {
    head(std::string(module.name) + "." + std::string(row.name),
         "parameter of module " + std::string(module.name));
    line(row.doc);
    line("Takes a " + std::string(parameter_type(row.type)) +
         "; default: " + (row.initial.empty() ? "none" : std::string(row.initial)) + ".");
    if (row.effect == Effect::kVoid) line("Accepted and void: what it sets is not there.");
    if (row.effect == Effect::kPlanned) line("Planned.");
  }

  void rows() {
    for (const ModuleSpec* const module : kModules) {
      for (const ParameterRow& row : module->parameters) {
        const std::string full = std::string(module->name) + "." + std::string(row.name);
        if (row.name == name_ || full == name_) parameter(*module, row);
      }
      const auto show = [&](std::span<const NameRow> list, std::string_view kind) {
        for (const NameRow& row : list) {
          if (row.name != name_) continue;
          head(std::string(row.name), std::string(kind) + " of " + owner(module->name));
          line(row.doc);
          if (row.effect == Effect::kPlanned) line("Planned.");
        }
      };
      show(module->events, "event route");
      show(module->commands, "RPC command");
      show(module->figures, "statistic");
    }
  }

  void globals() {
    if (find_global(name_).group == nullptr) return;
    head(std::string(name_), "global parameter");
    line(global_words(name_));
  }

  void variables() {
    if (const PvSpec* const row = find_pseudo_variable(name_)) {
      head(variable_form(*row), "pseudo-variable");
      line(row->doc);
      if (row->writable) line("May be assigned.");
    } else if (const PlannedPvSpec* const planned = find_planned_pseudo_variable(name_)) {
      head("$" + std::string(name_), "pseudo-variable of module " + std::string(planned->module));
      line(planned->doc);
      line("Planned.");
    }
  }

  static std::string variable_form(const PvSpec& row) {
    return "$" + std::string(row.name) + (row.inner == PvInner::kNone ? "" : "(...)");
  }

  void transformations() {
    const int id = find_transformation(name_);
    if (id < 0) return;
    const TransformationSpec& row = kTransformations[static_cast<std::size_t>(id)];
    head("{" + std::string(row.name) + "}", "transformation");
    line(row.doc);
    if (row.most != 0) {
      line("Arguments: " + std::to_string(row.least) +
           (row.most == row.least ? "" : " to " + std::to_string(row.most)) +
           ", separated by commas.");
    }
  }

  std::string_view asked_;
  std::string_view name_;
  std::string text_;
};

}  // namespace

std::string describe(std::string_view name) { return Description(name).run(); }

std::string signature(const FunctionSpec& row) {
  std::string text = std::string(row.name) + "(";
  std::string closing;
  for (std::size_t i = 0; i < row.script_params().size(); ++i) {
    const bool optional = i >= row.least() && row.takes(i);
    if (optional) {
      text += "[";
      closing += "]";
    }
    text += (i == 0 ? "" : ", ") + std::string(type_word(row.script_params()[i]));
  }
  return text + closing + ")";
}

std::string allowed_blocks(const FunctionSpec& row) {
  if (row.routes == kAnywhere) return "any block";
  constexpr std::pair<RouteMask, std::string_view> kNames[] = {
      {kInRequest, "request_route and event_route"},
      {kInReply, "onreply_route"},
      {kInFailure, "failure_route"},
      {kInBranch, "branch_route"},
      {kInOnsend, "onsend_route"},
  };
  std::string text;
  for (const auto& [bit, name] : kNames) {
    if ((row.routes & bit) != 0) text += (text.empty() ? "" : ", ") + std::string(name);
  }
  return text;
}

std::string_view plane_words(const FunctionSpec& row) {
  return row.plane == Plane::kControl ? "Runs on control: an lcore hands the message over first."
                                      : "Runs on the lcore.";
}

std::string_view effect_word(Effect effect) {
  switch (effect) {
    case Effect::kWorks:
      return "works";
    case Effect::kVoid:
      return "void";
    case Effect::kPlanned:
      return "planned";
  }
  return {};
}

std::string_view example_of(std::string_view function) {
  for (const ExampleRow& row : kExamples) {
    if (row.name == function) return row.text;
  }
  return {};
}

std::string global_words(std::string_view name) {
  const GlobalSpec spec = find_global(name);
  if (spec.group == nullptr) return {};
  switch (spec.group->effect) {
    case GlobalEffect::kUsed:
      for (const GlobalDoc& row : kGlobalDocs) {
        if (row.name == name) return std::string(row.doc);
      }
      return {};
    case GlobalEffect::kVoid:
    case GlobalEffect::kIdle:
      return "Accepted and void: " + std::string(spec.group->why) + ".";
    case GlobalEffect::kPlanned:
      return "Planned.";
  }
  return {};
}

std::vector<const FunctionSpec*> functions_of(std::string_view module) {
  std::vector<const FunctionSpec*> list;
  for (const FunctionSpec& row : kFunctions) {
    if (row.module == module) list.push_back(&row);
  }
  if (const ModuleSpec* const spec = find_module(module)) {
    for (const FunctionSpec& row : spec->planned) list.push_back(&row);
  }
  std::sort(list.begin(), list.end(),
            [](const FunctionSpec* a, const FunctionSpec* b) { return a->name < b->name; });
  return list;
}

std::vector<std::string> reference_names() {
  std::vector<std::string> names;
  const auto add = [&names](std::string_view prefix, std::string_view name) {
    names.push_back(std::string(prefix) + std::string(name));
  };
  for (const FunctionSpec& row : kFunctions) add("", row.name);
  for (const ModuleSpec* const module : kModules) {
    add("", module->name);
    for (const FunctionSpec& row : module->planned) add("", row.name);
    for (const ParameterRow& row : module->parameters) {
      add("", row.name);
      add(std::string(module->name) + ".", row.name);
    }
    for (const auto list : {module->events, module->commands, module->figures}) {
      for (const NameRow& row : list) add("", row.name);
    }
  }
  for (const std::string_view module : kOtherModules) add("", module);
  for (const PvSpec& row : kPseudoVariables) add("$", row.name);
  for (const PlannedPvSpec& row : kPlannedPseudoVariables) add("$", row.name);
  for (const TransformationSpec& row : kTransformations) add("", row.name);
  for (const GlobalGroup& group : kGlobalGroups) {
    each_global(group, [&add](std::string_view name) { add("", name); });
  }
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

std::string vocabulary_list() {
  std::string text;
  const auto add = [&text](std::string_view module, std::string_view kind, std::string_view name,
                           std::string_view state) {
    for (const std::string_view word : {module, kind, name, state}) {
      text += std::string(word) + (word.data() == state.data() ? "\n" : " ");
    }
  };
  for (const ModuleSpec* const module : kModules) {
    add(module->name, "module", module->name, module->built ? "works" : "planned");
    for (const FunctionSpec* const row : functions_of(module->name)) {
      const bool is_void = row->doc.starts_with("Accepted and void");
      add(module->name, "function", row->name,
          is_planned(*row) ? "planned"
          : is_void        ? "void"
                           : "works");
    }
    for (const ParameterRow& row : module->parameters) {
      add(module->name, "parameter", row.name, effect_word(row.effect));
    }
    for (const NameRow& row : module->events) {
      add(module->name, "event", row.name, effect_word(row.effect));
    }
    for (const NameRow& row : module->commands) {
      add(module->name, "command", row.name, effect_word(row.effect));
    }
    for (const NameRow& row : module->figures) {
      add(module->name, "statistic", row.name, effect_word(row.effect));
    }
  }
  for (const std::string_view module : kOtherModules) add(module, "module", module, "planned");
  for (const PvSpec& row : kPseudoVariables) add("pv", "variable", row.name, "works");
  for (const PlannedPvSpec& row : kPlannedPseudoVariables) {
    add(row.module, "variable", row.name, "planned");
  }
  for (const TransformationSpec& row : kTransformations) {
    add("pv", "transformation", row.name, "works");
  }
  return text;
}

}  // namespace weir::routes
