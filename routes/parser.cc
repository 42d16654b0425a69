#include "routes/parser.h"

#include "routes/parser_state.h"

#include <algorithm>
#include <array>
#include <utility>

namespace weir::routes {

namespace {

struct BlockWord {
  std::string_view word;
  BlockKind kind;
  bool may_have_name;
  bool needs_name;
};

constexpr auto kBlockHeaders = std::to_array<BlockWord>({
    {"request_route", BlockKind::kMain, false, false},
    {"route", BlockKind::kMain, true, false},
    {"reply_route", BlockKind::kReply, false, false},
    {"onreply_route", BlockKind::kReply, true, false},
    {"failure_route", BlockKind::kFailure, true, false},
    {"branch_route", BlockKind::kBranch, true, false},
    {"onsend_route", BlockKind::kOnsend, true, false},
    {"event_route", BlockKind::kEvent, true, true},
});

constexpr auto kItemWords = std::to_array<std::string_view>(
    {"request_route", "route",        "reply_route", "onreply_route", "failure_route",
     "branch_route",  "onsend_route", "event_route", "loadmodule",    "loadmodulex",
     "loadpath",      "mpath",        "modparam",    "modparamx",     "listen",
     "alias",         "flags",        "avpflags",    "cfgengine",     "include_file",
     "import_file"});

const BlockWord* find_block_word(const Token& token) {
  if (token.kind != TokenKind::kIdentifier) return nullptr;
  for (const BlockWord& one : kBlockHeaders) {
    if (one.word == token.text) return &one;
  }
  return nullptr;
}

Location just_behind(const Token& token) {
  Location location = token.location;
  location.column += location.length;
  location.length = 1;
  return location;
}

}  // namespace

std::string describe(const Token& token) {
  switch (token.kind) {
    case TokenKind::kEnd:
      return "the end of the script";
    case TokenKind::kString:
      return "a string";
    case TokenKind::kSelect:
      return "\"@" + token.text + "\"";
    case TokenKind::kIdentifier:
    case TokenKind::kNumber:
    case TokenKind::kVariable:
    case TokenKind::kSymbol:
    case TokenKind::kDirective:
      break;
  }
  constexpr std::size_t kMaxShown = 40;
  if (token.text.size() > kMaxShown) return "\"" + token.text.substr(0, kMaxShown) + "...\"";
  return "\"" + token.text + "\"";
}

const Token& Parser::peek(std::size_t ahead) {
  while (ahead_.size() <= ahead) ahead_.push_back(preprocessor_.next());
  return ahead_[ahead];
}

Token Parser::take() {
  peek();
  last_ = std::move(ahead_.front());
  ahead_.pop_front();
  ++taken_;
  if (last_.is("{")) ++braces_;
  if (last_.is("}") && braces_ > 0) --braces_;
  return last_;
}

bool Parser::take_if(std::string_view symbol) {
  if (!peek().is(symbol)) return false;
  take();
  return true;
}

// The message stands where the symbol is missing: right behind what was read last.
bool Parser::expect(std::string_view symbol, std::string_view after) {
  if (take_if(symbol)) return true;
  const bool same_line = peek().location.line == last_.location.line;
  diagnostics_.error(
      just_behind(last_), "\"" + std::string(symbol) + "\" is missing after " + std::string(after),
      same_line || peek().kind == TokenKind::kEnd ? describe(peek()) + " stands here instead" : "");
  return false;
}

bool Parser::fail(const Token& at, std::string what, std::string advice) {
  diagnostics_.error(at.location, std::move(what), std::move(advice));
  return false;
}

// A route block's first words at the start of a line.
bool Parser::at_block_header() {
  if (!peek().line_start || find_block_word(peek()) == nullptr) return false;
  return peek(1).is("{") || peek(1).is("[");
}

// Whether a line begins that sets something: what stood before it has no value.
bool Parser::at_next_parameter() {
  return peek().line_start && peek().kind == TokenKind::kIdentifier && peek(1).is("=");
}

// Skips from a "{" behind its "}".
void Parser::skip_braces() {
  const std::size_t outside = braces_;
  take();
  while (peek().kind != TokenKind::kEnd && braces_ > outside && !at_block_header()) take();
}

// Skips behind the ";" or the block that ends a statement; stops before a "}" that is not its own.
void Parser::skip_statement() {
  for (;;) {
    const Token& token = peek();
    if (token.kind == TokenKind::kEnd || token.is("}") || at_block_header()) return;
    if (token.is("{")) {
      skip_braces();
    } else if (!take().is(";")) {
      continue;
    }
    if (!peek().is_word("else")) return;  // of an if whose condition or body was skipped
  }
}

// Skips to what may be the next item of the top level; over its first word when that is all
// that was looked at.
void Parser::skip_item(bool first) {
  for (;; first = false) {
    const Token& token = peek();
    if (token.kind == TokenKind::kEnd || at_block_header()) return;
    if (token.is("{")) {
      skip_braces();
    } else if (token.line_start && !first && !token.is("}")) {
      return;
    } else {
      take();
    }
  }
}

Parser::Word Parser::take_word(std::string_view stops) {
  constexpr std::string_view kParts = ".:-/*[]";
  Word word;
  word.location = peek().location;
  for (;;) {
    const Token& token = peek();
    if (word.tokens > 0 && token.spaced) break;
    const bool part = token.kind == TokenKind::kSymbol && token.text.size() == 1 &&
                      kParts.find(token.text[0]) != kParts.npos &&
                      stops.find(token.text[0]) == stops.npos;
    if (!part && token.kind != TokenKind::kIdentifier && token.kind != TokenKind::kNumber) break;
    if (word.tokens > 0 && token.location.line == word.location.line &&
        token.location.file == word.location.file &&
        token.location.column >= word.location.column) {
      word.location.length = token.location.column + token.location.length - word.location.column;
    }
    word.text += token.text;
    word.kind = token.kind;
    word.number = token.number;
    ++word.tokens;
    take();
  }
  return word;
}

Script Parser::parse() {
  Script script;
  while (peek().kind != TokenKind::kEnd) {
    unwinding_ = false;
    depth_ = 0;
    if (peek().is(";")) {
      take();
      continue;
    }
    if (peek().is("}")) {
      fail(peek(), "this \"}\" closes nothing",
           "remove it, or look for a \"}\" too many before it");
      take();
      continue;
    }
    parse_item(script);
  }
  for (const auto& [name, value] : preprocessor_.defines()) {
    script.defines.emplace_back(name, value);
  }
  return script;
}

void Parser::parse_item(Script& script) {
  const Token& token = peek();
  const std::size_t before = taken_;
  bool good = false;
  if (find_block_word(token) != nullptr) {
    good = parse_block(script);
    if (unwinding_) return;
  } else if (token.is_word("listen")) {
    good = parse_listen(script);
  } else if (token.is_word("alias")) {
    good = parse_alias(script);
  } else if (token.is_word("flags") || token.is_word("avpflags")) {
    good = parse_flags(script);
  } else if (token.is_word("loadmodule") || token.is_word("loadmodulex")) {
    good = parse_module(script);
  } else if (token.is_word("loadpath") || token.is_word("mpath")) {
    good = parse_module_path(script);
  } else if (token.is_word("modparam") || token.is_word("modparamx")) {
    good = parse_module_parameter(script);
  } else if (token.is_word("cfgengine")) {
    good = parse_engine();
  } else {
    good = parse_global(script);
  }
  if (!good) skip_item(taken_ == before);
}

bool Parser::parse_block(Script& script) {
  const Token head = take();
  const BlockWord& word = *find_block_word(head);
  RouteBlock block;
  block.kind = word.kind;
  block_ = word.kind;
  block.location = head.location;
  block.name_location = head.location;
  if (peek().is("[")) {
    if (!word.may_have_name) {
      return fail(
          peek(), head.text + " takes no name",
          word.kind == BlockKind::kMain ? "write route[NAME]" : "write onreply_route[NAME]");
    }
    if (!parse_block_name(block, head.text)) return false;
  } else if (word.needs_name) {
    return fail(head, head.text + " needs the name of an event",
                "write it as in event_route[htable:mod-init]");
  }
  if (!peek().is("{")) return expect("{", block.name.empty() ? head.text : "the block's name");
  const Location open = peek().location;
  take();
  const bool closed = parse_statements(block.body, open);
  if (closed && block.body.empty()) {
    diagnostics_.error(head.location, "this block is empty", "write at least \"return;\" in it");
  }
  script.blocks.push_back(std::move(block));
  return closed;
}

bool Parser::parse_block_name(RouteBlock& block, std::string_view word) {
  take();
  block.name_location = peek().location;
  const bool is_event = block.kind == BlockKind::kEvent;
  if (peek().kind == TokenKind::kString) {
    block.name = take().text;
  } else {
    const Word name = take_word("[]");
    block.name_location = name.location;
    block.name = name.text;
    const bool single =
        name.tokens == 1 && (is_identifier(name.text) || name.kind == TokenKind::kNumber);
    if (!single && !is_event && !name.text.empty()) {
      diagnostics_.error(name.location,
                         "a name of " + std::string(word) + " is one word, a number or a string",
                         "put it in quotes: " + std::string(word) + "[\"" + name.text + "\"]");
      block.name_location.length = 0;
    }
    if (single && name.kind == TokenKind::kNumber) {
      if (is_event) return fail(last_, "an event's name is no number");
      block.name = std::to_string(name.number);
    }
  }
  if (block.name.empty()) {
    return fail(peek(), "the name of this " + std::string(word) + " is missing",
                is_event ? "write it as in event_route[htable:mod-init]"
                         : "leave [] out for the block without a name");
  }
  return expect("]", "the block's name");
}

bool Parser::parse_global(Script& script) {
  const Token& token = peek();
  if (token.kind == TokenKind::kIdentifier && (peek(1).is("=") || peek(1).is("."))) {
    return parse_parameter(script);
  }
  std::string advice;
  if (token.kind == TokenKind::kIdentifier) advice = did_you_mean(token.text, kItemWords);
  if (advice.empty() && peek(1).is("(")) advice = "statements belong into a route block";
  if (advice.empty()) advice = "a parameter is set by name = value";
  return fail(token, describe(token) + " starts nothing that may stand outside of a route block",
              advice);
}

// name = value or group.name = value desc "text"
bool Parser::parse_parameter(Script& script) {
  GlobalParameter parameter;
  const Token first = take();
  parameter.location = first.location;
  parameter.name = first.text;
  if (take_if(".")) {
    if (peek().kind != TokenKind::kIdentifier) {
      return fail(peek(), "a parameter's name has to follow \"" + first.text + ".\"");
    }
    parameter.group = first.text;
    parameter.name = take().text;
  }
  if (!expect("=", "the parameter's name")) return false;
  const Token at = peek();
  parameter.value = parse_global_value();
  if (!parameter.value) return false;
  const bool plain = parameter.value->kind == ExpressionKind::kText ||
                     (parameter.value->kind == ExpressionKind::kInteger && !at.is("-"));
  if (!parameter.group.empty() && !plain) {
    return fail(at, "a parameter of one's own is a number without a sign or a string",
                "put other values in quotes");
  }
  if (peek().is_word("desc") || peek().is_word("descr")) {
    take();
    Token text;
    if (!take_string("desc", text)) return false;
    parameter.description = text.text;
  }
  take_if(";");
  const Token& next = peek();
  const bool ended = next.line_start || next.kind == TokenKind::kEnd || last_.is(";") ||
                     next.kind == TokenKind::kIdentifier;
  if (!ended) {
    return fail(next, describe(next) + " does not belong behind the parameter's value",
                "a value is one number, string, word or address");
  }
  script.parameters.push_back(std::move(parameter));
  return true;
}

ExpressionPtr Parser::parse_global_value() {
  auto value = std::make_unique<Expression>();
  value->location = peek().location;
  if (peek().kind == TokenKind::kString) {
    value->kind = ExpressionKind::kText;
    value->text = take().text;
    return value;
  }
  const bool negative = peek().is("-") && peek(1).kind == TokenKind::kNumber;
  if (negative) take();
  const Word word = at_next_parameter() ? Word{} : take_word();
  if (negative && word.tokens == 1 && word.kind == TokenKind::kNumber) {
    value->number = static_cast<std::int32_t>(0u - static_cast<std::uint32_t>(word.number));
    return value;
  }
  if (word.tokens == 0 || negative) {
    fail(peek(), "a value has to stand here, not " + describe(peek()),
         "write a number, yes or no, or a string in quotes");
    return nullptr;
  }
  return word_expression(word);
}

Script parse_script(const std::string& path, const ParseOptions& options, Sources& sources,
                    Diagnostics& diagnostics) {
  Preprocessor preprocessor(options, sources, diagnostics);
  preprocessor.open_file(path);
  return Parser(preprocessor, diagnostics).parse();
}

Script parse_script_text(std::string text, const std::string& path, const ParseOptions& options,
                         Sources& sources, Diagnostics& diagnostics) {
  Preprocessor preprocessor(options, sources, diagnostics);
  preprocessor.open_text(std::move(text), path);
  return Parser(preprocessor, diagnostics).parse();
}

}  // namespace weir::routes
