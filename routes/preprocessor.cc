#include "routes/preprocessor.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <utility>

namespace weir::routes {

namespace {

constexpr std::size_t kMaxIncludeDepth = 10;
constexpr std::size_t kMaxFiles = 200;
constexpr std::size_t kMaxExpansionDepth = 32;
constexpr std::size_t kMaxExpandedBytes = 4u << 20;

// What Kamailio 5.6.3 defines by itself, so that scripts which ask for a version find it.
constexpr auto kVersionDefines =
    std::to_array<std::string_view>({"KAMAILIO_5", "KAMAILIO_5_6", "KAMAILIO_5_6_3", "SIPWEIR"});

constexpr auto kDirectives = std::to_array<std::string_view>(
    {"define",    "def",    "trydefine", "trydef",    "redefine",   "redef",        "undef",
     "tryundef",  "ifdef",  "ifndef",    "else",      "endif",      "subst",        "substdef",
     "substdefs", "defenv", "defenvs",   "trydefenv", "trydefenvs", "include_file", "import_file"});

// First lines, which choose a dialect; there is only one here.
constexpr auto kDialects =
    std::to_array<std::string_view>({"KAMAILIO", "OPENSER", "SER", "ALL", "MAXCOMPAT"});

// In later Kamailio versions, where they change what is read: to skip them would be wrong.
constexpr auto kLaterDirectives = std::to_array<std::string_view>({"ifexp", "defexp", "defexps"});

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

std::string_view trim(std::string_view text) {
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

// Takes the leading [A-Za-z0-9_]* off.
std::string_view take_word(std::string_view& text) {
  std::size_t size = 0;
  while (size < text.size() && is_identifier("_" + std::string(1, text[size]))) ++size;
  const std::string_view word = text.substr(0, size);
  text.remove_prefix(size);
  return word;
}

template <class List>
bool holds(const List& list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

// "/opt/lib/tm.so", "tm.so" and "tm" are the module tm.
std::string module_name(std::string_view module) {
  const std::size_t slash = module.rfind('/');
  if (slash != module.npos) module.remove_prefix(slash + 1);
  if (module.ends_with(".so")) module.remove_suffix(3);
  return std::string(module);
}

std::string quoted(std::string_view text) { return "\"" + std::string(text) + "\""; }

}  // namespace

Preprocessor::Preprocessor(const ParseOptions& options, Sources& sources, Diagnostics& diagnostics)
    : options_(options), sources_(sources), diagnostics_(diagnostics) {
  for (const std::string_view name : kVersionDefines) defines_.emplace(name, "");
}

// The command line's defines come first. Each is a source of its own, for the messages.
void Preprocessor::take_options(const ParseOptions& options) {
  const auto place = [&](const char* option, const std::string& text) {
    const std::uint32_t file = sources_.add(std::string("(") + option + ")", text);
    return Location{file, 1, 1, static_cast<std::uint32_t>(std::max<std::size_t>(text.size(), 1))};
  };
  for (const std::string& text : options.defines) {
    std::string spaced = text;
    const std::size_t equals = spaced.find('=');
    if (equals != spaced.npos) spaced[equals] = ' ';
    define(spaced, place("-A", text), OnDuplicate::kReplace);
  }
  for (const std::string& text : options.substitutions) {
    add_substitution(text, place("--subst", text), "subst");
  }
  for (const std::string& text : options.substdefs) {
    add_substitution(text, place("--substdef", text), "substdef");
  }
  for (const std::string& text : options.substdefs_text) {
    add_substitution(text, place("--substdefs", text), "substdefs");
  }
}

void Preprocessor::open_file(const std::string& path) {
  std::optional<std::string> text = options_.load(path);
  if (!text) {
    const std::uint32_t file = sources_.add(path, "");
    diagnostics_.error(Location{file, 0, 0, 0}, "cannot read this file",
                       "check the name and the permissions; it may have 16 MiB");
    take_options(options_);
    return;
  }
  open_text(std::move(*text), path);
}

void Preprocessor::open_text(std::string text, const std::string& path) {
  const std::uint32_t file = sources_.add(path, std::move(text));
  auto frame = std::make_unique<Frame>();
  frame->path = path;
  frame->lexer = std::make_unique<Lexer>(sources_.text(file), file, diagnostics_);
  frames_.push_back(std::move(frame));
  ++files_;
  if (files_ == 1) take_options(options_);
}

Token Preprocessor::next() {
  Token token = next_raw();
  if (token.kind != TokenKind::kString) return token;
  if (module_name_follows_) {
    defines_.emplace("MOD_" + module_name(token.text), "");
    module_name_follows_ = false;
  }
  for (;;) {  // neighbours make one string
    Token more = next_raw();
    if (more.kind != TokenKind::kString) {
      pushed_back_.push_back(std::move(more));
      break;
    }
    token.text += more.text;
  }
  for (const auto& substitution : substitutions_) token.text = substitution->apply(token.text);
  return token;
}

Token Preprocessor::next_raw() {
  if (!pushed_back_.empty()) {
    Token token = std::move(pushed_back_.back());
    pushed_back_.pop_back();
    return token;
  }
  if (diagnostics_.errors() > Lexer::kMaxErrors) frames_.clear();
  while (!frames_.empty()) {
    Frame& frame = *frames_.back();
    Token token = frame.lexer->next();
    if (!frame.define.empty()) token.expanded = true;
    if (!frame.define.empty() && frame.fresh) {
      token.spaced = frame.place.spaced;
      token.line_start = frame.place.line_start;
      frame.fresh = false;
    }
    if (token.kind == TokenKind::kEnd) {
      end_ = token.location;
      pop();
      continue;
    }
    if (token.kind == TokenKind::kDirective) {
      run_directive(token);
      continue;
    }
    if (token.kind == TokenKind::kIdentifier) {
      if (token.text == "include_file" || token.text == "import_file") {
        run_include(token);
        if (!pushed_back_.empty()) return next_raw();
        continue;
      }
      if (expand(token)) continue;
      module_name_follows_ = token.text == "loadmodule" || token.text == "loadmodulex";
    } else if (token.kind != TokenKind::kString) {
      module_name_follows_ = false;
    }
    return token;
  }
  Token end;
  end.location = end_;
  return end;
}

void Preprocessor::pop() {
  for (const Location& open : frames_.back()->conditions) {
    diagnostics_.error(open, "this condition is never closed", "add the missing #!endif");
  }
  frames_.pop_back();
}

// True when `token` is a define's name: its value is then read next.
bool Preprocessor::expand(const Token& token) {
  const auto found = defines_.find(token.text);
  if (found == defines_.end() || expansion_over_) return false;
  std::size_t depth = 0;
  for (const auto& frame : frames_) {
    if (frame->define == token.text) return false;
    if (!frame->define.empty()) ++depth;
  }
  expanded_bytes_ += found->second.size() + 1;
  if (depth >= kMaxExpansionDepth || expanded_bytes_ > kMaxExpandedBytes) {
    diagnostics_.error(token.location, "the defines expand to too much here",
                       "look for defines that name each other");
    expansion_over_ = true;
    while (!frames_.back()->define.empty()) frames_.pop_back();
    return true;
  }
  auto frame = std::make_unique<Frame>();
  frame->define = token.text;
  frame->text = found->second;
  frame->place = token;
  frame->lexer =
      std::make_unique<Lexer>(frame->text, token.location.file, diagnostics_, token.location);
  frames_.push_back(std::move(frame));
  return true;
}

void Preprocessor::run_directive(const Token& token) {
  std::string_view rest = token.text;
  const std::string_view word = take_word(rest);
  rest = trim(rest);
  if (word == "define" || word == "def") {
    define(rest, token.location, OnDuplicate::kRefuse);
  } else if (word == "trydefine" || word == "trydef") {
    define(rest, token.location, OnDuplicate::kKeep);
  } else if (word == "redefine" || word == "redef") {
    define(rest, token.location, OnDuplicate::kReplace);
  } else if (word == "undef" || word == "tryundef") {
    const auto found = defines_.find(take_word(rest));
    if (found != defines_.end()) defines_.erase(found);
  } else if (word == "ifdef" || word == "ifndef" || word == "else" || word == "endif") {
    run_condition(token, word, rest);
  } else if (word.starts_with("subst") && holds(kDirectives, word)) {
    run_substitution(token, word, rest);
  } else if (word.find("defenv") != word.npos && holds(kDirectives, word)) {
    run_environment(token, word, rest);
  } else if (word == "include_file" || word == "import_file") {
    if (rest.size() < 2 || (rest[0] != '"' && rest[0] != '\'') || rest.back() != rest[0]) {
      diagnostics_.error(token.location, "a file name in quotes has to follow");
      return;
    }
    include(std::string(rest.substr(1, rest.size() - 2)), token.location, word == "include_file");
  } else if (holds(kLaterDirectives, word)) {
    diagnostics_.error(token.location, "#!" + std::string(word) + " is not in Kamailio 5.6",
                       "use #!ifdef with a define given by -A or #!defenv");
  } else if (!holds(kDialects, word) && !word.empty()) {
    diagnostics_.warning(token.location,
                         "#!" + std::string(word) + " is not a directive; it is read as a comment",
                         did_you_mean(word, kDirectives));
  }
}

void Preprocessor::run_condition(const Token& token, std::string_view word, std::string_view rest) {
  std::vector<Location>& open = frames_.back()->conditions;
  if (word == "ifdef" || word == "ifndef") {
    const std::string_view name = take_word(rest);
    if (name.empty()) {
      diagnostics_.error(token.location, "a name has to follow #!" + std::string(word));
    }
    open.push_back(token.location);
    const bool defined = defines_.find(name) != defines_.end();
    if (defined != (word == "ifdef")) skip_false_branch(/*stop_at_else=*/true);
    return;
  }
  if (open.empty()) {
    diagnostics_.error(token.location, "no #!ifdef or #!ifndef is open here",
                       "remove this #!" + std::string(word) + ", or open a condition before it");
    return;
  }
  if (word == "endif") {
    open.pop_back();
  } else {
    skip_false_branch(/*stop_at_else=*/false);  // the branch before it was read
  }
}

void Preprocessor::skip_false_branch(bool stop_at_else) {
  Frame& frame = *frames_.back();
  const Token stop = frame.lexer->skip_branch(stop_at_else);
  if (stop.kind == TokenKind::kEnd) return;  // pop() reports what is open
  std::string_view text = stop.text;
  if (take_word(text) == "endif") frame.conditions.pop_back();
}

void Preprocessor::define(std::string_view text, const Location& location, OnDuplicate duplicate) {
  const std::string name(take_word(text));
  if (!is_identifier(name)) {
    if (name.empty() && text.empty()) {
      diagnostics_.warning(location, "a define without a name defines nothing");
    } else {
      diagnostics_.error(location, "a define's name is a word of letters, digits and \"_\"",
                         "and starts with a letter or \"_\"");
    }
    return;
  }
  if (text.starts_with('-')) {
    diagnostics_.error(location, "\"-\" is not allowed in a define's name",
                       "separate the value by a blank, or use \"_\"");
    return;
  }
  set(name, std::string(trim(text)), location, duplicate);
}

void Preprocessor::set(const std::string& name, std::string value, const Location& location,
                       OnDuplicate duplicate) {
  const auto [found, added] = defines_.try_emplace(name, value);
  if (added || duplicate == OnDuplicate::kKeep) return;
  if (duplicate == OnDuplicate::kRefuse) {
    diagnostics_.error(location, quoted(name) + " is defined already",
                       "use #!redef to replace it or #!trydef to keep the first");
    return;
  }
  found->second = std::move(value);
}

void Preprocessor::run_substitution(const Token& token, std::string_view word,
                                    std::string_view rest) {
  const bool in_quotes =
      rest.size() >= 2 && (rest[0] == '"' || rest[0] == '\'') && rest.back() == rest[0];
  if (!in_quotes) {
    diagnostics_.error(token.location, "a string in quotes has to follow #!" + std::string(word),
                       "write it as in #!" + std::string(word) + " \"!FROM!to!g\"");
    return;
  }
  add_substitution(rest.substr(1, rest.size() - 2), token.location, word);
}

void Preprocessor::add_substitution(std::string_view text, const Location& location,
                                    std::string_view word) {
  std::string problem;
  std::unique_ptr<Substitution> made = Substitution::parse(text, problem);
  if (!made) {
    diagnostics_.error(location, "this substitution cannot be used: " + problem,
                       "write it as in \"!FROM!to!g\"");
    return;
  }
  if (word != "subst") {
    const std::string value = made->replacement();
    // A pattern that is no word works in strings alone, as in Kamailio.
    if (is_identifier(made->pattern())) {
      set(made->pattern(), word == "substdefs" ? quoted(value) : value, location,
          OnDuplicate::kKeep);
    }
  }
  substitutions_.push_back(std::move(made));
}

// NAME=VARIABLE or NAME for both.
void Preprocessor::run_environment(const Token& token, std::string_view word,
                                   std::string_view rest) {
  const std::string name(take_word(rest));
  std::string variable = name;
  if (rest.starts_with('=')) {
    rest.remove_prefix(1);
    variable = std::string(take_word(rest));
  }
  if (!is_identifier(name) || variable.empty()) {
    diagnostics_.error(token.location, "write it as in #!" + std::string(word) + " NAME=VARIABLE");
    return;
  }
  const char* const value = std::getenv(variable.c_str());
  if (value == nullptr) {
    if (word.starts_with("try")) return;
    diagnostics_.error(token.location,
                       "the environment variable " + quoted(variable) + " is not set",
                       "set it, or use #!try" + std::string(word));
    return;
  }
  set(name, word.ends_with('s') ? quoted(value) : value, token.location, OnDuplicate::kKeep);
}

void Preprocessor::run_include(const Token& word) {
  const Token name = frames_.back()->lexer->next();
  if (name.kind != TokenKind::kString) {
    diagnostics_.error(word.location, "a file name in quotes has to follow " + word.text);
    if (name.kind != TokenKind::kEnd) pushed_back_.push_back(name);
    return;
  }
  include(name.text, name.location, word.text == "include_file");
}

void Preprocessor::include(const std::string& path, const Location& location, bool must_exist) {
  std::size_t depth = 0;
  std::string_view parent;
  for (const auto& frame : frames_) {
    if (!frame->define.empty()) continue;
    ++depth;
    parent = frame->path;
  }
  if (depth > kMaxIncludeDepth || files_ >= kMaxFiles) {
    diagnostics_.error(location, "too many nested or repeated includes",
                       "files may nest 10 deep; look for one that includes itself");
    return;
  }
  std::string found = path;
  std::optional<std::string> text = options_.load(found);
  if (!text && !path.starts_with('/')) {
    const std::size_t slash = parent.rfind('/');
    if (slash != parent.npos) {
      found = std::string(parent.substr(0, slash + 1)) + path;
      text = options_.load(found);
    }
  }
  if (text) {
    open_text(std::move(*text), found);
  } else if (must_exist) {
    diagnostics_.error(location, "cannot read the included file " + quoted(path),
                       "check the name and the permissions, or use import_file if it may be "
                       "missing");
  }
}

}  // namespace weir::routes
