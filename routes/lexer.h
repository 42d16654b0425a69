// Characters -> tokens, for one text. The preprocessor stacks these for includes and defines.
#pragma once

#include "routes/diagnostic.h"
#include "routes/token.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace weir::routes {

class Lexer {
 public:
  // A file with more errors is no script: reading on would help nobody.
  static constexpr std::size_t kMaxErrors = 1000;

  // Reads `text`, which must outlive the lexer. `file` is its index in the sources. With `pinned`
  // every token gets that place instead of its own: the text is a define's and stands there.
  Lexer(std::string_view text, std::uint32_t file, Diagnostics& diagnostics,
        std::optional<Location> pinned = std::nullopt);

  // The next token; kEnd for ever at the end. Bad characters are reported and skipped.
  Token next();

  // Skips to the #!else or #!endif that belongs to a false condition and returns that directive;
  // kEnd when there is none. Nested conditions are skipped with all they hold. As in Kamailio a
  // directive counts here wherever it stands, in comments and strings too.
  Token skip_branch(bool stop_at_else);

 private:
  char peek(std::size_t ahead = 0) const {
    return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
  }
  bool at_end() const { return at_ >= text_.size(); }
  bool starts(std::string_view what) const { return text_.substr(at_).starts_with(what); }
  void advance(std::size_t bytes = 1);
  Location here() const;

  void skip_blanks(Token& token);
  bool skip_comment();
  void lex_directive(Token& token);
  void lex_number(Token& token);
  void lex_string(Token& token);
  void lex_escape(std::string& out);
  void lex_variable(Token& token);
  void lex_select(Token& token);
  void lex_symbol(Token& token);
  bool skip_balanced();
  void finish(Token& token, std::size_t start);

  std::string_view text_;
  std::size_t at_ = 0;
  std::uint32_t file_;
  std::uint32_t line_ = 1;
  std::size_t line_begin_ = 0;
  bool first_of_line_ = true;
  Diagnostics& diagnostics_;
  std::optional<Location> pinned_;
};

// [A-Za-z_][A-Za-z0-9_]*
bool is_identifier(std::string_view text);

// Decimal, 0x.., 0.. octal or ..b binary, as a 32-bit number that wraps as Kamailio's does.
// Nothing when it is no number.
std::optional<std::int32_t> parse_number(std::string_view text, bool& too_large);

}  // namespace weir::routes
