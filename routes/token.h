// What the lexer makes of a text and the parser reads.
#pragma once

#include "routes/source.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace weir::routes {

enum class TokenKind : std::uint8_t {
  kEnd,
  kIdentifier,  // text: the word
  kNumber,      // text: as written; number: its value
  kString,      // text: without quotes, escapes undone, neighbours joined
  kVariable,    // text: "$(hdr(To)[0]{s.len})"
  kSelect,      // text: "via[1].branch"
  kSymbol,      // text: "==", "{", ...
  kDirective,   // text: all behind "#!", continued lines joined; never reaches the parser
};

struct Token {
  TokenKind kind = TokenKind::kEnd;
  bool spaced = false;      // white space or a comment stands before it
  bool line_start = false;  // it is the first of its line
  bool expanded = false;    // it comes out of a #!define
  Location location;
  std::int32_t number = 0;
  std::string text;

  bool is(std::string_view symbol) const { return kind == TokenKind::kSymbol && text == symbol; }
  bool is_word(std::string_view word) const {
    return kind == TokenKind::kIdentifier && text == word;
  }
};

}  // namespace weir::routes
