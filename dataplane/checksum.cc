#include "dataplane/checksum.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace weir::dataplane {
namespace {

#if defined(__x86_64__)

// Words of 32 bits into lanes of 64, which 2^32 of them cannot fill.
[[gnu::target("avx2")]] std::uint64_t add_words_avx2(const void* data, std::size_t size,
                                                     std::uint64_t sum) noexcept {
  const auto* at = static_cast<const unsigned char*>(data);
  const __m256i low = _mm256_set1_epi64x(0xFFFFFFFF);
  __m256i even = _mm256_setzero_si256();
  __m256i odd = _mm256_setzero_si256();
  for (; size >= 32; size -= 32, at += 32) {
    const __m256i words =
        _mm256_loadu_si256(static_cast<const __m256i*>(static_cast<const void*>(at)));
    even = _mm256_add_epi64(even, _mm256_and_si256(words, low));
    odd = _mm256_add_epi64(odd, _mm256_srli_epi64(words, 32));
  }
  alignas(32) std::uint64_t lanes[4];
  _mm256_store_si256(static_cast<__m256i*>(static_cast<void*>(lanes)), _mm256_add_epi64(even, odd));
  return add_words(at, size, add_words(lanes, sizeof lanes, sum));
}

const bool kHasAvx2 = __builtin_cpu_supports("avx2") != 0;

#endif

}  // namespace

std::uint64_t add_payload(const void* data, std::size_t size, std::uint64_t sum) noexcept {
#if defined(__x86_64__)
  if (kHasAvx2) return add_words_avx2(data, size, sum);
#endif
  return add_words(data, size, sum);
}

}  // namespace weir::dataplane
