#include "sip/siphash.h"

#include <bit>
#include <cstddef>

namespace weir::sip {
namespace {

std::uint64_t load_little(const std::uint8_t* bytes) noexcept {
  std::uint64_t word = 0;
  for (unsigned i = 0; i < 8; ++i) word |= std::uint64_t{bytes[i]} << (8 * i);
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

void SipHash::add(std::span<const std::uint8_t> bytes) noexcept {
  std::size_t at = 0;
  while (at < bytes.size()) {
    const unsigned filled = size_ % 8;
    if (filled == 0 && bytes.size() - at >= 8) {
      compress(load_little(bytes.data() + at));
      at += 8;
      size_ += 8;
      continue;
    }
    tail_ |= std::uint64_t{bytes[at++]} << (8 * filled);
    if (++size_ % 8 == 0) {
      compress(tail_);
      tail_ = 0;
    }
  }
}

void SipHash::add(std::string_view bytes) noexcept {
  add(std::span(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()));
}

void SipHash::add(std::uint64_t number) noexcept {
  std::array<std::uint8_t, 8> bytes{};
  for (unsigned i = 0; i < 8; ++i) bytes[i] = static_cast<std::uint8_t>(number >> (8 * i));
  add(bytes);
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
