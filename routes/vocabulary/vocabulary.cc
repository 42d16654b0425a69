#include "routes/vocabulary/vocabulary.h"

#include "routes/diagnostic.h"
#include "routes/vocabulary/modules.h"
#include "routes/vocabulary/planned_pseudo_variables.h"

#include <vector>

namespace weir::routes {
namespace {

// Takes the next word off a list separated by spaces.
std::string_view next_word(std::string_view& rest) noexcept {
  const std::size_t end = std::min(rest.find(' '), rest.size());
  const std::string_view word = rest.substr(0, end);
  rest.remove_prefix(std::min(end + 1, rest.size()));
  return word;
}

template <class Rows>
std::string advice_over(std::string_view name, const Rows& rows) {
  std::vector<std::string_view> names;
  for (const auto& row : rows) names.push_back(row.name);
  return did_you_mean(name, names);
}

}  // namespace

const ModuleSpec* find_module(std::string_view name) noexcept {
  for (const ModuleSpec* const row : kModules) {
    if (row->name == name) return row;
  }
  return nullptr;
}

bool is_module(std::string_view name) noexcept {
  return find_module(name) != nullptr ||
         std::find(kOtherModules.begin(), kOtherModules.end(), name) != kOtherModules.end();
}

const FunctionSpec* find_planned_function(std::string_view name,
                                          const std::unordered_set<std::string>& loaded) noexcept {
  const FunctionSpec* found = nullptr;
  for (const ModuleSpec* const module : kModules) {
    for (const FunctionSpec& row : module->planned) {
      if (row.name != name) continue;
      if (loaded.contains(std::string(module->name))) return &row;
      if (found == nullptr) found = &row;
    }
  }
  return found;
}

bool is_planned(const FunctionSpec& row) noexcept {
  return &row < kFunctions.data() || &row >= kFunctions.data() + kFunctions.size();
}

ParameterSpec find_parameter(std::string_view module, std::string_view name) noexcept {
  const ModuleSpec* const spec = find_module(module);
  if (spec == nullptr || (!spec->built && spec->parameters.empty())) return {'*'};
  for (const ParameterRow& row : spec->parameters) {
    if (row.name == name) return {row.type, row.effect};
  }
  return {};
}

GlobalSpec find_global(std::string_view name) noexcept {
  for (const GlobalGroup& group : kGlobalGroups) {
    std::string_view rest = group.names;
    while (!rest.empty()) {
      const std::string_view word = next_word(rest);
      if (word.substr(2) == name) return {word[0], &group};
    }
  }
  return {};
}

const PvSpec* find_pseudo_variable(std::string_view name) noexcept {
  const auto at = std::lower_bound(
      kPseudoVariables.begin(), kPseudoVariables.end(), name,
      [](const PvSpec& row, std::string_view wanted) { return row.name < wanted; });
  return at == kPseudoVariables.end() || at->name != name ? nullptr : &*at;
}

const PlannedPvSpec* find_planned_pseudo_variable(std::string_view name) noexcept {
  for (const PlannedPvSpec& row : kPlannedPseudoVariables) {
    if (row.name == name) return &row;
  }
  return nullptr;
}

int find_transformation(std::string_view name) noexcept {
  const auto at = std::lower_bound(
      kTransformations.begin(), kTransformations.end(), name,
      [](const TransformationSpec& row, std::string_view wanted) { return row.name < wanted; });
  if (at == kTransformations.end() || at->name != name) return -1;
  return static_cast<int>(at - kTransformations.begin());
}

std::string function_advice(std::string_view name) {
  std::vector<std::string_view> names;
  for (const FunctionSpec& row : kFunctions) names.push_back(row.name);
  for (const ModuleSpec* const module : kModules) {
    for (const FunctionSpec& row : module->planned) names.push_back(row.name);
  }
  return did_you_mean(name, names);
}

std::string module_advice(std::string_view name) {
  std::vector<std::string_view> names(kOtherModules.begin(), kOtherModules.end());
  for (const ModuleSpec* const row : kModules) names.push_back(row->name);
  return did_you_mean(name, names);
}

std::string global_advice(std::string_view name) {
  std::vector<std::string_view> names;
  for (const GlobalGroup& group : kGlobalGroups) {
    std::string_view rest = group.names;
    while (!rest.empty()) names.push_back(next_word(rest).substr(2));
  }
  return did_you_mean(name, names);
}

std::string parameter_advice(std::string_view module, std::string_view name) {
  const ModuleSpec* const spec = find_module(module);
  return spec == nullptr ? std::string() : advice_over(name, spec->parameters);
}

std::string pseudo_variable_advice(std::string_view name) {
  return advice_over(name, kPseudoVariables);
}

std::string transformation_advice(std::string_view name) {
  return advice_over(name, kTransformations);
}

}  // namespace weir::routes
