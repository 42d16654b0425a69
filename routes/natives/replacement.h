// "/pattern/replacement/flags": what textops' subst() and its kin do to a text or a message.
#pragma once

#include "routes/natives/natives.h"

#include <cstddef>
#include <optional>
#include <string_view>

namespace weir::routes {

// The argument as the compiler lays it out: the values of the replacement's variables, its text
// and the pattern.
class Replacement {
 public:
  explicit Replacement(Arguments laid_out) noexcept;
  // A text of the image and the values it names, for expand() alone.
  Replacement(Arguments values, std::string_view text) noexcept
      : values_(values), text_(text), pattern_(0), all_(false) {}
  // Every match by the plain text `with`.
  Replacement(const Value& pattern, const Value& with) noexcept
      : text_(with.text),
        pattern_(static_cast<std::uint32_t>(pattern.number)),
        all_(true),
        plain_(true) {}

  std::uint32_t pattern() const noexcept { return pattern_; }
  bool all() const noexcept { return all_; }

  // What comes in place of a match in `subject`; empty, and the arena exhausted, where there is no
  // room.
  std::string_view expand(Arena& arena, std::string_view subject,
                          const RegexSet::Groups& groups) const noexcept;

 private:
  template <class Take>
  void pieces(std::string_view subject, const RegexSet::Groups& groups, Take take) const noexcept;

  Arguments values_;
  std::string_view text_;
  std::uint32_t pattern_;
  bool all_;
  bool plain_ = false;  // no marks in text_
};

// `text` with its first or every match replaced; nothing when there is none. A match of no bytes
// is none, as in Kamailio.
std::optional<std::string_view> replace_in_text(Execution& e, std::string_view text,
                                                const Replacement& with) noexcept;

// A substitution that the script computes, read when it is met: the text of the replacement with
// its marks. False for what is none.
struct ComputedSubstitution {
  std::string_view pattern;
  std::string_view replacement;
  bool ignore_case = false;
  bool all = false;
  bool whole = false;
};
bool read_substitution(Arena& arena, std::string_view text, ComputedSubstitution& made) noexcept;

// As replace_in_text(); `bad` when the pattern is none, which the log tells.
std::optional<std::string_view> replace_computed(Execution& e, std::string_view text,
                                                 const ComputedSubstitution& with,
                                                 bool& bad) noexcept;

// The same for the bytes [begin, end) of the message, as edits; how many matches there were.
std::size_t replace_in_message(Execution& e, std::size_t begin, std::size_t end,
                               const Replacement& with) noexcept;

}  // namespace weir::routes
