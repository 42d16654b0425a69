// The scan, written once over blocks of 64 bytes and compiled once for each kernel: the .cc of a
// kernel includes this inside its target region, so everything here is local to that file.
#pragma once

#include "sip/scan.h"

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
  std::uint64_t line_feed = 0;        // bit 0: the last byte was LF; bit 1: the one before it
  std::uint64_t carriage_return = 0;  // bit 0: the last byte was CR
  bool open_line = false;             // a line started whose colon is still to come
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
  const std::uint64_t after_feed = masks.line_feed << 1 | (carry.line_feed & 1);
  const std::uint64_t two_after_feed =
      masks.line_feed << 2 | (carry.line_feed & 1) << 1 | carry.line_feed >> 1;
  const std::uint64_t after_return = masks.carriage_return << 1 | carry.carriage_return;

  BlockLines lines;
  lines.starts = after_feed & ~masks.space & valid;
  lines.blank = masks.line_feed & (after_feed | (after_return & two_after_feed));

  std::uint64_t sum = 0;
  const bool overflow = __builtin_add_overflow(~masks.colon, lines.starts, &sum);
  const bool carried =
      __builtin_add_overflow(sum, static_cast<std::uint64_t>(carry.open_line), &sum);
  lines.colons = sum & masks.colon;
  lines.broken = lines.starts & (sum | masks.colon);

  carry.open_line = overflow || carried;
  carry.line_feed = masks.line_feed >> 63 | (masks.line_feed >> 62 & 1) << 1;
  carry.carriage_return = masks.carriage_return >> 63;
  return lines;
}

template <BlockKernel Block>
Error scan_blocks(std::string_view text, ScanIndex& index) noexcept {
  if (text.size() > kMaxMessage) return Error::kTooLarge;
  BlockCarry carry;
  std::uint32_t marks = 0;
  std::uint32_t starts = 0;
  std::uint64_t broken = 0;
  for (std::size_t base = 0; base < text.size(); base += 64) {
    const std::size_t left = text.size() - base;
    const bool whole = left >= 64;
    const std::uint64_t valid = whole ? ~std::uint64_t{0} : (std::uint64_t{1} << left) - 1;
    const char* const bytes = text.data() + base;
    const BlockMasks masks = whole ? Block::masks(bytes) : Block::masks(bytes, left);
    const BlockLines lines = find_lines(masks, valid, carry);

    // Up to the LF of the first empty line: blank ^ (blank - 1) has all bits when blank is 0.
    const std::uint64_t upto = lines.blank ^ (lines.blank - 1);
    const std::uint64_t bits = (lines.starts | lines.colons) & upto;
    broken |= lines.broken & upto;
    starts += static_cast<std::uint32_t>(std::popcount(lines.starts & upto));
    if (starts > kMaxFields + 1) return Error::kTooManyFields;
    // A start gives one colon at most, so marks stays below kMaxMarks.
    Block::write(bits, static_cast<std::uint32_t>(base), index.marks.data() + marks);
    marks += static_cast<std::uint32_t>(std::popcount(bits));

    if (lines.blank != 0) {
      if (broken != 0) return Error::kNoColon;
      index.fields = starts - 1;
      index.body = static_cast<std::uint32_t>(base) +
                   static_cast<std::uint32_t>(std::countr_zero(lines.blank)) + 1;
      return Error::kNone;
    }
  }
  return Error::kTruncated;
}

}  // namespace
}  // namespace weir::sip
