#include "routes/lexer.h"

#include <algorithm>
#include <array>

namespace weir::routes {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool is_word_char(char c) { return is_letter(c) || is_digit(c); }
bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

bool is_octal(char c) { return c >= '0' && c <= '7'; }

int hex_digit(char c) {
  if (is_digit(c)) return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

std::string quoted(char c) {
  const auto byte = static_cast<unsigned char>(c);
  if (byte >= 0x20 && byte < 0x7f) return std::string("\"") + c + "\"";
  constexpr std::string_view kHex = "0123456789abcdef";
  return std::string("byte 0x") + kHex[byte >> 4] + kHex[byte & 15];
}

// Longest first, so that the first that fits is the token.
constexpr auto kSymbols = std::to_array<std::string_view>(
    {"==", "!=", "=~", "<<", ">>", "<=", ">=", "&&", "||", ":=", "+=", "++",
     "(",  ")",  "{",  "}",  "[",  "]",  ";",  ",",  ".",  ":",  "=",  "!",
     "<",  ">",  "&",  "|",  "^",  "~",  "+",  "-",  "*",  "/",  "%",  "?"});

}  // namespace

bool is_identifier(std::string_view text) {
  return !text.empty() && is_letter(text[0]) && std::all_of(text.begin(), text.end(), is_word_char);
}

std::optional<std::int32_t> parse_number(std::string_view text, bool& too_large) {
  unsigned base = 10;
  if (text.starts_with("0x") || text.starts_with("0X")) {
    base = 16;
    text.remove_prefix(2);
  } else if (text.size() > 1 && text.ends_with('b')) {
    base = 2;
    text.remove_suffix(1);
  } else if (text.size() > 1 && text[0] == '0') {
    base = 8;
  }
  if (text.empty()) return std::nullopt;
  std::uint64_t value = 0;
  too_large = false;
  for (const char c : text) {
    const int digit = hex_digit(c);
    if (digit < 0 || digit >= static_cast<int>(base)) return std::nullopt;
    value = value * base + static_cast<std::uint64_t>(digit);
    if (value > UINT32_MAX) too_large = true;
    value &= UINT32_MAX;
  }
  return static_cast<std::int32_t>(static_cast<std::uint32_t>(value));
}

Lexer::Lexer(std::string_view text, std::uint32_t file, Diagnostics& diagnostics,
             std::optional<Location> pinned)
    : text_(text), file_(file), diagnostics_(diagnostics), pinned_(pinned) {
  if (text_.starts_with("\xef\xbb\xbf")) {  // a byte order mark, as editors leave it
    at_ = 3;
    line_begin_ = 3;
  }
}

void Lexer::advance(std::size_t bytes) {
  for (; bytes > 0 && !at_end(); --bytes, ++at_) {
    if (text_[at_] == '\n') {
      ++line_;
      line_begin_ = at_ + 1;
      first_of_line_ = true;
    }
  }
}

Location Lexer::here() const {
  if (pinned_) return *pinned_;
  return Location{file_, line_, static_cast<std::uint32_t>(at_ - line_begin_ + 1), 1};
}

void Lexer::finish(Token& token, std::size_t start) {
  if (pinned_) return;
  token.location.length = static_cast<std::uint32_t>(std::max<std::size_t>(at_ - start, 1));
}

// Returns true when it has skipped one.
bool Lexer::skip_comment() {
  if (starts("//") || (peek() == '#' && peek(1) != '!')) {
    while (!at_end() && peek() != '\n') advance();
    return true;
  }
  if (!starts("/*")) return false;
  const Location start = here();
  std::size_t depth = 0;
  while (!at_end()) {
    if (starts("/*")) {
      ++depth;
      advance(2);
    } else if (starts("*/")) {
      advance(2);
      if (--depth == 0) return true;
    } else {
      advance();
    }
  }
  diagnostics_.error(start, "this comment never ends", "close it with */; comments nest");
  return true;
}

void Lexer::skip_blanks(Token& token) {
  for (;;) {
    if (!at_end() && is_blank(peek())) {
      advance();
    } else if (at_end() || !skip_comment()) {
      break;
    }
    token.spaced = true;
  }
  token.line_start = first_of_line_;
}

Token Lexer::next() {
  for (;;) {
    if (diagnostics_.errors() > kMaxErrors) at_ = text_.size();
    Token token;
    token.spaced = at_ == line_begin_ && line_ == 1;  // words do not go on from file to file
    skip_blanks(token);
    token.location = here();
    if (at_end()) return token;
    first_of_line_ = false;
    const std::size_t start = at_;
    const char c = peek();
    // "!!" is an operator's too: it starts a directive only where a line starts.
    if (starts("#!") || (starts("!!") && token.line_start && is_letter(peek(2)))) {
      lex_directive(token);
    } else if (is_letter(c)) {
      token.kind = TokenKind::kIdentifier;
      while (is_word_char(peek())) advance();
      token.text = text_.substr(start, at_ - start);
    } else if (is_digit(c)) {
      lex_number(token);
    } else if (c == '"' || c == '\'') {
      lex_string(token);
    } else if (c == '$') {
      lex_variable(token);
    } else if (c == '@') {
      lex_select(token);
    } else {
      lex_symbol(token);
    }
    finish(token, start);
    if (token.kind != TokenKind::kEnd) return token;
  }
}

void Lexer::lex_directive(Token& token) {
  token.kind = TokenKind::kDirective;
  advance(2);
  while (!at_end() && peek() != '\n') {
    if (peek() == '\\' && (peek(1) == '\n' || (peek(1) == '\r' && peek(2) == '\n'))) {
      advance(peek(1) == '\n' ? 2 : 3);
      token.text += '\n';
    } else {
      token.text += peek();
      advance();
    }
  }
  while (!token.text.empty() && is_blank(token.text.back())) token.text.pop_back();
}

void Lexer::lex_number(Token& token) {
  const std::size_t start = at_;
  while (is_word_char(peek())) advance();
  token.kind = TokenKind::kNumber;
  token.text = text_.substr(start, at_ - start);
  bool too_large = false;
  const std::optional<std::int32_t> value = parse_number(token.text, too_large);
  // "1a" may be a part of an IPv6 address: the parser decides.
  if (!value) {
    token.kind = TokenKind::kIdentifier;
    return;
  }
  token.number = *value;
  if (too_large) {
    finish(token, start);
    diagnostics_.warning(token.location, "this number does not fit in 32 bits and wraps around",
                         "it becomes " + std::to_string(*value));
  }
}

void Lexer::lex_string(Token& token) {
  token.kind = TokenKind::kString;
  const char quote = peek();
  advance();
  for (;;) {
    if (at_end()) {
      diagnostics_.error(token.location, "this string never ends",
                         std::string("close it with ") + quote + " on the line where it belongs");
      return;
    }
    const char c = peek();
    if (c == quote) break;
    if (c == '\\' && quote == '"') {
      lex_escape(token.text);
    } else {
      token.text += c;
      advance();
    }
  }
  advance();
}

// Inside "...": the known escapes are undone, an unknown one stays as it is, both characters.
void Lexer::lex_escape(std::string& out) {
  advance();
  const char c = peek();
  constexpr std::string_view kFrom = "nrat\"\\";
  constexpr std::string_view kTo = "\n\r\a\t\"\\";
  const std::size_t simple = at_end() ? kFrom.npos : kFrom.find(c);
  if (simple != kFrom.npos) {
    out += kTo[simple];
    advance();
  } else if (c == '\n') {
    advance();
  } else if (c == '\r' && peek(1) == '\n') {
    advance(2);
  } else if (c == 'x' && hex_digit(peek(1)) >= 0) {
    int value = hex_digit(peek(1));
    advance(2);
    if (hex_digit(peek()) >= 0) {
      value = value * 16 + hex_digit(peek());
      advance();
    }
    out += static_cast<char>(value);
  } else if (is_octal(c) && is_octal(peek(1))) {
    int value = 0;
    for (int digits = 0; digits < 3 && is_octal(peek()); ++digits, advance()) {
      value = value * 8 + (peek() - '0');
    }
    out += static_cast<char>(value);
  } else {
    out += '\\';
  }
}

// Skips from an opening bracket behind the matching one; brackets of other kinds do not count.
bool Lexer::skip_balanced() {
  const char open = peek();
  const char close = open == '(' ? ')' : ']';
  std::size_t depth = 0;
  std::size_t ahead = 0;
  for (; at_ + ahead < text_.size(); ++ahead) {
    const char c = peek(ahead);
    if (c == '\n') return false;
    if (c == open) ++depth;
    if (c == close && --depth == 0) {
      advance(ahead + 1);
      return true;
    }
  }
  return false;
}

void Lexer::lex_variable(Token& token) {
  const std::size_t start = at_;
  advance();
  token.kind = TokenKind::kVariable;
  if (peek() != '(') {
    while (is_word_char(peek()) || peek() == '?' || (peek() == '.' && is_word_char(peek(1)))) {
      advance();
    }
  }
  // What is malformed is taken as it is: parse_variable() says what is wrong with it.
  const bool bare = at_ == start + 1 && peek() != '(';
  if (!bare && peek() == '(' && !skip_balanced()) {
    while (!at_end() && peek() != '\n' && peek() != ';') advance();
  }
  token.text = text_.substr(start, at_ - start);
}

void Lexer::lex_select(Token& token) {
  advance();
  const std::size_t start = at_;
  token.kind = TokenKind::kSelect;
  for (bool more = true; more;) {
    while (is_word_char(peek())) advance();
    more = false;
    while (peek() == '[') {
      if (skip_balanced()) continue;
      diagnostics_.error(here(), "this select's \"[\" is not closed on its line",
                         "add the missing \"]\"");
      while (!at_end() && peek() != '\n' && peek() != ';') advance();
    }
    if (peek() == '.' && is_letter(peek(1))) {
      advance();
      more = true;
    }
  }
  token.text = text_.substr(start, at_ - start);
  if (token.text.empty()) {
    diagnostics_.error(token.location, "a select's name has to follow \"@\"",
                       "write it as in @via[1].branch");
  }
}

void Lexer::lex_symbol(Token& token) {
  for (const std::string_view symbol : kSymbols) {
    if (!starts(symbol)) continue;
    token.kind = TokenKind::kSymbol;
    token.text = symbol;
    advance(symbol.size());
    return;
  }
  diagnostics_.error(here(), quoted(peek()) + " has no meaning here", "remove it, or quote it");
  // One report for a run of binary rubbish is enough.
  do {
    advance();
  } while (!at_end() && !is_blank(peek()) && (peek() < 0x20 || peek() == 0x7f));
}

Token Lexer::skip_branch(bool stop_at_else) {
  std::size_t depth = 0;
  while (!at_end()) {
    if (!starts("#!") && !starts("!!")) {
      advance();
      continue;
    }
    Token token;
    token.location = here();
    const std::size_t start = at_;
    advance(2);
    const std::size_t word = at_;
    while (is_word_char(peek())) advance();
    const std::string_view name = text_.substr(word, at_ - word);
    if (name == "ifdef" || name == "ifndef") ++depth;
    const bool closes = name == "endif" && depth == 0;
    if (closes || (name == "else" && depth == 0 && stop_at_else)) {
      at_ = start;
      lex_directive(token);
      finish(token, start);
      return token;
    }
    if (name == "endif") --depth;
  }
  Token token;
  token.location = here();
  return token;
}

}  // namespace weir::routes
