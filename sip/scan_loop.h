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

// Which bytes of a block are what: bit i stands for byte i.
struct BlockMasks {
  std::uint64_t line_feed = 0;
  std::uint64_t carriage_return = 0;
  std::uint64_t colon = 0;
  std::uint64_t space = 0;  // SP and HT
};

// What a kernel brings: the masks of a whole block and of a last one of `size` < 64 bytes (nothing
// beyond is read), and a way to write out the offsets of set bits.
template <class T>
concept BlockKernel = requires(const char* bytes, std::size_t size, std::uint64_t bits,
                               std::uint32_t base, std::uint16_t* out) {
  { T::masks(bytes) }
  noexcept->std::same_as<BlockMasks>;
  { T::masks(bytes, size) }
  noexcept->std::same_as<BlockMasks>;
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
inline BlockLines find_lines(const BlockMasks& masks, std::uint64_t valid,
                             BlockCarry& carry) noexcept {
  const std::uint64_t line_begins = masks.line_feed << 1 | carry.feed;
  const std::uint64_t cr_lines = masks.carriage_return & line_begins;

  BlockLines lines;
  lines.starts = line_begins & ~masks.space & valid;
  lines.blank = masks.line_feed & (line_begins | cr_lines << 1 | carry.cr_line);

  unsigned long long sum = 0;
  carry.open_line = _addcarry_u64(carry.open_line, ~masks.colon, lines.starts, &sum);
  lines.colons = sum & masks.colon;
  lines.broken = lines.starts & (sum | masks.colon);
  carry.feed = masks.line_feed >> 63;
  carry.cr_line = cr_lines >> 63;
  return lines;
}

// One scan: blocks are fed from the left until one has the empty line.
template <BlockKernel Block>
class BlockScan {
 public:
  explicit BlockScan(ScanIndex& index) noexcept : index_(index) {}

  // True when the scan is over, and error() its result. Inlined by force, since the loop over whole
  // blocks must fold `valid` away.
  [[gnu::always_inline]] inline bool feed(const BlockMasks& masks, std::uint64_t valid,
                                          std::size_t base) noexcept {
    BlockLines lines = find_lines(masks, valid, carry_);
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
    // A start gives one colon at most, so marks_ stays within kMaxMarks.
    const std::uint64_t bits = lines.starts | lines.colons;
    Block::write(bits, static_cast<std::uint32_t>(base), index_.marks.data() + marks_);
    marks_ += static_cast<std::uint32_t>(std::popcount(bits));
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
  std::uint64_t broken_ = 0;
  std::uint32_t marks_ = 0;
  std::uint32_t starts_ = 0;
  Error error_ = Error::kTruncated;
};

template <BlockKernel Block>
Error scan_blocks(std::string_view text, ScanIndex& index) noexcept {
  if (text.size() > kMaxMessage) return Error::kTooLarge;
  BlockScan<Block> scan(index);
  std::size_t base = 0;
  for (; text.size() - base >= 64; base += 64) {
    if (scan.feed(Block::masks(text.data() + base), ~std::uint64_t{0}, base)) return scan.error();
  }
  const std::size_t left = text.size() - base;
  if (left > 0) {
    const BlockMasks masks = Block::masks(text.data() + base, left);
    (void)scan.feed(masks, (std::uint64_t{1} << left) - 1, base);
  }
  return scan.error();
}

}  // namespace
}  // namespace weir::sip
