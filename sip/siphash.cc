#include "sip/siphash.h"

#include <bit>
#include <cstddef>
#include <cstring>

namespace weir::sip {
namespace {

std::uint64_t load_little(const std::uint8_t* bytes) noexcept {
  std::uint64_t word = 0;
  std::memcpy(&word, bytes, sizeof word);
  if constexpr (std::endian::native == std::endian::big) word = __builtin_bswap64(word);
  return word;
}

void sip_round(std::uint64_t& v0, std::uint64_t& v1, std::uint64_t& v2,
               std::uint64_t& v3) noexcept {
  v0 += v1;
  v1 = std::rotl(v1, 13) ^ v0;
  v0 = std::rotl(v0, 32);
  v2 += v3;
  v3 = std::rotl(v3, 16) ^ v2;
  v0 += v3;
  v3 = std::rotl(v3, 21) ^ v0;
  v2 += v1;
  v1 = std::rotl(v1, 17) ^ v2;
  v2 = std::rotl(v2, 32);
}

}  // namespace

SipHash::SipHash(const SipKey& key) noexcept
    : v0_(load_little(key.data()) ^ 0x736f6d6570736575),
      v1_(load_little(key.data() + 8) ^ 0x646f72616e646f6d),
      v2_(load_little(key.data()) ^ 0x6c7967656e657261),
      v3_(load_little(key.data() + 8) ^ 0x7465646279746573) {}

void SipHash::compress(std::uint64_t word) noexcept {
  v3_ ^= word;
  sip_round(v0_, v1_, v2_, v3_);
  sip_round(v0_, v1_, v2_, v3_);
  v0_ ^= word;
}

void SipHash::add(std::uint64_t number) noexcept {
  const unsigned filled = size_ % 8 * 8;  // bits
  size_ += 8;
  compress(tail_ | number << filled);
  tail_ = filled == 0 ? 0 : number >> (64 - filled);
}

void SipHash::add(std::span<const std::uint8_t> bytes) noexcept {
  std::size_t at = 0;
  for (; bytes.size() - at >= 8; at += 8) add(load_little(bytes.data() + at));
  for (; at < bytes.size(); ++at) {
    tail_ |= std::uint64_t{bytes[at]} << (size_ % 8 * 8);
    if (++size_ % 8 == 0) {
      compress(tail_);
      tail_ = 0;
    }
  }
}

void SipHash::add(std::string_view bytes) noexcept {
  add(std::span(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()));
}

std::uint64_t SipHash::finish() noexcept {
  compress(tail_ | size_ << 56);
  v2_ ^= 0xff;
  for (unsigned i = 0; i < 4; ++i) sip_round(v0_, v1_, v2_, v3_);
  return v0_ ^ v1_ ^ v2_ ^ v3_;
}

std::uint64_t siphash(const SipKey& key, std::string_view bytes) noexcept {
  SipHash hash(key);
  hash.add(bytes);
  return hash.finish();
}

}  // namespace weir::sip
