// cfgutils: questions about the script itself.
#include "routes/natives/functions.h"

namespace weir::routes::natives {

std::int32_t check_route_exists(Execution& e, Arguments a) noexcept {
  const int slot = e.image->find_route(RouteKind::kRequest, a[0].text);
  return e.image->has_route(RouteKind::kRequest, slot) ? 1 : -1;
}

}  // namespace weir::routes::natives
