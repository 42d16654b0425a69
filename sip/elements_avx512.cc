// Elements by masks, 64 bytes at a time.
#include "sip/element_kernels.h"

#if defined(__x86_64__)

#include "sip/address.h"
#include "sip/byte_set.h"
#include "sip/swar.h"
#include "sip/token.h"
#include "sip/via_param.h"

#include <immintrin.h>

#include <algorithm>
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

#include "sip/element_loop.h"

namespace weir::sip {
namespace {

class Avx512Text {
 public:
  // Bytes whose mask bit is 0 are neither read nor able to fault.
  explicit Avx512Text(std::string_view text) noexcept
      : valid_(below(text.size())), bytes_(_mm512_maskz_loadu_epi8(valid_, text.data())) {}

  // What is not there was loaded as NUL, which nobody asks for.
  std::uint64_t equal(char c) const noexcept {
    return _mm512_cmpeq_epi8_mask(bytes_, _mm512_set1_epi8(c));
  }

  // The two shuffles of ByteSet: a byte is in the set when the row of its low four bits has the bit
  // of its high three. (Broadcasts are of the maskz form because GCC 12 warns about the header of
  // the plain one.)
  std::uint64_t outside(const ByteSet& set) const noexcept {
    const __m512i low = _mm512_set1_epi8(15);
    const __m512i rows = _mm512_maskz_broadcast_i32x4(
        0xffff,
        _mm_load_si128(static_cast<const __m128i*>(static_cast<const void*>(set.rows().data()))));
    const __m512i bits = _mm512_maskz_broadcast_i32x4(
        0xffff, _mm_setr_epi8(1, 2, 4, 8, 16, 32, 64, -128, 0, 0, 0, 0, 0, 0, 0, 0));
    const __m512i row = _mm512_shuffle_epi8(rows, _mm512_and_si512(bytes_, low));
    const __m512i column =
        _mm512_shuffle_epi8(bits, _mm512_and_si512(_mm512_srli_epi16(bytes_, 4), low));
    std::uint64_t out = _mm512_mask_testn_epi8_mask(valid_, row, column);
    if (set.has_high()) out &= ~_mm512_movepi8_mask(bytes_);
    return out;
  }

 private:
  std::uint64_t valid_;
  __m512i bytes_;
};

}  // namespace

const ElementKernel kAvx512Elements = kElements<Avx512Text>;

}  // namespace weir::sip

#if defined(__clang__)
#pragma clang attribute pop
#else
#pragma GCC pop_options
#endif

#endif  // __x86_64__
