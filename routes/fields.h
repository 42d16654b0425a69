// The few words that stand in the parentheses of $time(...), $TV(...), $snd(...) and their kin.
#pragma once

#include "routes/vocabulary/pseudo_variable_spec.h"

#include <cstdint>
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
  bool whole = false;  // ^ and $ at the ends of the text alone
};
SubstitutionText split_substitution(std::string_view text);

// A header field's name as textopsx has it: NAME, NAME[INDEX], NAME.PARAMETER or
// NAME[INDEX].PARAMETER. Values count from 1, from the end when the index is negative.
struct HeaderValueName {
  bool valid = false;
  std::string_view name;
  std::string_view parameter;
  bool has_index = false;
  bool all = false;  // [*]
  std::int32_t index = 0;
};
HeaderValueName split_header_value(std::string_view text) noexcept;

}  // namespace weir::routes
