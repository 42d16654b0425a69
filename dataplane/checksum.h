// The Internet checksum (RFC 1071), eight bytes at a time: rte_raw_cksum adds two, and a SIP
// message is long enough for that to show.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

namespace weir::dataplane {

// Adds `size` bytes to a sum of words in memory order, end-around carries included. All pieces but
// the last have an even size.
inline std::uint64_t add_words(const void* data, std::size_t size, std::uint64_t sum) noexcept {
  const auto* at = static_cast<const unsigned char*>(data);
  const auto add = [&sum](std::uint64_t word) {
    sum += word;
    sum += sum < word ? 1u : 0u;
  };
  std::uint64_t word = 0;
  for (; size >= 32; size -= 32, at += 32) {
    std::uint64_t words[4];
    std::memcpy(words, at, 32);
    for (const std::uint64_t each : words) add(each);
  }
  for (; size >= 8; size -= 8, at += 8) {
    std::memcpy(&word, at, 8);
    add(word);
  }
  if (size != 0) {
    word = 0;
    std::memcpy(&word, at, size);  // zero bytes behind the end change nothing
    add(word);
  }
  return sum;
}

// The same for a whole payload, by the widest vectors the processor has.
std::uint64_t add_payload(const void* data, std::size_t size, std::uint64_t sum) noexcept;

// The sum as 16 bits, in memory order and not complemented.
inline std::uint16_t fold_sum(std::uint64_t sum) noexcept {
  sum = (sum & 0xFFFFFFFF) + (sum >> 32);
  while (sum >> 16 != 0) sum = (sum & 0xFFFF) + (sum >> 16);
  return static_cast<std::uint16_t>(sum);
}

}  // namespace weir::dataplane
