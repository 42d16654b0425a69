// The kernels behind scan(): one function each, in a file of its own.
#pragma once

#include "sip/scan.h"

namespace weir::sip {

Error scan_scalar(std::string_view text, ScanIndex& index) noexcept;

#if defined(__x86_64__)
Error scan_avx2(std::string_view text, ScanIndex& index) noexcept;
Error scan_avx512(std::string_view text, ScanIndex& index) noexcept;
#endif

}  // namespace weir::sip
