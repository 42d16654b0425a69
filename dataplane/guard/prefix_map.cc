#include "dataplane/guard/prefix_map.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <functional>

namespace weir::dataplane::guard {

PrefixMap::PrefixMap(std::span<const Item> items, std::uint64_t seed)
    : key_(tables::HashKey::from_seed(seed)) {
  if (items.empty()) return;
  slots_.resize(std::bit_ceil(items.size() * 2));
  mask_ = slots_.size() - 1;
  for (const Item& item : items) {
    const unsigned length = std::min<unsigned>(item.prefix.length, 128);
    const Words words = masked(words_of(item.prefix.address), length);
    std::size_t at = home(words, length);
    while (slots_[at].value != kNone &&
           !(slots_[at].length == length && slots_[at].words == words)) {
      at = (at + 1) & mask_;
    }
    if (slots_[at].value != kNone) continue;
    slots_[at] = {words, item.value, length};
    // A prefix shorter than ::ffff:0:0/96 may hold IPv4 addresses only when it holds all of them.
    if (item.prefix.address.is_v4() && length >= 96) {
      mark_sixteens(words, length);
      lengths_v4_.push_back(static_cast<std::uint8_t>(length));
    } else {
      lengths_v6_.push_back(static_cast<std::uint8_t>(length));
    }
  }
  for (auto* lengths : {&lengths_v4_, &lengths_v6_}) {
    std::sort(lengths->begin(), lengths->end(), std::greater<>());
    lengths->erase(std::unique(lengths->begin(), lengths->end()), lengths->end());
  }
}

// Marks each /16 that shares an address with the IPv4 prefix.
void PrefixMap::mark_sixteens(Words words, unsigned length) {
  constexpr unsigned kSixteen = 96 + 16;
  sixteens_.resize(65536 / 64);
  const std::size_t first = words.low >> 16 & 0xFFFF;
  const std::size_t many = length >= kSixteen ? 1 : std::size_t{1} << (kSixteen - length);
  for (std::size_t i = first; i < first + many; ++i) sixteens_[i / 64] |= 1ull << (i % 64);
}

PrefixMap::Words PrefixMap::words_of(const sip::Address& address) noexcept {
  Words words;
  std::memcpy(&words.high, address.bytes.data(), 8);
  std::memcpy(&words.low, address.bytes.data() + 8, 8);
  return {__builtin_bswap64(words.high), __builtin_bswap64(words.low)};
}

PrefixMap::Words PrefixMap::masked(Words words, unsigned length) noexcept {
  if (length >= 128) return words;
  if (length > 64) return {words.high, words.low & ~std::uint64_t{0} << (128 - length)};
  if (length == 64) return {words.high, 0};
  if (length == 0) return {};
  return {words.high & ~std::uint64_t{0} << (64 - length), 0};
}

std::uint32_t PrefixMap::search(const sip::Address& address, unsigned below,
                                unsigned* found) const noexcept {
  const Words words = words_of(address);
  const bool v4 = words.high == 0 && words.low >> 32 == 0xffff;
  for (const unsigned length : v4 ? lengths_v4_ : lengths_v6_) {
    if (length >= below) continue;
    const Words wanted = masked(words, length);
    for (std::size_t at = home(wanted, length); slots_[at].value != kNone; at = (at + 1) & mask_) {
      if (slots_[at].length == length && slots_[at].words == wanted) {
        if (found != nullptr) *found = length;
        return slots_[at].value;
      }
    }
  }
  return kNone;
}

}  // namespace weir::dataplane::guard
