#include "tests/golden/golden.h"

#include <array>

namespace weir::golden {

std::span<const Kind> kinds() {
  static constexpr auto kKinds = std::to_array<Kind>({
      {"diagnostics", make_diagnostics},
      {"printed", make_printed},
  });
  return kKinds;
}

}  // namespace weir::golden
