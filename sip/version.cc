#include "sip/version.h"

namespace weir::sip {

std::string_view product_version() noexcept { return "sipweir (0.1.0)"; }

}  // namespace weir::sip
