// Patterns that a script computes: compiled when they are met first, on the lcore that met them.
#pragma once

#include "routes/regex.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

namespace weir::routes {

// A bounded cache of compiled patterns, each in a block of fixed size, and the room to compile and
// match in: all memory is taken by the constructor, so that an lcore that meets a new pattern
// neither allocates nor calls the system. That rules out PCRE2's JIT, which maps executable pages:
// patterns run in its interpreter, and constant ones (RegexSet) are the faster choice.
//
// One thread at a time.
class RegexCache {
 public:
  static constexpr std::size_t kPatterns = 64;         // kept; the one used longest ago goes
  static constexpr std::size_t kPatternBytes = 512;    // a longer one is refused
  static constexpr std::size_t kCodeBytes = 16 << 10;  // compiled; what needs more is refused

  RegexCache();
  RegexCache(RegexCache&&) noexcept;
  RegexCache& operator=(RegexCache&&) noexcept;
  ~RegexCache();

  enum class Outcome : std::uint8_t { kNoMatch, kMatch, kBadPattern };

  // How a pattern is read: as regcomp does, or as PCRE with the flags of module regex.
  struct Reading {
    bool ignore_case = true;
    bool newline = false;  // REG_NEWLINE
    bool perl = false;
    PerlFlags flags = {};
  };

  // Is there a match of `pattern` anywhere in `subject`? One that would take too many steps counts
  // as none, as with constant patterns. Read as those of RegexSet::add() without case.
  Outcome match(std::string_view pattern, std::string_view subject) noexcept;
  // The first match at or after `from`, and what its groups matched.
  Outcome find(std::string_view pattern, const Reading& reading, std::string_view subject,
               std::size_t from, RegexSet::Groups& groups) noexcept;

  // Why the latest pattern was kBadPattern, and where in it. Static text.
  const char* error() const noexcept { return error_; }
  std::size_t error_offset() const noexcept { return error_offset_; }

  std::uint64_t compiled() const noexcept { return compiled_; }  // how often a pattern was new

 private:
  struct Entry;
  struct Parts;

  Entry& entry_of(std::string_view pattern, const Reading& reading) noexcept;
  void compile(Entry& entry, std::string_view pattern, const Reading& reading) noexcept;

  std::unique_ptr<Parts> parts_;
  const char* error_ = "";
  std::size_t error_offset_ = 0;
  std::uint64_t compiled_ = 0;
  std::uint64_t uses_ = 0;
};

}  // namespace weir::routes
