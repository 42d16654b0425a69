// Stage 1: where the lines and colons of a message's header part are, by the widest vectors the
// processor has.
#pragma once

#include "sip/result.h"

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

namespace weir::sip {

enum class Kernel : std::uint8_t { kScalar, kAvx2, kAvx512 };

inline constexpr std::array kKernels = {Kernel::kScalar, Kernel::kAvx2, Kernel::kAvx512};

// "scalar", "avx2", "avx512".
std::string_view kernel_name(Kernel kernel) noexcept;

// True when this processor (and its operating system) can run `kernel`.
bool kernel_supported(Kernel kernel) noexcept;

// The widest kernel this processor runs; asked once, at start-up.
Kernel best_kernel() noexcept;

inline constexpr std::size_t kMaxFields = 128;
inline constexpr std::size_t kMaxMessage = 65535;

// What scan() finds. `marks` alternates: the offset where a header field starts, its first colon,
// the next field's start, ... and last the start of the empty line. So field i is
// [marks[2i], marks[2i+2]) with its colon at marks[2i+1], folded lines included.
struct ScanIndex {
  // Kernels store the marks of a block in whole vectors, so up to 64 beyond what they count.
  static constexpr std::size_t kSlack = 64;
  static constexpr std::size_t kMaxMarks = 2 * (kMaxFields + 1);

  std::uint32_t fields = 0;  // header fields
  std::uint32_t body = 0;    // offset after the empty line
  std::array<std::uint16_t, kMaxMarks + kSlack> marks;
};

// Indexes `text`, a message from its start line on (no leading line ends), at most kMaxMessage
// bytes. A line ends at LF, with or without CR before it (as Kamailio reads it); a line that starts
// with SP or HT goes on with the line before. No byte outside `text` is read.
//
// Errors: kTruncated when no empty line ends the header fields; kNoColon for a field without a
// colon or without a name; kTooManyFields; kTooLarge. All kernels give the same index and the same
// error; after an error the index means nothing. `kernel` must be supported.
Error scan(Kernel kernel, std::string_view text, ScanIndex& index) noexcept;

}  // namespace weir::sip
