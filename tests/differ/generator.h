// Messages for the comparison of parsers, the same for the same seed on every machine: put together
// from grammar elements, and mutants of these and of the corpus.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace weir::differ {

// SplitMix64: small, and defined here, so that no library changes the messages.
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}

  std::uint64_t next() {
    std::uint64_t z = (state_ += 0x9e3779b97f4a7c15);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
  }
  std::size_t below(std::size_t limit) { return static_cast<std::size_t>(next() % limit); }
  bool one_in(std::size_t n) { return below(n) == 0; }

 private:
  std::uint64_t state_;
};

// A message by the grammar of RFC 3261 section 25.1, each element in one of its many shapes.
std::string make_message(Random& random);

// `text` with one to three changes: bytes taken out, doubled or replaced by ones that mean
// something, lines folded, doubled, moved or taken out, the end cut off.
std::string mutate(Random& random, std::string text);

}  // namespace weir::differ
