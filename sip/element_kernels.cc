#include "sip/element_kernels.h"

namespace weir::sip {

const ElementKernel& element_kernel(Kernel kernel) noexcept {
#if defined(__x86_64__)
  if (kernel == Kernel::kAvx512) return kAvx512Elements;
#endif
  static_cast<void>(kernel);
  return kNarrowElements;
}

}  // namespace weir::sip
