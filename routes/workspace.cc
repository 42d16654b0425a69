#include "routes/workspace.h"

#include "routes/module_data.h"
#include "routes/vocabulary/vocabulary.h"

#include <algorithm>

namespace weir::routes {

namespace {

// Does a pattern stand in the image that is compiled when it is met?
bool computes_patterns(const Image& image) {
  const auto& rules = image.data().dialplans.rules;
  const bool dynamic = std::any_of(rules.begin(), rules.end(), [](const DialRule& rule) {
    return !rule.computed_pattern.text.empty() || !rule.computed_substitution.text.empty();
  });
  if (dynamic) return true;
  const auto code = image.code();
  for (std::size_t i = 0; i < code.size(); ++i) {
    if (code[i].op == Op::kMatchText) return true;
    if (code[i].op != Op::kCall) continue;
    const std::string_view params = kFunctions[code[i].id].params;
    if (params.find_first_of("pP") != params.npos) return true;
    // A pattern of PCRE stands last, by its id when it is constant.
    if (params.ends_with('q') && i > 0 && code[i - 1].op != Op::kPushInt) return true;
  }
  return false;
}

}  // namespace

Workspace::Workspace(const Image& image)
    : scratch_(image.regexes().make_scratch()), known_readers_(kPvCount) {
  for (std::size_t kind = 0; kind < kRouteKinds; ++kind) {
    const RouteList& list = image.routes(static_cast<RouteKind>(kind));
    for (int slot = 0; slot < list.used(); ++slot) slots_[kind].push_back(list.entry(slot));
  }
  if (computes_patterns(image)) computed_.emplace();
}

}  // namespace weir::routes
