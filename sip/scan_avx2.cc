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

struct Avx2Block {
  static std::uint64_t equal(__m256i low, __m256i high, char c) noexcept {
    const __m256i wanted = _mm256_set1_epi8(c);
    const auto bits = [](__m256i lanes) {
      return static_cast<std::uint32_t>(_mm256_movemask_epi8(lanes));
    };
    return std::uint64_t{bits(_mm256_cmpeq_epi8(high, wanted))} << 32 |
           bits(_mm256_cmpeq_epi8(low, wanted));
  }

  static BlockMasks masks(const char* bytes) noexcept {
    const __m256i low = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(bytes));
    const __m256i high = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(bytes + 32));
    return {equal(low, high, '\n'), equal(low, high, '\r'), equal(low, high, ':'),
            equal(low, high, ' ') | equal(low, high, '\t')};
  }

  static BlockMasks masks(const char* bytes, std::size_t size) noexcept {
    alignas(32) char padded[64] = {};
    std::memcpy(padded, bytes, size);
    return masks(padded);
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
