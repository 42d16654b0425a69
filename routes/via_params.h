// What a script's xavps say of our Via: via_add_xavp_params() and via_use_xavp_fields().
#pragma once

#include "routes/vm.h"

#include <string_view>

namespace weir::routes {

// ";name=value..." of the xavp that the global parameter xavp_via_params names; empty unless the
// script has asked for it. In the arena.
std::string_view via_parameters(Execution& execution) noexcept;

// address and port of the xavp that xavp_via_fields names; without an address it says nothing.
struct ViaFields {
  std::string_view host;
  std::string_view port;
};
ViaFields via_fields(Execution& execution) noexcept;

}  // namespace weir::routes
