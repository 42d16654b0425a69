// The regular expressions of a script: POSIX extended ones, found by Hyperscan or PCRE2.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace weir::routes {

// What matching needs to write to; one per lcore, made before the first message.
class RegexScratch {
 public:
  RegexScratch();
  RegexScratch(RegexScratch&&) noexcept;
  RegexScratch& operator=(RegexScratch&&) noexcept;
  ~RegexScratch();

 private:
  friend class RegexSet;
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

// How a pattern of PCRE is read: the parameters of module regex.
struct PerlFlags {
  bool ignore_case = false;
  bool multiline = false;
  bool dot_all = false;
  bool extended = false;

  friend bool operator==(const PerlFlags&, const PerlFlags&) = default;
};

// Patterns of a script, compiled once; matching is const and allocates nothing.
//
// Patterns are constant: one computed at run time would have to be compiled on an lcore, so the
// compiler refuses it, unlike Kamailio.
class RegexSet {
 public:
  RegexSet();
  RegexSet(RegexSet&&) noexcept;
  RegexSet& operator=(RegexSet&&) noexcept;
  ~RegexSet();

  // The id of a POSIX extended pattern; equal ones share it. -1 with `error` set when regcomp's
  // grammar does not allow it.
  int add(std::string_view pattern, bool ignore_case, std::string& error);

  // A pattern that matches what any of `ids`, all of add() and with the same case, matches. -1 when
  // Hyperscan does not take it.
  int add_union(std::span<const std::uint32_t> ids);

  std::size_t size() const noexcept;
  std::size_t bytes() const noexcept;  // of the compiled patterns
  std::string_view pattern(std::uint32_t id) const noexcept;
  bool in_hyperscan(std::uint32_t id) const noexcept;
  // True for an id that find() takes.
  bool has_groups(std::uint32_t id) const noexcept;

  // Scratch that fits every pattern of this set.
  RegexScratch make_scratch() const;

  // Is there a match anywhere in `subject`?
  bool matches(std::uint32_t id, std::string_view subject, RegexScratch& scratch) const noexcept;

  // The first leftmost match: byte offsets of the whole and up to nine groups. False: none.
  // Only for patterns of add_with_groups().
  struct Groups {
    std::size_t count = 0;
    std::size_t begin[10] = {};
    std::size_t end[10] = {};
  };

  // As add(), for find(): without case, `^` and `$` match at line ends and `.` not at them, as
  // textops' functions have it.
  int add_with_groups(std::string_view pattern, std::string& error);
  // As add_with_groups(), with case unless asked otherwise; with `whole` `^` and `$` match at the
  // ends of the text alone, and `.` everything.
  int add_substitution(std::string_view pattern, bool ignore_case, bool whole, std::string& error);
  // A pattern in the syntax of PCRE, for find().
  int add_perl(std::string_view pattern, PerlFlags flags, std::string& error);
  bool find(std::uint32_t id, std::string_view subject, std::size_t from, RegexScratch& scratch,
            Groups& groups) const noexcept;

 private:
  struct Pattern;
  int insert(std::string_view pattern, bool ignore_case, bool groups, bool newline,
             std::string& error);
  std::vector<std::unique_ptr<Pattern>> patterns_;
};

struct EreFlags {
  bool ignore_case = false;
  bool newline = false;  // REG_NEWLINE
};

// What became of a translation into a buffer.
struct EreResult {
  const char* error = nullptr;  // what regcomp would refuse; null: nothing
  std::size_t offset = 0;       // of the error in the pattern
  std::size_t size = 0;         // bytes written
  bool full = false;            // the buffer was too small: what it holds is of no use
};

// Rewrites a POSIX extended pattern, as glibc's regcomp reads it in the C locale, in the syntax of
// PCRE2, of which Hyperscan takes a part. Allocates nothing.
EreResult translate_ere(std::string_view pattern, EreFlags flags, std::span<char> room) noexcept;

// The same into a text that grows. False with `error` when regcomp would refuse the pattern.
bool translate_ere(std::string_view pattern, EreFlags flags, std::string& translated,
                   std::string& error);

}  // namespace weir::routes
