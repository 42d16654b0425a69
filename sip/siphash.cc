#include "sip/siphash.h"

namespace weir::sip {

void SipHash::add(std::span<const std::uint8_t> bytes) noexcept {
  std::size_t at = 0;
  for (; bytes.size() - at >= 8; at += 8) add(load_word(bytes.data() + at));
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

std::uint64_t siphash(const SipKey& key, std::string_view bytes) noexcept {
  SipHash hash(key);
  hash.add(bytes);
  return hash.finish();
}

}  // namespace weir::sip
