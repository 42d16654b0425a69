// pike: the rate of a source; the plane counts.
#include "routes/natives/functions_core.h"

namespace weir::routes::natives {

std::int32_t pike_check_req(Execution& e, Arguments a) noexcept {
  static_cast<void>(a);
  return e.host->pike(e, e.reception->source.address);
}

std::int32_t pike_check_ip(Execution& e, Arguments a) noexcept {
  const auto address = sip::parse_address(a[0].text);
  return address ? e.host->pike(e, *address) : 1;
}

}  // namespace weir::routes::natives
