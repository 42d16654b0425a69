#include "sip/scan.h"

#include "sip/scan_kernels.h"

namespace weir::sip {

std::string_view kernel_name(Kernel kernel) noexcept {
  constexpr std::array<std::string_view, kKernels.size()> kNames = {"scalar", "avx2", "avx512"};
  return kNames[static_cast<std::size_t>(kernel)];
}

bool kernel_supported(Kernel kernel) noexcept {
#if defined(__x86_64__)
  __builtin_cpu_init();
  const bool avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") &&
                    __builtin_cpu_supports("bmi2") && __builtin_cpu_supports("popcnt");
  switch (kernel) {
    case Kernel::kScalar:
      return true;
    case Kernel::kAvx2:
      return avx2;
    case Kernel::kAvx512:
      return avx2 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
             __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512vbmi2");
  }
#endif
  return kernel == Kernel::kScalar;
}

Kernel best_kernel() noexcept {
  static const Kernel best = [] {
    if (kernel_supported(Kernel::kAvx512)) return Kernel::kAvx512;
    return kernel_supported(Kernel::kAvx2) ? Kernel::kAvx2 : Kernel::kScalar;
  }();
  return best;
}

Error scan(Kernel kernel, std::string_view text, ScanIndex& index) noexcept {
#if defined(__x86_64__)
  switch (kernel) {
    case Kernel::kScalar:
      return scan_scalar(text, index);
    case Kernel::kAvx2:
      return scan_avx2(text, index);
    case Kernel::kAvx512:
      return scan_avx512(text, index);
  }
#endif
  return scan_scalar(text, index);
}

}  // namespace weir::sip
