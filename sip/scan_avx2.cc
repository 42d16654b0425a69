#include "sip/scan_kernels.h"

#if defined(__x86_64__)

#include <immintrin.h>

#include <bit>
#include <concepts>
#include <cstring>

#if defined(__clang__)
#pragma clang attribute push(__attribute__((target("avx2,bmi,bmi2,popcnt"))), apply_to = function)
#else
#pragma GCC push_options
#pragma GCC target("avx2,bmi,bmi2,popcnt")
#endif

#include "sip/scan_loop.h"

namespace weir::sip {
namespace {

class Avx2Block {
 public:
  explicit Avx2Block(const char* bytes) noexcept
      : low_(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(bytes))),
        high_(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(bytes + 32))) {}

  Avx2Block(const char* bytes, std::size_t size) noexcept {
    alignas(32) char padded[64] = {};
    std::memcpy(padded, bytes, size);
    *this = Avx2Block(padded);
  }

  std::uint64_t equal(char c) const noexcept {
    const __m256i wanted = _mm256_set1_epi8(c);
    return bits(_mm256_cmpeq_epi8(low_, wanted), _mm256_cmpeq_epi8(high_, wanted));
  }

  // Unsigned, as the smaller of the two being the byte itself.
  std::uint64_t at_most(char c) const noexcept {
    const __m256i limit = _mm256_set1_epi8(c);
    return bits(_mm256_cmpeq_epi8(_mm256_min_epu8(low_, limit), low_),
                _mm256_cmpeq_epi8(_mm256_min_epu8(high_, limit), high_));
  }

  static void write(std::uint64_t bits, std::uint32_t base, std::uint16_t* out) noexcept {
    while (bits != 0) {
      for (unsigned i = 0; i < 4; ++i) {
        out[i] = static_cast<std::uint16_t>(base + static_cast<unsigned>(std::countr_zero(bits)));
        bits &= bits - 1;
      }
      out += 4;
    }
  }

 private:
  static std::uint64_t bits(__m256i low, __m256i high) noexcept {
    return std::uint64_t{static_cast<std::uint32_t>(_mm256_movemask_epi8(high))} << 32 |
           static_cast<std::uint32_t>(_mm256_movemask_epi8(low));
  }

  __m256i low_;
  __m256i high_;
};

}  // namespace

Error scan_avx2(std::string_view text, ScanIndex& index) noexcept {
  return scan_blocks<Avx2Block>(text, index);
}

}  // namespace weir::sip

#if defined(__clang__)
#pragma clang attribute pop
#else
#pragma GCC pop_options
#endif

#endif  // __x86_64__
