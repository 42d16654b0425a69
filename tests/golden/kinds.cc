#include "tests/golden/golden.h"

#include <array>

namespace weir::golden {

std::span<const Kind> kinds() {
  static constexpr auto kKinds = std::to_array<Kind>({
      {"anatomy", make_anatomy},
      {"diagnostics", make_diagnostics},
      {"disassembly", make_disassembly},
      {"explained", make_explained},
      {"flow", make_flow},
      {"printed", make_printed},
      {"refusals", make_refusals},
      {"report", make_report},
  });
  return kKinds;
}

}  // namespace weir::golden
