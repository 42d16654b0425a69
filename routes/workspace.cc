#include "routes/workspace.h"

namespace weir::routes {

Workspace::Workspace(const Image& image) : scratch_(image.regexes().make_scratch()) {
  for (std::size_t kind = 0; kind < kRouteKinds; ++kind) {
    const RouteList& list = image.routes(static_cast<RouteKind>(kind));
    for (int slot = 0; slot < list.used(); ++slot) slots_[kind].push_back(list.entry(slot));
  }
}

}  // namespace weir::routes
