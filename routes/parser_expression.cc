// Expressions, by precedence climbing.
#include "routes/parser_state.h"

#include <algorithm>
#include <array>
#include <span>
#include <utility>

namespace weir::routes {

namespace {

constexpr std::size_t kMaxOperators = 1000;  // in one expression: bounds the tree's height
constexpr std::size_t kMaxArguments = 64;

struct BinaryWord {
  std::string_view text;
  BinaryOp op;
  int precedence;  // a higher one binds tighter; all associate to the left
};

// As in Kamailio, shifts bind looser than comparisons and tighter than the bitwise operators.
constexpr auto kBinaryWords = std::to_array<BinaryWord>({
    {"||", BinaryOp::kOr, 1},           {"or", BinaryOp::kOr, 1},
    {"&&", BinaryOp::kAnd, 2},          {"and", BinaryOp::kAnd, 2},
    {"|", BinaryOp::kBitOr, 3},         {"&", BinaryOp::kBitAnd, 4},
    {"^", BinaryOp::kBitXor, 5},        {"<<", BinaryOp::kShiftLeft, 6},
    {">>", BinaryOp::kShiftRight, 7},   {"==", BinaryOp::kEqual, 8},
    {"!=", BinaryOp::kNotEqual, 8},     {"=~", BinaryOp::kMatch, 8},
    {"eq", BinaryOp::kStrEqual, 8},     {"ne", BinaryOp::kStrDiffer, 8},
    {"ieq", BinaryOp::kIntEqual, 8},    {"ine", BinaryOp::kIntDiffer, 8},
    {">", BinaryOp::kGreater, 9},       {"<", BinaryOp::kLess, 9},
    {">=", BinaryOp::kGreaterEqual, 9}, {"<=", BinaryOp::kLessEqual, 9},
    {"+", BinaryOp::kAdd, 10},          {"-", BinaryOp::kSubtract, 10},
    {"*", BinaryOp::kMultiply, 11},     {"/", BinaryOp::kDivide, 11},
    {"mod", BinaryOp::kModulo, 11},
});
constexpr int kLowest = 1;
constexpr int kEquality = 8;
constexpr int kOrder = 9;
constexpr int kAboveComparison = 10;  // what may stand beside a comparison of a keyword

const BinaryWord* find_binary(const Token& token) {
  if (token.kind != TokenKind::kSymbol && token.kind != TokenKind::kIdentifier) return nullptr;
  for (const BinaryWord& one : kBinaryWords) {
    if (one.text == token.text) return &one;
  }
  return nullptr;
}

bool is_comparison(const BinaryWord& word) {
  return word.precedence == kEquality || word.precedence == kOrder;
}

constexpr auto kTrueWords = std::to_array<std::string_view>({"yes", "true", "on", "enable"});
constexpr auto kFalseWords = std::to_array<std::string_view>({"no", "false", "off", "disable"});

template <class List>
bool holds(const List& list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

// Core functions whose arguments may be bare words, addresses and sockets.
constexpr auto kBareArguments = std::to_array<std::string_view>(
    {"force_send_socket", "forward", "forward_sctp", "forward_tcp", "forward_tls", "forward_udp",
     "isavpflagset", "isflagset", "resetavpflag", "resetflag", "send", "send_tcp",
     "set_advertised_address", "set_advertised_port", "setavpflag", "setflag",
     "udp_mtu_try_proto"});

ExpressionPtr make_expression(ExpressionKind kind, const Location& location) {
  auto expression = std::make_unique<Expression>();
  expression->kind = kind;
  if (kind == ExpressionKind::kInteger || kind == ExpressionKind::kCall) {
    expression->type = StaticType::kInteger;
  }
  if (kind == ExpressionKind::kText || kind == ExpressionKind::kSelect) {
    expression->type = StaticType::kText;
  }
  expression->location = location;
  return expression;
}

ExpressionPtr make_unary(UnaryOp op, const Location& location, ExpressionPtr operand) {
  ExpressionPtr made = make_expression(ExpressionKind::kUnary, location);
  made->unary = op;
  made->operands.push_back(std::move(operand));
  return made;
}

bool is_address_keyword(Keyword keyword) {
  return keyword == Keyword::kSrcIp || keyword == Keyword::kDstIp || keyword == Keyword::kSndIp ||
         keyword == Keyword::kToIp;
}

bool is_number_keyword(Keyword keyword) {
  return keyword == Keyword::kSrcPort || keyword == Keyword::kDstPort ||
         keyword == Keyword::kSndPort || keyword == Keyword::kToPort || keyword == Keyword::kMsgLen;
}

// Whether a bare word may stand at the right side.
bool takes_name(Keyword keyword) {
  return keyword == Keyword::kMethod || keyword == Keyword::kProto || keyword == Keyword::kAf ||
         keyword == Keyword::kSndProto || keyword == Keyword::kSndAf;
}

// The words it may be; empty: any.
std::span<const std::string_view> names_of(Keyword keyword) {
  static constexpr auto kProtocols = std::to_array<std::string_view>(
      {"UDP", "TCP", "TLS", "SCTP", "WS", "WSS", "udp", "tcp", "tls", "sctp", "ws", "wss"});
  static constexpr auto kFamilies =
      std::to_array<std::string_view>({"INET", "INET6", "inet", "inet6"});
  if (keyword == Keyword::kProto || keyword == Keyword::kSndProto) return kProtocols;
  if (keyword == Keyword::kAf || keyword == Keyword::kSndAf) return kFamilies;
  return {};
}

}  // namespace

std::string_view operator_text(BinaryOp op) {
  for (const BinaryWord& one : kBinaryWords) {
    if (one.op == op) return one.text;
  }
  return {};
}

std::string_view operator_text(UnaryOp op) {
  constexpr std::array<std::string_view, 8> kTexts = {"!",      "-",        "~",     "defined",
                                                      "strlen", "strempty", "(int)", "(str)"};
  return kTexts[static_cast<std::size_t>(op)];
}

constexpr auto kKeywordNames = std::to_array<std::string_view>(
    {"method",   "uri",     "from_uri", "to_uri", "uri:host", "uri:port",  "src_ip",
     "src_port", "dst_ip",  "dst_port", "snd_ip", "snd_port", "snd_proto", "snd_af",
     "to_ip",    "to_port", "proto",    "af",     "msg:len",  "status",    "myself"});

std::string_view keyword_name(Keyword keyword) {
  return kKeywordNames[static_cast<std::size_t>(keyword)];
}

// A bare word that stands for a part of the message, and how many tokens it takes.
std::optional<Keyword> Parser::keyword_here(std::size_t& tokens) {
  if (peek().kind != TokenKind::kIdentifier) return std::nullopt;
  std::string text = peek().text;
  tokens = 1;
  if ((text == "uri" || text == "msg") && peek(1).is(":") && !peek(1).spaced && !peek(2).spaced &&
      peek(2).kind == TokenKind::kIdentifier) {
    text += ":" + peek(2).text;
    tokens = 3;
  }
  const auto found = std::find(kKeywordNames.begin(), kKeywordNames.end(), text);
  if (found == kKeywordNames.end()) return std::nullopt;
  return static_cast<Keyword>(found - kKeywordNames.begin());
}

ExpressionPtr Parser::parse_expression() {
  if (expressions_ == 0) operators_ = 0;
  if (depth_ >= kMaxDepth) {
    fail(peek(), "expressions are nested too deep here", "split it with the help of a $var");
    return nullptr;
  }
  ++depth_;
  ++expressions_;
  ExpressionPtr expression = parse_binary(kLowest);
  --expressions_;
  --depth_;
  return expression;
}

ExpressionPtr Parser::parse_binary(int lowest) {
  ExpressionPtr left = parse_unary();
  while (left) {
    const BinaryWord* const word = find_binary(peek());
    if (word == nullptr || word->precedence < lowest) return left;
    if (++operators_ > kMaxOperators) {
      fail(peek(), "this expression is too long", "split it with the help of a $var");
      return nullptr;
    }
    ExpressionPtr made = make_expression(ExpressionKind::kBinary, take().location);
    made->binary = word->op;
    ExpressionPtr right = parse_binary(word->precedence + 1);
    if (!right) return nullptr;
    made->operands.push_back(std::move(left));
    made->operands.push_back(std::move(right));
    if (!check_binary(*made)) return nullptr;
    left = std::move(made);
  }
  return nullptr;
}

ExpressionPtr Parser::parse_unary() {
  const Token& token = peek();
  std::optional<UnaryOp> op;
  if (token.is("!") || token.is_word("not")) op = UnaryOp::kNot;
  if (token.is("-")) op = UnaryOp::kNegate;
  if (token.is("~")) op = UnaryOp::kComplement;
  if (token.is_word("defined")) op = UnaryOp::kDefined;
  const bool cast =
      token.is("(") && peek(2).is(")") && (peek(1).is_word("int") || peek(1).is_word("str"));
  if (cast) op = peek(1).text == "int" ? UnaryOp::kIntCast : UnaryOp::kStrCast;
  if (!op) return parse_primary();
  if (depth_ >= kMaxDepth) {
    fail(peek(), "expressions are nested too deep here", "split it with the help of a $var");
    return nullptr;
  }
  const Location location = take().location;
  if (cast) {
    take();
    take();
  }
  ++depth_;
  ExpressionPtr operand = parse_unary();
  --depth_;
  if (!operand) return nullptr;
  ExpressionPtr made = make_unary(*op, location, std::move(operand));
  return check_unary(*made) ? std::move(made) : nullptr;
}

ExpressionPtr Parser::parse_primary() {
  const Token& token = peek();
  if (token.is("(")) return parse_parentheses();
  if (token.kind == TokenKind::kIdentifier) return parse_word();
  if (token.kind == TokenKind::kNumber) {
    const Token number = take();
    if (peek().is(".") && !peek().spaced && peek(1).kind == TokenKind::kNumber) {
      fail(number, "an address cannot stand here",
           "compare it to src_ip or dst_ip, or put it in quotes");
      return nullptr;
    }
    ExpressionPtr made = make_expression(ExpressionKind::kInteger, number.location);
    made->number = number.number;
    return made;
  }
  if (token.kind == TokenKind::kString || token.kind == TokenKind::kSelect) {
    const bool text = token.kind == TokenKind::kString;
    ExpressionPtr made =
        make_expression(text ? ExpressionKind::kText : ExpressionKind::kSelect, token.location);
    made->text = take().text;
    return made;
  }
  if (token.kind == TokenKind::kVariable) {
    const Token variable = take();
    ExpressionPtr made = make_expression(ExpressionKind::kVariable, variable.location);
    made->variable = parse_variable(variable.text, variable.location, diagnostics_);
    return made->variable ? std::move(made) : nullptr;
  }
  fail(token, "a value has to stand here, not " + describe(token),
       "values are numbers, strings in quotes, variables and calls");
  return nullptr;
}

ExpressionPtr Parser::parse_parentheses() {
  const Token open = take();
  ExpressionPtr inner = parse_expression();
  if (!inner) return nullptr;
  if (take_if(")")) return inner;
  if (peek().is("=")) {
    fail(peek(), "\"=\" inside of an expression would assign", "write \"==\" to compare");
  } else {
    expect(")", "the expression in parentheses");
  }
  return nullptr;
}

ExpressionPtr Parser::parse_function_operator(UnaryOp op) {
  const Token word = take();
  if (!expect("(", word.text)) return nullptr;
  ExpressionPtr operand = parse_expression();
  if (!operand || !expect(")", word.text + "'s value")) return nullptr;
  ExpressionPtr made = make_unary(op, word.location, std::move(operand));
  return check_unary(*made) ? std::move(made) : nullptr;
}

// Everything that starts with a bare word.
ExpressionPtr Parser::parse_word() {
  const Token word = peek();
  const bool call = peek(1).is("(");
  if (holds(kTrueWords, word.text) || holds(kFalseWords, word.text)) {
    take();
    ExpressionPtr made = make_expression(ExpressionKind::kInteger, word.location);
    made->number = holds(kTrueWords, word.text) ? 1 : 0;
    return made;
  }
  if (word.text == "strlen" && call) return parse_function_operator(UnaryOp::kStrlen);
  if (word.text == "strempty" && call) return parse_function_operator(UnaryOp::kStrempty);
  std::size_t tokens = 0;
  const std::optional<Keyword> keyword = keyword_here(tokens);
  if (keyword && !call) {
    for (; tokens > 0; --tokens) take();
    return parse_keyword_test(*keyword, word);
  }
  if (call) return parse_call();
  std::string advice = did_you_mean(word.text, kKeywordNames);
  if (advice.empty()) {
    advice =
        "put a string in quotes; if this is a define's name, define it before; a variable "
        "starts with \"$\"";
  }
  fail(word, "the bare word " + describe(word) + " has no value here", advice);
  return nullptr;
}

// keyword comparison operand, as one value whatever stands around it.
ExpressionPtr Parser::parse_keyword_test(Keyword keyword, const Token& token) {
  const std::string name(keyword_name(keyword));
  if (keyword == Keyword::kUriHost || keyword == Keyword::kUriPort) {
    fail(token, name + " can only be an argument of forward",
         keyword == Keyword::kUriHost ? "to compare it use $rd" : "to compare it use $rp");
    return nullptr;
  }
  const bool needs_onsend = keyword == Keyword::kToIp || keyword == Keyword::kToPort;
  if (needs_onsend && block_ != BlockKind::kOnsend) {
    fail(token, name + " has a value in onsend_route only");
    return nullptr;
  }
  const BinaryWord* const word = find_binary(peek());
  if (word == nullptr || !is_comparison(*word)) {
    std::string advice = "as in " + name + (keyword == Keyword::kMyself ? "==uri" : "==\"...\"");
    if (peek().is("=")) advice = "write \"==\" to compare";
    fail(token, name + " can only be compared", advice);
    return nullptr;
  }
  if (word->precedence == kOrder && !is_number_keyword(keyword)) {
    fail(peek(), name + " has no order: it can only be compared for equality or a match",
         keyword == Keyword::kStatus ? "to compare numbers use $rs" : "use ==, != or =~");
    return nullptr;
  }
  ExpressionPtr left = make_expression(ExpressionKind::kKeyword, token.location);
  left->keyword = keyword;
  ExpressionPtr made = make_expression(ExpressionKind::kBinary, take().location);
  made->binary = word->op;
  ExpressionPtr right = parse_keyword_operand(keyword);
  if (!right) return nullptr;
  made->operands.push_back(std::move(left));
  made->operands.push_back(std::move(right));
  made->type = StaticType::kInteger;
  return made;
}

// The right side of a keyword's comparison: an address, a bare word, or any value.
ExpressionPtr Parser::parse_keyword_operand(Keyword keyword) {
  std::size_t tokens = 0;
  const Token token = peek();
  const std::optional<Keyword> other = keyword_here(tokens);
  if (other && (*other == Keyword::kMyself || keyword == Keyword::kMyself)) {
    for (; tokens > 0; --tokens) take();
    ExpressionPtr made = make_expression(ExpressionKind::kKeyword, token.location);
    made->keyword = *other;
    return made;
  }
  const bool word_starts = token.kind == TokenKind::kIdentifier ||
                           token.kind == TokenKind::kNumber || token.is("[") || token.is(":");
  const bool call = token.kind == TokenKind::kIdentifier && peek(1).is("(");
  if (word_starts && !call && is_address_keyword(keyword)) {
    const Word word = take_word();
    if (word.tokens == 1 && word.kind == TokenKind::kNumber) {
      fail(token, "an address has to stand here, not a number",
           "write it as in src_ip==10.0.0.0/8");
      return nullptr;
    }
    ExpressionPtr made = make_expression(ExpressionKind::kAddress, word.location);
    made->text = word.text;
    return made;
  }
  const bool bare = token.kind == TokenKind::kIdentifier && !call && !other;
  if (bare && takes_name(keyword)) {
    const std::span<const std::string_view> names = names_of(keyword);
    if (!names.empty() && !holds(names, token.text)) {
      fail(token,
           describe(token) + " is nothing " + std::string(keyword_name(keyword)) +
               " can be compared to",
           did_you_mean(token.text, names));
      return nullptr;
    }
    take();
    ExpressionPtr made = make_expression(ExpressionKind::kName, token.location);
    made->text = token.text;
    return made;
  }
  return parse_binary(kAboveComparison);
}

ExpressionPtr Parser::word_expression(const Word& word) {
  ExpressionPtr made = make_expression(ExpressionKind::kAddress, word.location);
  made->text = word.text;
  if (word.tokens == 1 && word.kind == TokenKind::kNumber) {
    made->kind = ExpressionKind::kInteger;
    made->number = word.number;
    made->text.clear();
  } else if (holds(kTrueWords, word.text) || holds(kFalseWords, word.text)) {
    made->kind = ExpressionKind::kInteger;
    made->number = holds(kTrueWords, word.text) ? 1 : 0;
    made->text.clear();
  } else if (word.tokens == 1 && is_identifier(word.text)) {
    made->kind = ExpressionKind::kName;
  } else if (word.text.find(':') != word.text.npos) {
    const std::string before = word.text.substr(0, word.text.find(':'));
    const bool protocol = before == "udp" || before == "tcp" || before == "tls" || before == "sctp";
    if (protocol) made->kind = ExpressionKind::kSocket;
  }
  return made;
}

ExpressionPtr Parser::parse_call() {
  const Token name = take();
  take();  // the parenthesis that made it a call
  ExpressionPtr made = make_expression(ExpressionKind::kCall, name.location);
  made->text = name.text;
  if (name.text == "selval") made->type = StaticType::kUnknown;
  if (name.text == "route" && peek().is(")")) {
    fail(name, "route needs the name of a block",
         "write route(NAME), or route(0) for request_route");
    return nullptr;
  }
  while (!take_if(")")) {
    if (!made->operands.empty() && !expect(",", "the argument")) return nullptr;
    if (made->operands.size() >= kMaxArguments) {
      fail(peek(), "too many arguments");
      return nullptr;
    }
    ExpressionPtr argument = parse_argument(name.text);
    if (!argument) return nullptr;
    made->operands.push_back(std::move(argument));
  }
  return made;
}

ExpressionPtr Parser::parse_argument(std::string_view function) {
  const Token& token = peek();
  const bool name = token.kind == TokenKind::kIdentifier || token.kind == TokenKind::kNumber;
  if (function == "route" && name && peek(1).is(")")) {
    ExpressionPtr made = make_expression(ExpressionKind::kText, token.location);
    const Token word = take();
    made->text = word.kind == TokenKind::kNumber ? std::to_string(word.number) : word.text;
    return made;
  }
  if (!holds(kBareArguments, function)) return parse_expression();
  std::size_t tokens = 0;
  const std::optional<Keyword> keyword = keyword_here(tokens);
  if (keyword && (*keyword == Keyword::kUriHost || *keyword == Keyword::kUriPort)) {
    ExpressionPtr made = make_expression(ExpressionKind::kKeyword, token.location);
    made->keyword = *keyword;
    for (; tokens > 0; --tokens) take();
    return made;
  }
  const bool bare = (name || token.is("[") || token.is(":")) && !peek(1).is("(");
  if (!bare) return parse_expression();
  const Word word = take_word();
  return word_expression(word);
}

}  // namespace weir::routes
