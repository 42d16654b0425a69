#include "control/completion.h"

#include "control/admin/protocol.h"
#include "control/command_line.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace weir::control {
namespace {

// One option or command as a shell completes it.
struct Word {
  std::string text;      // "-f", "--json", "stats"
  std::string argument;  // what follows it; empty: nothing
  std::string help;
};

std::vector<Word> sipweir_options() {
  std::vector<Word> words;
  for (const OptionSpec& spec : command_line_options()) {
    const std::string argument(spec.argument), help(spec.help);
    if (spec.letter != 0) words.push_back({fmt::format("-{}", spec.letter), argument, help});
    if (!spec.name.empty()) words.push_back({fmt::format("--{}", spec.name), argument, help});
  }
  return words;
}

const std::vector<Word> kSipweirCommands = {
    {"parse", "file", "What a SIP message holds, and what is wrong with it"},
    {"explain", "file", "A script with what runs where"},
    {"replay", "file", "A capture judged by guard and script"},
    {"doc", "name", "What a name of the script language means"},
    {"completion", "shell", "A completion script"},
};

const std::vector<Word> kControlOptions = {
    {"--socket", "file", "Control socket"},
    {"--instance", "name", "The daemon's instance"},
    {"--json", "", "Print the answer as JSON"},
    {"--help", "", "Help"},
    {"-h", "", "Help"},
    {"--version", "", "The version"},
    {"-v", "", "The version"},
};

std::vector<Word> control_commands() {
  std::vector<Word> words;
  for (const admin::CommandSpec& spec : admin::commands()) {
    words.push_back(
        {std::string(spec.name), spec.name == "reload" ? "file" : "", std::string(spec.doc)});
  }
  words.push_back({"completion", "shell", "A completion script"});
  return words;
}

// Which of the shell's completions an argument gets.
enum class Values { kNone, kFiles, kDirectories, kShells, kUsers, kGroups };

Values values_of(std::string_view argument) noexcept {
  if (argument == "file") return Values::kFiles;
  if (argument == "dir" || argument == "path") return Values::kDirectories;
  if (argument == "shell") return Values::kShells;
  if (argument == "uid") return Values::kUsers;
  if (argument == "gid") return Values::kGroups;
  return Values::kNone;
}

// ---- bash ----

std::string bash_values(const Word& word, bool doc) {
  if (doc) return "COMPREPLY=($(compgen -W \"$(\"$1\" doc --names 2>/dev/null)\" -- \"$word\"))";
  switch (values_of(word.argument)) {
    case Values::kFiles:
      return "COMPREPLY=($(compgen -f -- \"$word\"))";
    case Values::kDirectories:
      return "COMPREPLY=($(compgen -d -- \"$word\"))";
    case Values::kShells:
      return "COMPREPLY=($(compgen -W \"bash zsh\" -- \"$word\"))";
    case Values::kUsers:
      return "COMPREPLY=($(compgen -u -- \"$word\"))";
    case Values::kGroups:
      return "COMPREPLY=($(compgen -g -- \"$word\"))";
    case Values::kNone:
      return "COMPREPLY=()";
  }
  return {};
}

std::string bash_script(std::string_view program, const std::vector<Word>& options,
                        const std::vector<Word>& commands) {
  std::string cases, all, first;
  for (const auto* const list : {&options, &commands}) {
    for (const Word& word : *list) {
      const bool command = list == &commands;
      if (!word.argument.empty()) {
        cases += fmt::format("    {})\n      {}\n      return\n      ;;\n", word.text,
                             bash_values(word, command && word.text == "doc"));
      }
      (command ? first : all) += (command ? first : all).empty() ? word.text : " " + word.text;
    }
  }
  return fmt::format(
      "# Completion of {0} for bash; made by `{0} completion bash`.\n"
      "_{0}() {{\n"
      "  local word=${{COMP_WORDS[COMP_CWORD]}} before=${{COMP_WORDS[COMP_CWORD - 1]}}\n"
      "  COMPREPLY=()\n"
      "  case $before in\n{1}  esac\n"
      "  if [[ $word == -* ]]; then\n"
      "    COMPREPLY=($(compgen -W \"{2}\" -- \"$word\"))\n"
      "  else\n"
      "    COMPREPLY=($(compgen -W \"{3}\" -- \"$word\"))\n"
      "  fi\n"
      "}}\n"
      "complete -F _{0} {0}\n",
      program, cases, all, first);
}

// ---- zsh ----

// A description as it stands in [..] of _arguments.
std::string zsh_text(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '[' || c == ']' || c == ':' || c == '\\') out += '\\';
    out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  }
  return out;
}

std::string_view zsh_action(std::string_view argument) noexcept {
  switch (values_of(argument)) {
    case Values::kFiles:
      return "_files";
    case Values::kDirectories:
      return "_files -/";
    case Values::kShells:
      return "(bash zsh)";
    case Values::kUsers:
      return "_users";
    case Values::kGroups:
      return "_groups";
    case Values::kNone:
      return " ";
  }
  return {};
}

std::string zsh_script(std::string_view program, const std::vector<Word>& options,
                       const std::vector<Word>& commands) {
  std::string specs, described, arguments;
  for (const Word& word : options) {
    specs += fmt::format("    '*{}{}[{}]", word.text,
                         word.text.starts_with("--") && !word.argument.empty() ? "=" : "",
                         zsh_text(word.help));
    if (!word.argument.empty()) {
      specs += fmt::format(":{}:{}", zsh_text(word.argument), zsh_action(word.argument));
    }
    specs += "' \\\n";
  }
  for (const Word& word : commands) {
    described += fmt::format("    '{}:{}'\n", word.text, zsh_text(word.help));
    if (word.text == "doc") {
      arguments += "    doc) compadd -- ${(f)\"$($words[1] doc --names 2>/dev/null)\"} ;;\n";
    } else if (!word.argument.empty()) {
      const std::string action(zsh_action(word.argument));
      arguments += fmt::format("    {}) {} ;;\n", word.text,
                               action.starts_with('(') ? "compadd bash zsh" : action);
    }
  }
  return fmt::format(
      "#compdef {0}\n"
      "# Completion of {0} for zsh; made by `{0} completion zsh`.\n"
      "_{0}() {{\n"
      "  local -a commands=(\n{1}  )\n"
      "  case $words[CURRENT-1] in\n{2}    *) _arguments \\\n{3}"
      "    '1: :{{_describe command commands}}' ;;\n"
      "  esac\n"
      "}}\n"
      "_{0} \"$@\"\n",
      program, described, arguments, specs);
}

}  // namespace

std::string completion_script(std::string_view program, std::string_view shell) {
  const bool daemon = program == "sipweir";
  const std::vector<Word> options = daemon ? sipweir_options() : kControlOptions;
  const std::vector<Word> commands = daemon ? kSipweirCommands : control_commands();
  if (shell == "bash") return bash_script(program, options, commands);
  if (shell == "zsh") return zsh_script(program, options, commands);
  return {};
}

}  // namespace weir::control
