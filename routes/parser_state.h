// The recursive-descent parser's state; private to routes/parser*.cc.
#pragma once

#include "routes/ast.h"
#include "routes/diagnostic.h"
#include "routes/preprocessor.h"
#include "routes/token.h"

#include <cstddef>
#include <deque>
#include <optional>
#include <string>
#include <string_view>

namespace weir::routes {

// Functions that read something return false or null after they have reported an error; the
// statement and block loops then go on at the next statement or item.
class Parser {
 public:
  Parser(Preprocessor& preprocessor, Diagnostics& diagnostics)
      : preprocessor_(preprocessor), diagnostics_(diagnostics) {}

  Script parse();

 private:
  // Statements inside of statements and expressions inside of expressions, counted together:
  // keeps hostile scripts from overflowing the stack, here and in what walks the tree later.
  static constexpr std::size_t kMaxDepth = 400;

  // Several tokens that touch, as in 10.0.0.0/8, udp:[::1]:5060 or a-b.example.org.
  struct Word {
    std::string text;
    Location location;
    std::size_t tokens = 0;
    TokenKind kind = TokenKind::kEnd;  // of the only token
    std::int32_t number = 0;           // when that is a number
  };

  // parser.cc: tokens and recovery
  const Token& peek(std::size_t ahead = 0);
  Token take();
  bool take_if(std::string_view symbol);
  bool expect(std::string_view symbol, std::string_view after);
  bool fail(const Token& at, std::string what, std::string advice = {});
  bool at_block_header();
  bool at_next_parameter();
  void skip_braces();
  void skip_statement();
  void skip_item(bool first);
  Word take_word(std::string_view stops = {});

  // parser.cc: the top level
  void parse_item(Script& script);
  bool parse_block(Script& script);
  bool parse_block_name(RouteBlock& block, std::string_view word);
  bool parse_parameter(Script& script);
  bool parse_global(Script& script);
  ExpressionPtr parse_global_value();

  // parser_sockets.cc: listen, alias, flags, modules
  bool parse_listen(Script& script);
  bool parse_listen_options(Listen& listen);
  bool parse_listen_hosts(Listen& listen);
  bool parse_alias(Script& script);
  bool split_socket(const Word& word, std::string& protocol, std::string& host,
                    std::uint16_t& port);
  bool continues_list();
  bool parse_flags(Script& script);
  bool parse_module(Script& script);
  bool parse_module_path(Script& script);
  bool parse_module_parameter(Script& script);
  bool parse_engine();
  bool take_string(std::string_view after, Token& token);

  // parser_statement.cc
  bool parse_statements(Statements& body, const Location& open);
  bool parse_body(Statements& body, std::string_view after);
  StatementPtr parse_statement();
  StatementPtr parse_statement_inside();
  StatementPtr parse_assignment();
  StatementPtr parse_if();
  StatementPtr parse_while();
  StatementPtr parse_switch();
  void skip_case();
  bool parse_case(Statement& statement);
  bool parse_case_label(Case& made);
  bool check_case_kind(const Statement& statement, const Case& made);
  StatementPtr parse_jump(StatementKind kind);
  StatementPtr parse_call_statement();
  StatementPtr refuse_word();
  bool end_statement(std::string_view after);

  // parser_expression.cc
  ExpressionPtr parse_expression();
  ExpressionPtr parse_binary(int lowest);
  ExpressionPtr parse_unary();
  ExpressionPtr parse_primary();
  ExpressionPtr parse_parentheses();
  ExpressionPtr parse_word();
  ExpressionPtr parse_function_operator(UnaryOp op);
  ExpressionPtr parse_keyword_test(Keyword keyword, const Token& token);
  ExpressionPtr parse_keyword_operand(Keyword keyword);
  ExpressionPtr parse_call();
  ExpressionPtr parse_argument(std::string_view function);
  ExpressionPtr word_expression(const Word& word);
  std::optional<Keyword> keyword_here(std::size_t& tokens);

  // parser_types.cc
  bool check_binary(Expression& made);
  bool check_unary(Expression& made);

  Preprocessor& preprocessor_;
  Diagnostics& diagnostics_;
  std::deque<Token> ahead_;
  Token last_;
  BlockKind block_ = BlockKind::kMain;  // being read
  std::size_t taken_ = 0;               // tokens
  std::size_t braces_ = 0;              // open now
  std::size_t depth_ = 0;               // of statements and expressions being read
  std::size_t operators_ = 0;           // in the expression being read
  std::size_t expressions_ = 0;         // being read, nested
  bool unwinding_ = false;              // a block header was met inside of a block
};

// What a message calls a token.
std::string describe(const Token& token);

// Whether a constant expression is one, and of what type.
enum class ConstantType : std::uint8_t { kNone, kInteger, kText };
ConstantType constant_type(const Expression& expression);

}  // namespace weir::routes
