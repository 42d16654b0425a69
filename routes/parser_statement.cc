// Statements and their bodies.
#include "routes/parser_state.h"

#include <algorithm>
#include <array>
#include <utility>

namespace weir::routes {

namespace {

// Core functions that may stand without parentheses.
constexpr auto kBareFunctions =
    std::to_array<std::string_view>({"force_rport", "add_rport", "add_local_rport", "revert_uri",
                                     "set_reply_close", "set_reply_no_connect", "set_forward_close",
                                     "set_forward_no_connect", "force_tcp_alias", "add_tcp_alias"});

constexpr auto kStatementWords =
    std::to_array<std::string_view>({"if", "else", "switch", "case", "default", "while", "return",
                                     "exit", "drop", "break", "route", "force_rport"});

constexpr auto kConditionWords = std::to_array<std::string_view>({"if", "while", "switch"});

StatementPtr make_statement(StatementKind kind, const Location& location) {
  auto statement = std::make_unique<Statement>();
  statement->kind = kind;
  statement->location = location;
  return statement;
}

}  // namespace

ConstantType constant_type(const Expression& expression) {
  switch (expression.kind) {
    case ExpressionKind::kInteger:
      return ConstantType::kInteger;
    case ExpressionKind::kText:
      return ConstantType::kText;
    case ExpressionKind::kUnary:
      if (expression.unary == UnaryOp::kStrCast) return ConstantType::kText;
      return constant_type(*expression.operands[0]) == ConstantType::kNone ? ConstantType::kNone
                                                                           : ConstantType::kInteger;
    case ExpressionKind::kBinary: {
      const ConstantType left = constant_type(*expression.operands[0]);
      const ConstantType right = constant_type(*expression.operands[1]);
      if (left == ConstantType::kNone || right == ConstantType::kNone) return ConstantType::kNone;
      return expression.binary == BinaryOp::kAdd ? left : ConstantType::kInteger;
    }
    case ExpressionKind::kVariable:
    case ExpressionKind::kSelect:
    case ExpressionKind::kKeyword:
    case ExpressionKind::kName:
    case ExpressionKind::kAddress:
    case ExpressionKind::kSocket:
    case ExpressionKind::kCall:
      break;
  }
  return ConstantType::kNone;
}

// Reads up to and with the "}" that belongs to the "{" at `open`.
bool Parser::parse_statements(Statements& body, const Location& open) {
  const std::size_t inside = braces_;
  for (;;) {
    if (unwinding_) return false;
    if (peek().kind == TokenKind::kEnd) {
      diagnostics_.error(open, "this \"{\" is never closed", "add the missing \"}\"");
      unwinding_ = true;
      return false;
    }
    if (at_block_header()) {
      diagnostics_.error(
          open, "this \"{\" is not closed before the next block",
          "add the missing \"}\" before line " + std::to_string(peek().location.line));
      unwinding_ = true;
      braces_ = 0;
      return false;
    }
    if (take_if("}")) return true;
    StatementPtr statement = parse_statement();
    if (statement) {
      body.push_back(std::move(statement));
      continue;
    }
    if (unwinding_) return false;
    skip_statement();
    // What was skipped may have ended inside of a body that has its own braces.
    while (braces_ > inside && peek().is("}")) take();
    if (body.empty()) body.push_back(make_statement(StatementKind::kEmpty, open));
  }
}

// { statements } or one statement.
bool Parser::parse_body(Statements& body, std::string_view after) {
  if (peek().is("{")) {
    const Token open = take();
    if (!parse_statements(body, open.location)) return false;
    if (body.empty()) {
      diagnostics_.error(open.location, "this block is empty",
                         "write a statement or at least \";\" in it");
    }
    return true;
  }
  if (peek().is("}") || peek().kind == TokenKind::kEnd) {
    return fail(peek(), "a statement is missing after " + std::string(after));
  }
  StatementPtr statement = parse_statement();
  if (!statement) return false;
  body.push_back(std::move(statement));
  return true;
}

StatementPtr Parser::parse_statement() {
  if (depth_ >= kMaxDepth) {
    fail(peek(), "statements are nested too deep here",
         "move the inner ones into a route of their own");
    return nullptr;
  }
  ++depth_;
  StatementPtr statement = parse_statement_inside();
  --depth_;
  return statement;
}

StatementPtr Parser::parse_statement_inside() {
  const Token& token = peek();
  if (token.is(";")) {
    const Location location = take().location;
    return make_statement(StatementKind::kEmpty, location);
  }
  if (token.kind == TokenKind::kVariable) return parse_assignment();
  if (token.kind != TokenKind::kIdentifier) {
    if (token.is("{")) {
      fail(token, "a block of its own cannot stand here", "remove the braces");
    } else {
      fail(token, describe(token) + " starts no statement",
           "statements are calls, assignments, if, while, switch, return, exit, drop and break");
    }
    return nullptr;
  }
  if (token.text == "if") return parse_if();
  if (token.text == "while") return parse_while();
  if (token.text == "switch") return parse_switch();
  if (token.text == "return") return parse_jump(StatementKind::kReturn);
  if (token.text == "exit") return parse_jump(StatementKind::kExit);
  if (token.text == "drop") return parse_jump(StatementKind::kDrop);
  if (token.text == "break") {
    StatementPtr statement = make_statement(StatementKind::kBreak, take().location);
    return end_statement("break") ? std::move(statement) : nullptr;
  }
  return parse_call_statement();
}

bool Parser::end_statement(std::string_view after) { return expect(";", after); }

StatementPtr Parser::parse_assignment() {
  const Token target = take();
  StatementPtr statement = make_statement(StatementKind::kAssign, target.location);
  statement->target = parse_variable(target.text, target.location, diagnostics_);
  if (!statement->target) return nullptr;
  if (!statement->target->transformations.empty()) {
    fail(target, "a variable with a transformation cannot be set", "set the variable without it");
    return nullptr;
  }
  const Token op = peek();
  if (!op.is("=")) {
    std::string advice = "write " + target.text + " = value;";
    if (op.is("==")) advice = "\"==\" compares; one \"=\" assigns";
    if (op.is("+=") || op.is("++")) {
      advice =
          "write " + target.text + " = " + target.text + " + " + (op.is("++") ? "1;" : "value;");
    }
    if (op.is(":=")) advice = "to replace all values of an AVP assign to $(avp(name)[*])";
    fail(op, "\"=\" has to follow a variable that starts a statement, not " + describe(op), advice);
    return nullptr;
  }
  take();
  statement->value = parse_expression();
  if (!statement->value || !end_statement("the assignment")) return nullptr;
  return statement;
}

StatementPtr Parser::parse_if() {
  StatementPtr statement = make_statement(StatementKind::kIf, take().location);
  statement->value = parse_expression();
  if (!statement->value || !parse_body(statement->body, "the condition")) return nullptr;
  if (peek().is_word("else")) {
    take();
    if (!parse_body(statement->otherwise, "else")) return nullptr;
  }
  return statement;
}

StatementPtr Parser::parse_while() {
  StatementPtr statement = make_statement(StatementKind::kWhile, take().location);
  statement->value = parse_expression();
  if (!statement->value || !parse_body(statement->body, "the condition")) return nullptr;
  return statement;
}

StatementPtr Parser::parse_switch() {
  StatementPtr statement = make_statement(StatementKind::kSwitch, take().location);
  statement->value = parse_expression();
  if (!statement->value || !expect("{", "switch's value")) return nullptr;
  const Token open = last_;
  while (!take_if("}")) {
    if (peek().kind == TokenKind::kEnd || at_block_header()) {
      fail(open, "this \"{\" is never closed", "add the missing \"}\"");
      unwinding_ = true;
      braces_ = 0;
      return nullptr;
    }
    if (parse_case(*statement)) continue;
    if (unwinding_) return nullptr;
    statement->cases.pop_back();
    skip_case();
  }
  return statement;
}

// Goes to the next case of the switch, or its "}".
void Parser::skip_case() {
  for (;;) {
    const Token& token = peek();
    if (token.kind == TokenKind::kEnd || token.is("}") || at_block_header()) return;
    if (token.is_word("case") || token.is_word("default")) return;
    if (token.is("{")) {
      skip_braces();
    } else {
      take();
    }
  }
}

bool Parser::parse_case(Statement& statement) {
  Case& made = statement.cases.emplace_back();
  made.location = peek().location;
  if (peek().is_word("default")) {
    take();
    for (std::size_t i = 0; i + 1 < statement.cases.size(); ++i) {
      if (statement.cases[i].kind != CaseKind::kDefault) continue;
      diagnostics_.error(made.location, "this switch has a default already", "keep one of them");
    }
  } else if (peek().is_word("case")) {
    take();
    if (!parse_case_label(made) || !check_case_kind(statement, made)) return false;
  } else {
    return fail(peek(), "in a switch case or default has to stand here, not " + describe(peek()));
  }
  if (!expect(":", "the case")) return false;
  while (!peek().is("}") && !peek().is_word("case") && !peek().is_word("default")) {
    if (peek().kind == TokenKind::kEnd || at_block_header()) return true;  // the caller reports
    StatementPtr next = parse_statement();
    if (!next) {
      if (unwinding_) return false;
      skip_statement();
      continue;
    }
    made.body.push_back(std::move(next));
  }
  return true;
}

// A constant expression, or /"pattern" for a regular expression.
bool Parser::parse_case_label(Case& made) {
  if (take_if("/")) {
    made.kind = CaseKind::kRegex;
    const Token pattern = peek();
    if (pattern.kind != TokenKind::kString) {
      return fail(pattern, "a pattern in quotes has to follow \"/\"",
                  "write it as in case /\"^sip:\":");
    }
    take();
    made.value = std::make_unique<Expression>();
    made.value->kind = ExpressionKind::kText;
    made.value->location = pattern.location;
    made.value->text = pattern.text;
    if (peek().is("/")) {
      return fail(peek(), "no \"/\" closes the pattern of a case",
                  "write it as in case /\"^sip:\":");
    }
    return true;
  }
  const Token start = peek();
  made.value = parse_expression();
  if (!made.value) return false;
  const ConstantType type = constant_type(*made.value);
  if (type == ConstantType::kNone) {
    return fail(start, "a case needs a constant", "use if for values known only at run time");
  }
  made.kind = type == ConstantType::kInteger ? CaseKind::kInteger : CaseKind::kText;
  return true;
}

bool Parser::check_case_kind(const Statement& statement, const Case& made) {
  for (const Case& other : statement.cases) {
    if (&other == &made || other.kind == CaseKind::kDefault) continue;
    if ((other.kind == CaseKind::kInteger) == (made.kind == CaseKind::kInteger)) return true;
    diagnostics_.error(made.location, "numbers and strings are mixed in the cases of this switch",
                       "quote the numbers to compare strings");
    return true;
  }
  return true;
}

StatementPtr Parser::parse_jump(StatementKind kind) {
  const Token word = take();
  StatementPtr statement = make_statement(kind, word.location);
  if (peek().is("(") && peek(1).is(")")) {
    take();
    take();
  } else if (!peek().is(";") && !peek().is("}") && !peek().line_start) {
    statement->value = parse_expression();
    if (!statement->value) return nullptr;
  }
  return end_statement(word.text) ? std::move(statement) : nullptr;
}

StatementPtr Parser::parse_call_statement() {
  const Token word = peek();
  if (word.text == "else" || word.text == "case" || word.text == "default" || word.text == "for" ||
      word.text == "continue" || word.text == "elseif" || word.text == "elsif") {
    return refuse_word();
  }
  StatementPtr statement = make_statement(StatementKind::kExpression, word.location);
  if (peek(1).is("(")) {
    statement->value = parse_call();
  } else if (std::find(kBareFunctions.begin(), kBareFunctions.end(), word.text) !=
             kBareFunctions.end()) {
    take();
    statement->value = std::make_unique<Expression>();
    statement->value->kind = ExpressionKind::kCall;
    statement->value->location = word.location;
    statement->value->text = word.text;
  } else {
    return refuse_word();
  }
  if (!statement->value) return nullptr;
  // "fi (...) exit;" is a misspelt if rather than a call that lacks its semicolon.
  const std::string near = did_you_mean(word.text, kConditionWords);
  if (!peek().is(";") && !peek().line_start && !near.empty()) {
    fail(word, "\"" + word.text + "\" starts no statement", near);
    return nullptr;
  }
  return end_statement("the call") ? std::move(statement) : nullptr;
}

// A word that can start no statement: says the most helpful thing known about it.
StatementPtr Parser::refuse_word() {
  const Token word = take();
  if (word.text == "else") {
    fail(word, "this else belongs to no if", "look for a \";\" or \"}\" too many before it");
  } else if (word.text == "case" || word.text == "default") {
    fail(word, word.text + " belongs into a switch");
  } else if (word.text == "for") {
    fail(word, "there is no for", "write a while with a counter in a $var");
  } else if (word.text == "continue") {
    fail(word, "there is no continue", "put the rest of the loop into an if");
  } else if (word.text == "elseif" || word.text == "elsif") {
    fail(word, "there is no " + word.text, "write \"else if\"");
  } else if (peek().is(";")) {
    fail(word, "\"" + word.text + "\" is no statement",
         "a call needs parentheses: " + word.text + "();");
  } else {
    fail(word, "\"" + word.text + "\" starts no statement",
         did_you_mean(word.text, kStatementWords));
  }
  return nullptr;
}

}  // namespace weir::routes
