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

class Avx512Block {
 public:
  explicit Avx512Block(const char* bytes) noexcept : bytes_(_mm512_loadu_si512(bytes)) {}

  // Bytes whose mask bit is 0 are neither read nor able to fault.
  Avx512Block(const char* bytes, std::size_t size) noexcept
      : bytes_(_mm512_maskz_loadu_epi8((std::uint64_t{1} << size) - 1, bytes)) {}

  std::uint64_t equal(char c) const noexcept {
    return in_register(_mm512_cmpeq_epi8_mask(bytes_, _mm512_set1_epi8(c)));
  }
  std::uint64_t at_most(char c) const noexcept {
    return in_register(_mm512_cmple_epu8_mask(bytes_, _mm512_set1_epi8(c)));
  }

  // All offsets of a block at once: its positions are compressed to those with a bit, widened and
  // moved by the block's offset. Blocks hold few marks: what lies beyond sixteen is seldom there.
  // (Extractions are of the maskz form because GCC 12 warns about the header of the plain one.)
  static void write(std::uint64_t bits, std::uint32_t base, std::uint16_t* out) noexcept {
    const __m512i positions = _mm512_load_si512(kPositions.data());
    const __m512i found = _mm512_maskz_compress_epi8(bits, positions);
    const __m256i offset = _mm256_set1_epi16(static_cast<short>(base));
    const __m256i first = _mm256_cvtepu8_epi16(_mm512_maskz_extracti32x4_epi32(0xff, found, 0));
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(out), _mm256_add_epi16(first, offset));
    if (std::popcount(bits) > 16) [[unlikely]] {
      const __m512i wide = _mm512_set1_epi16(static_cast<short>(base));
      const __m512i low = _mm512_cvtepu8_epi16(_mm512_maskz_extracti64x4_epi64(0xff, found, 0));
      const __m512i high = _mm512_cvtepu8_epi16(_mm512_maskz_extracti64x4_epi64(0xff, found, 1));
      _mm512_storeu_si512(out, _mm512_add_epi16(low, wide));
      _mm512_storeu_si512(out + 32, _mm512_add_epi16(high, wide));
    }
  }

 private:
  // Keeps GCC from joining two masks by a masked comparison: the way of a mask from a general
  // register into a mask register and back takes longer than the AND that it saves.
  static std::uint64_t in_register(std::uint64_t bits) noexcept {
    asm("" : "+r"(bits));
    return bits;
  }

  __m512i bytes_;
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
