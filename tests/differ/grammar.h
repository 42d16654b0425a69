// The grammar of RFC 3261 section 25.1 as regular expressions, apart from every parser: what
// decides when two of them disagree.
#pragma once

#include "tests/differ/reading.h"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

struct pcre2_real_code_8;

namespace weir::differ {

// A regular expression of PCRE2 that may name rules of the grammar: (?&token), (?&from)...
class Pattern {
 public:
  explicit Pattern(const std::string& text);
  Pattern(Pattern&& other) noexcept : code_(std::exchange(other.code_, nullptr)) {}
  ~Pattern();

  // The groups of the first match, the whole of it first; nothing without one.
  std::optional<std::vector<std::string>> find(std::string_view text) const;

 private:
  pcre2_real_code_8* code_;
};

// A message cut by its lines alone.
struct Pieces {
  explicit Pieces(std::string_view message);

  // The values of the fields of this name, long and in lower case, without the LWS around them.
  std::vector<std::string_view> values(std::string_view name) const;

  std::string_view start;  // without line end
  std::string_view head;   // up to the empty line, with it; everything when there is none
  std::string_view body;
  bool has_end = false;                  // the empty line is there
  std::vector<std::string_view> fields;  // with folds and line ends
};

// What the grammar says of a message that keeps to it in all that a Reading is about; nothing for
// others, and for those with a number out of range or a body that is not as long as it should be.
std::optional<Reading> read_by_grammar(std::string_view message);

}  // namespace weir::differ
