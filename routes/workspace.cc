#include "routes/workspace.h"

#include "routes/vocabulary/vocabulary.h"

#include <algorithm>

namespace weir::routes {

Workspace::Workspace(const Image& image) : scratch_(image.regexes().make_scratch()) {
  for (std::size_t kind = 0; kind < kRouteKinds; ++kind) {
    const RouteList& list = image.routes(static_cast<RouteKind>(kind));
    for (int slot = 0; slot < list.used(); ++slot) slots_[kind].push_back(list.entry(slot));
  }
  const auto computes = [](const Instruction& in) {
    if (in.op == Op::kMatchText) return true;
    return in.op == Op::kCall &&
           kFunctions[in.id].params.find_first_of("pP") != std::string_view::npos;
  };
  if (std::any_of(image.code().begin(), image.code().end(), computes)) computed_.emplace();
}

}  // namespace weir::routes
