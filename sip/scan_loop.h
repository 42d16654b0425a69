// The scan, written once over blocks of 64 bytes and compiled once for each kernel: the .cc of a
// kernel includes this inside its target region, so everything here is local to that file.
#pragma once

#include "sip/scan.h"

#include <immintrin.h>

#include <bit>
#include <concepts>
#include <cstdint>
#include <string_view>

namespace weir::sip {
namespace {

// What a kernel brings: a block of 64 bytes, or a last one of `size` < 64 (nothing beyond is read,
// and what is missing counts as NUL), asked which of its bytes are what: bit i stands for byte i.
// And a way to write out the offsets of set bits.
template <class T>
concept BlockKernel = requires(const T block, const char* bytes, std::size_t size, char c,
                               std::uint64_t bits, std::uint32_t base, std::uint16_t* out) {
  T(bytes);
  T(bytes, size);
  { block.equal(c) }
  noexcept->std::same_as<std::uint64_t>;
  { block.at_most(c) }
  noexcept->std::same_as<std::uint64_t>;
  { T::write(bits, base, out) }
  noexcept;
};

// The bits that hang over from one block into the next.
struct BlockCarry {
  std::uint64_t feed = 0;       // the last byte was LF
  std::uint64_t cr_line = 0;    // the last byte was CR, at the start of a line
  unsigned char open_line = 0;  // a line started whose colon is still to come
};

// What a block says about lines.
struct BlockLines {
  std::uint64_t starts = 0;  // first bytes of lines that do not continue another
  std::uint64_t colons = 0;  // the first colon of each line
  std::uint64_t broken = 0;  // starts where the line before had no colon, or that are colons
  std::uint64_t blank = 0;   // the LF of an empty line
};

// Finds each line's first colon by addition: a 1 added at the line's start runs as a carry through
// everything that is no colon, and comes to rest on the colon. A carry that meets the next start
// belongs to a line without one.
inline void find_colons(std::uint64_t colons, BlockLines& lines, BlockCarry& carry) noexcept {
  std::uint64_t sum = ~colons;
  // _addcarry_u64() in registers: GCC 12 would write the sum to memory.
  asm("addb $-1, %b1\n\tadcq %2, %0\n\tsetc %b1"
      : "+r"(sum), "+q"(carry.open_line)
      : "r"(lines.starts)
      : "cc");
  lines.colons = sum & colons;
  lines.broken = lines.starts & (sum | colons);
}

template <BlockKernel Block>
[[gnu::always_inline]] inline BlockLines find_lines(const Block& block, std::uint64_t valid,
                                                    BlockCarry& carry) noexcept {
  const std::uint64_t line_feeds = block.equal('\n');
  const std::uint64_t begins = line_feeds << 1 | carry.feed;
  carry.feed = line_feeds >> 63;

  BlockLines lines;
  lines.starts = begins & valid;
  // Folds, empty lines and stray controls begin with a byte up to SP; most blocks have none.
  if (((begins & block.at_most(' ')) | carry.cr_line) != 0) [[unlikely]] {
    lines.starts &= ~(block.equal(' ') | block.equal('\t'));
    const std::uint64_t cr_lines = block.equal('\r') & begins;
    lines.blank = line_feeds & (begins | cr_lines << 1 | carry.cr_line);
    carry.cr_line = cr_lines >> 63;
  }
  find_colons(block.equal(':'), lines, carry);
  return lines;
}

// One scan: blocks are fed from the left until one has the empty line.
template <BlockKernel Block>
class BlockScan {
 public:
  explicit BlockScan(ScanIndex& index) noexcept : index_(index), mark_(index.marks.data()) {}

  // True when the scan is over, and error() its result. Inlined by force, since the loop over whole
  // blocks must fold `valid` away.
  [[gnu::always_inline]] inline bool feed(const Block& block, std::uint64_t valid,
                                          std::size_t base) noexcept {
    BlockLines lines = find_lines(block, valid, carry_);
    const bool last = lines.blank != 0;
    if (last) {
      const std::uint64_t upto = lines.blank ^ (lines.blank - 1);  // through the first empty line
      lines.starts &= upto;
      lines.colons &= upto;
      lines.broken &= upto;
    }
    broken_ |= lines.broken;
    starts_ += static_cast<std::uint32_t>(std::popcount(lines.starts));
    if (starts_ > kMaxFields + 1) {
      error_ = Error::kTooManyFields;
      return true;
    }
    // A start gives one colon at most, so there are never more than kMaxMarks.
    const std::uint64_t bits = lines.starts | lines.colons;
    Block::write(bits, static_cast<std::uint32_t>(base), mark_);
    mark_ += std::popcount(bits);
    if (!last) return false;

    error_ = broken_ == 0 ? Error::kNone : Error::kNoColon;
    index_.fields = starts_ - 1;
    index_.body = static_cast<std::uint32_t>(base) +
                  static_cast<std::uint32_t>(std::countr_zero(lines.blank)) + 1;
    return true;
  }

  Error error() const noexcept { return error_; }

 private:
  ScanIndex& index_;
  BlockCarry carry_;
  std::uint16_t* mark_;  // where the next offset goes
  std::uint64_t broken_ = 0;
  std::uint32_t starts_ = 0;
  Error error_ = Error::kTruncated;
};

template <BlockKernel Block>
Error scan_blocks(std::string_view text, ScanIndex& index) noexcept {
  if (text.size() > kMaxMessage) return Error::kTooLarge;
  BlockScan<Block> scan(index);
  std::size_t base = 0;
  for (; text.size() - base >= 64; base += 64) {
    if (scan.feed(Block(text.data() + base), ~std::uint64_t{0}, base)) return scan.error();
  }
  const std::size_t left = text.size() - base;
  if (left > 0) {
    (void)scan.feed(Block(text.data() + base, left), (std::uint64_t{1} << left) - 1, base);
  }
  return scan.error();
}

}  // namespace
}  // namespace weir::sip
