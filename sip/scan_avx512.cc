#include "sip/scan_kernels.h"

#if defined(__x86_64__)

#include <immintrin.h>

#include <bit>
#include <concepts>

#if defined(__clang__)
#pragma clang attribute push(                                                              \
    __attribute__((target("avx2,bmi,bmi2,popcnt,avx512f,avx512bw,avx512vl,avx512vbmi2"))), \
    apply_to = function)
#else
#pragma GCC push_options
#pragma GCC target("avx2,bmi,bmi2,popcnt,avx512f,avx512bw,avx512vl,avx512vbmi2")
#endif

#include "sip/scan_loop.h"

namespace weir::sip {
namespace {

// 0, 1, 2 ... 63, one a byte.
alignas(64) constexpr auto kPositions = [] {
  std::array<std::uint8_t, 64> positions{};
  for (std::size_t i = 0; i < positions.size(); ++i) positions[i] = static_cast<std::uint8_t>(i);
  return positions;
}();

struct Avx512Block {
  static std::uint64_t equal(__m512i block, char c) noexcept {
    return _mm512_cmpeq_epi8_mask(block, _mm512_set1_epi8(c));
  }

  static BlockMasks masks_of(__m512i block) noexcept {
    return {equal(block, '\n'), equal(block, '\r'), equal(block, ':'),
            equal(block, ' ') | equal(block, '\t')};
  }

  static BlockMasks masks(const char* bytes) noexcept {
    return masks_of(_mm512_loadu_si512(bytes));
  }

  // Bytes whose mask bit is 0 are neither read nor able to fault.
  static BlockMasks masks(const char* bytes, std::size_t size) noexcept {
    return masks_of(_mm512_maskz_loadu_epi8((std::uint64_t{1} << size) - 1, bytes));
  }

  // All offsets of a block at once: its positions are compressed to those with a bit, widened and
  // moved by the block's offset. (The extraction is the maskz form because GCC 12 warns about the
  // header of the plain one.)
  static void write(std::uint64_t bits, std::uint32_t base, std::uint16_t* out) noexcept {
    const __m512i positions = _mm512_load_si512(kPositions.data());
    const __m512i found = _mm512_maskz_compress_epi8(bits, positions);
    const __m512i offset = _mm512_set1_epi16(static_cast<short>(base));
    const __m512i low = _mm512_cvtepu8_epi16(_mm512_maskz_extracti64x4_epi64(0xff, found, 0));
    _mm512_storeu_si512(out, _mm512_add_epi16(low, offset));
    if (std::popcount(bits) > 32) [[unlikely]] {
      const __m512i high = _mm512_cvtepu8_epi16(_mm512_maskz_extracti64x4_epi64(0xff, found, 1));
      _mm512_storeu_si512(out + 32, _mm512_add_epi16(high, offset));
    }
  }
};

}  // namespace

Error scan_avx512(std::string_view text, ScanIndex& index) noexcept {
  return scan_blocks<Avx512Block>(text, index);
}

}  // namespace weir::sip

#if defined(__clang__)
#pragma clang attribute pop
#else
#pragma GCC pop_options
#endif

#endif  // __x86_64__
