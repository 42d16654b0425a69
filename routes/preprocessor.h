// The `#!` layer between the lexer and the parser: conditions, defines, substitutions, includes.
#pragma once

#include "routes/diagnostic.h"
#include "routes/lexer.h"
#include "routes/parser.h"
#include "routes/source.h"
#include "routes/substitution.h"
#include "routes/token.h"

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace weir::routes {

// Tokens of a script and all it includes, as if there were no preprocessor.
//
// Defines replace whole identifiers outside of strings and are expanded again, but never inside
// themselves. Substitutions change strings. Limits: 10 nested includes, 200 files, 32 nested
// expansions and 4 MiB of expanded text, each with its message; after 1,000 errors the
// script ends.
class Preprocessor {
 public:
  Preprocessor(const ParseOptions& options, Sources& sources, Diagnostics& diagnostics);

  // Starts with the file `path`, or with a text that messages call `path`.
  void open_file(const std::string& path);
  void open_text(std::string text, const std::string& path);

  Token next();

  const std::map<std::string, std::string, std::less<>>& defines() const { return defines_; }

 private:
  struct Frame {
    std::string path;    // of a file; empty: an expansion
    std::string define;  // whose value this is
    std::string text;    // the value
    std::unique_ptr<Lexer> lexer;
    std::vector<Location> conditions;  // open #!ifdef and #!ifndef
    Token place;                       // of the identifier that was replaced
    bool fresh = true;                 // no token was taken yet
  };
  enum class OnDuplicate { kRefuse, kKeep, kReplace };

  Token next_raw();
  bool expand(const Token& token);
  void pop();

  void run_directive(const Token& token);
  void run_condition(const Token& token, std::string_view word, std::string_view rest);
  void run_substitution(const Token& token, std::string_view word, std::string_view rest);
  void run_environment(const Token& token, std::string_view word, std::string_view rest);
  void run_include(const Token& word);
  void include(const std::string& path, const Location& location, bool must_exist);
  void skip_false_branch(bool stop_at_else);
  void define(std::string_view text, const Location& location, OnDuplicate duplicate);
  void set(const std::string& name, std::string value, const Location& location,
           OnDuplicate duplicate);
  void add_substitution(std::string_view text, const Location& location, std::string_view word);
  void take_options(const ParseOptions& options);

  const ParseOptions& options_;
  Sources& sources_;
  Diagnostics& diagnostics_;
  std::vector<std::unique_ptr<Frame>> frames_;
  std::map<std::string, std::string, std::less<>> defines_;
  std::vector<std::unique_ptr<Substitution>> substitutions_;
  std::vector<Token> pushed_back_;
  bool module_name_follows_ = false;  // the last token was loadmodule
  std::size_t expanded_bytes_ = 0;
  bool expansion_over_ = false;  // the limit was passed
  std::size_t files_ = 0;
  Location end_;
};

}  // namespace weir::routes
