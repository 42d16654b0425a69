// The table of known differences between parsers (differences.tsv), and what it says of one.
#pragma once

#include "tests/differ/grammar.h"
#include "tests/differ/reading.h"

#include <string>
#include <string_view>
#include <vector>

namespace weir::differ {

// One thing that a peer makes of a message and we do not.
struct Difference {
  std::string_view peer;  // "osip" or "sofia"
  std::string_view what;  // "takes" what we refuse, "refuses" what we take, or the name of a part
  const Pieces* pieces;
};

// One row. A difference is of its class when peer and kind are the row's, and the pattern is found
// in one of the elements: "start", "head", one of all "fields", the value of a field by its name,
// or the body when it is "short". A pattern that starts with "!" must not match one of them as a
// whole.
struct Rule {
  std::string name;
  std::string peer;  // or "both"
  std::string what;  // as above; "PREFIX*" for several, ".PART" for that part of the element's own
  std::vector<std::string> elements;
  bool broken = false;  // the pattern's "!"
  Pattern pattern;
  std::string section;  // of the RFC that decides
  std::string right;    // "we", "they" or "neither"
  std::string meaning;
  std::size_t count = 0;

  bool covers(const Difference& difference) const;
};

std::vector<Rule> read_rules();

}  // namespace weir::differ
