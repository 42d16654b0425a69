#include "tests/source_root.h"

namespace weir {

std::filesystem::path source_root() { return WEIR_SOURCE_ROOT; }

}  // namespace weir
