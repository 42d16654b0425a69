// Fusing: what often stands together becomes one instruction. The code that the compiler made and
// the verifier proved stays as it is; beside it the image keeps a copy of the same length, in which
// the first instruction of such a group is another one that does the work of them all. So a jump
// into a group finds what it always found, and nothing needs to be proved again.
#pragma once

#include "routes/code.h"
#include "routes/value.h"

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace weir::routes {

class Image;

// Instructions that only the fast copy has; they follow those of opcodes.def.
inline constexpr std::size_t kFusedTests = 0
#define FUSED(way, name) +1
#include "routes/fused.def"
#undef FUSED
    ;
inline constexpr std::size_t kPatternsOp = kOpCount + kFusedTests;
inline constexpr std::size_t kSwitchOp = kPatternsOp + 1;

// Where a switch over constants goes on, found by hashing. The value stays on the stack.
class SwitchTable {
 public:
  struct Row {
    std::uint32_t hash = 0;
    std::uint32_t constant = 0;  // a text id of the image, or an integer
    std::uint32_t target = 0;
  };

  // The first of equal rows counts, as it does in a chain of tests. The hashes are made here.
  SwitchTable(std::span<const Row> rows, bool texts, std::uint32_t otherwise, const Image& image);

  std::uint32_t target(const Value& value, const Image& image) const noexcept;
  std::size_t bytes() const noexcept { return rows_.capacity() * sizeof(Row); }

 private:
  static constexpr std::uint32_t kEmpty = 0xffffffff;  // as a target

  std::uint32_t find_text(std::string_view text, const Image& image) const noexcept;
  std::uint32_t find_number(std::int32_t number) const noexcept;

  std::vector<Row> rows_;  // open addressing, a power of two
  std::uint32_t otherwise_;
  bool texts_;
};

// Consecutive `if (PV =~ constant) { ... }` over one pseudo-variable: when none of their patterns
// matches, all are passed over.
struct PatternGroup {
  std::uint32_t pv;
  std::uint32_t regex;  // matches what any of them matches
  std::uint32_t end;    // behind the last one
};

// Gives `image`, which has been verified, its fast copy.
void fuse(Image& image);

}  // namespace weir::routes
