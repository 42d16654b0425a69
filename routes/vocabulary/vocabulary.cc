#include "routes/vocabulary/vocabulary.h"

#include "routes/diagnostic.h"

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

bool has_word(std::string_view list, std::string_view word) noexcept {
  while (!list.empty()) {
    if (next_word(list) == word) return true;
  }
  return false;
}

template <class Rows>
std::string advice_over(std::string_view name, const Rows& rows) {
  std::vector<std::string_view> names;
  for (const auto& row : rows) names.push_back(row.name);
  return did_you_mean(name, names);
}

}  // namespace

std::string_view planned_function(std::string_view name) noexcept {
  for (const ModuleRow& row : kModules) {
    if (has_word(row.planned, name)) return row.name;
  }
  return {};
}

bool is_module(std::string_view name) noexcept {
  return std::any_of(kModules.begin(), kModules.end(),
                     [&](const ModuleRow& row) { return row.name == name; });
}

ParameterSpec find_parameter(std::string_view module, std::string_view name) noexcept {
  for (const ParameterRow& row : kParameters) {
    if (row.module != module) continue;
    ParameterSpec spec;
    std::string_view rest = row.parameters;
    while (!rest.empty()) {
      const std::string_view word = next_word(rest);
      if (word.substr(2) == name) spec = {spec.type == 0 ? word[0] : '*', word[1] == '!', word[1] == '-'};
    }
    return spec;
  }
  return {'*', false};
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

bool is_planned_pseudo_variable(std::string_view name) noexcept {
  return has_word(kPlannedPseudoVariables, name);
}

int find_transformation(std::string_view name) noexcept {
  const auto at = std::lower_bound(
      kTransformations.begin(), kTransformations.end(), name,
      [](const TransformationSpec& row, std::string_view wanted) { return row.name < wanted; });
  if (at == kTransformations.end() || at->name != name) return -1;
  return static_cast<int>(at - kTransformations.begin());
}

std::string function_advice(std::string_view name) { return advice_over(name, kFunctions); }
std::string module_advice(std::string_view name) { return advice_over(name, kModules); }

std::string global_advice(std::string_view name) {
  std::vector<std::string_view> names;
  for (const GlobalGroup& group : kGlobalGroups) {
    std::string_view rest = group.names;
    while (!rest.empty()) names.push_back(next_word(rest).substr(2));
  }
  return did_you_mean(name, names);
}

std::string parameter_advice(std::string_view module, std::string_view name) {
  std::vector<std::string_view> names;
  for (const ParameterRow& row : kParameters) {
    if (row.module != module) continue;
    std::string_view rest = row.parameters;
    while (!rest.empty()) names.push_back(next_word(rest).substr(2));
  }
  return did_you_mean(name, names);
}

std::string pseudo_variable_advice(std::string_view name) {
  return advice_over(name, kPseudoVariables);
}

std::string transformation_advice(std::string_view name) {
  return advice_over(name, kTransformations);
}

}  // namespace weir::routes
