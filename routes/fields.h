// The few words that stand in the parentheses of $time(...), $TV(...), $snd(...) and their kin.
#pragma once

#include "routes/vocabulary/pseudo_variable_spec.h"

#include <string>
#include <string_view>

namespace weir::routes {

// The words of a pseudo-variable of PvInner::kField, separated by spaces.
std::string_view field_words(PvId id) noexcept;

// The position of `word` among them, or -1.
int find_field(PvId id, std::string_view word) noexcept;

// $K(NAME): IPv4 IPv6 UDP TCP TLS SCTP WS WSS; -1 when not known.
int protocol_constant(std::string_view name) noexcept;

// "/pattern/replacement/flags" in its parts; any character may stand for the slash.
struct SubstitutionText {
  bool valid = false;
  std::string pattern;
  std::string replacement;
  bool ignore_case = false;
  bool all = false;
};
SubstitutionText split_substitution(std::string_view text);

}  // namespace weir::routes
