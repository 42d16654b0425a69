// The pages of docs/reference/.
#include "routes/reference.h"

#include "routes/vocabulary/global_docs.h"
#include "routes/vocabulary/modules.h"
#include "routes/vocabulary/planned_pseudo_variables.h"
#include "routes/vocabulary/vocabulary.h"

#include <algorithm>
#include <map>

namespace weir::routes {
namespace {

constexpr std::string_view kMadeBy =
    "<!-- Made from routes/vocabulary/ by scripts/gen-reference: change it there. -->\n";

// A cell of a table, or running text: what Markdown would take for its own is escaped.
std::string cell(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '|' || c == '<' || c == '*' || c == '_') out += '\\';
    out += c;
  }
  return out;
}

std::string code(std::string_view text) {
  std::string out = "`";
  for (const char c : text) out += c == '|' ? std::string("\\|") : std::string(1, c);
  return out + "`";
}

std::string mark(Effect effect) {
  return effect == Effect::kWorks ? "" : " (" + std::string(effect_word(effect)) + ")";
}

std::string type_of(char type) {
  return type == 'i' ? "number" : type == 's' ? "text" : "number or text";
}

std::string module_path(std::string_view module) {
  return "modules/" + std::string(module) + ".md";
}

void add_function(const FunctionSpec& row, std::string& out) {
  const bool planned = is_planned(row);
  out += "\n### " + std::string(row.name) + "\n\n" + code(signature(row)) +
         (planned ? " - **planned**" : "") + "\n\n" + cell(row.doc) + " Stands in " +
         cell(allowed_blocks(row)) + ". " +
         (planned ? "A script that calls it checks, and does not start."
                  : std::string(plane_words(row))) +
         "\n";
  const std::string_view example = example_of(row.name);
  if (!planned && !example.empty()) out += "\n```\n" + std::string(example) + "\n```\n";
}

void add_parameters(const ModuleSpec& module, std::string& out) {
  if (module.parameters.empty()) return;
  out += "\n## Parameters\n\n| parameter | takes | default | meaning |\n|---|---|---|---|\n";
  const ParameterRow* example = nullptr;
  for (const ParameterRow& row : module.parameters) {
    const bool told = module.built && row.effect != Effect::kWorks;
    out += "| " + code(row.name) + " | " + type_of(row.type) + " | " +
           (row.initial.empty() ? "none" : code(row.initial)) + " | " + cell(row.doc) +
           (told ? mark(row.effect) : "") + " |\n";
    const bool better =
        example == nullptr || (example->effect != Effect::kWorks && row.effect == Effect::kWorks);
    if (better && !row.initial.empty()) example = &row;
  }
  if (example == nullptr) return;
  const std::string value = example->type == 'i' ? std::string(example->initial)
                                                 : "\"" + std::string(example->initial) + "\"";
  out += "\n```\nmodparam(\"" + std::string(module.name) + "\", \"" + std::string(example->name) +
         "\", " + value + ")\n```\n";
}

void add_rows(std::string_view title, std::span<const NameRow> rows, bool built, std::string& out) {
  if (rows.empty()) return;
  out += "\n## " + std::string(title) + "\n\n| name | meaning |\n|---|---|\n";
  for (const NameRow& row : rows) {
    out += "| " + code(row.name) + " | " + cell(row.doc) + (built ? mark(row.effect) : "") + " |\n";
  }
}

Page module_page(const ModuleSpec& module) {
  const std::string name(module.name);
  Page page{module_path(name), std::string(kMadeBy)};
  std::string& out = page.text;
  out += name == "core" ? "# The core\n\n" : "# Module " + name + "\n\n";
  out += module.doc.empty() ? "A module of Kamailio's." : cell(module.doc);
  if (!module.built) out += " **Planned**: it may be loaded, and its functions only check.";
  if (name != "core") out += "\n\n```\nloadmodule \"" + name + ".so\"\n```";
  out += "\n";
  const auto functions = functions_of(name);
  if (!functions.empty()) {
    out += "\nFunctions:";
    for (const FunctionSpec* const row : functions) {
      out += " [" + cell(row->name) + "](#" + std::string(row->name) + ")";
    }
    out += "\n";
  }
  add_parameters(module, out);
  if (!functions.empty()) out += "\n## Functions\n";
  for (const FunctionSpec* const row : functions) add_function(*row, out);
  add_rows("Event routes", module.events, module.built, out);
  add_rows("RPC commands", module.commands, module.built, out);
  add_rows("Statistics", module.figures, module.built, out);
  return page;
}

// ---- the cookbooks ----

constexpr std::string_view kCoreHead = R"(# Cookbook: the core

What a script is made of. The functions that need no module stand in [The core](modules/core.md).

## Blocks

| block | runs |
|---|---|
| `request_route` | for every request, from its first line; `route { }` is the same |
| `route[NAME]` | where `route(NAME)` calls it; one stack of calls, `return` goes back |
| `reply_route`, `onreply_route` | for every reply that answers a request of ours |
| `onreply_route[NAME]` | for the replies of a transaction that armed it (planned) |
| `branch_route[NAME]` | for each branch before it is sent (planned) |
| `failure_route[NAME]` | when no branch succeeded (planned) |
| `onsend_route` | for what is about to be sent, `$snd(...)` and `$sndto(...)` tell where; `drop` keeps it |
| `event_route[MODULE:EVENT]` | when the event happens: those of `guard` (the others are planned) |

## Statements

| statement | meaning |
|---|---|
| `if (C) ... else ...` | a number above 0 is true, as is a function that succeeds |
| `switch (V) { case V: ... break; default: }` | `case /pattern/:` and `case r"...":` compare by pattern |
| `while (C) { }` | at most `max_while_loops` turns |
| `break` | leaves the innermost `switch` or `while` |
| `return N` | back to the caller; N is `$rc`, above 0 is true, 0 ends the script |
| `exit` | ends the script, the message goes as it was decided |
| `drop` | ends the script, nothing is sent any more |
| `$x = V`, `+= -= *= /= %= &= \|= ^=` | assigns; `$null` takes the value away |

## Directives

| directive | meaning |
|---|---|
| `#!define NAME [VALUE]` | a word that is replaced; `-A NAME=VALUE` on the command line |
| `#!ifdef NAME`, `#!ifndef NAME`, `#!else`, `#!endif` | what is read at all |
| `#!subst "/a/b/"`, `#!substdef "!NAME!text!"` | replaces in texts, and defines what it replaces |
| `include_file "F"`, `import_file "F"` | reads another file; the second may be missing |
| `loadmodule "M.so"`, `modparam("M", "P", V)` | makes a module's names known, and sets a parameter |
| `listen=udp:ADDRESS:PORT` | a socket; `advertise A:P` and `name "N"` may follow |
| `alias="NAME"` | a name that is ours, for `myself` |
| `GROUP.NAME = V desc "..."` | a setting of the script, `$sel(cfg_get.GROUP.NAME)` |

## Words of conditions

`method`, `uri`, `from_uri`, `to_uri`, `status`, `src_ip`, `src_port`, `dst_ip`, `dst_port`, `proto`, `af`, `snd_ip`,
`snd_port`, `to_ip`, `to_port`, `msg:len`; `myself` stands for our sockets and aliases. `==`, `!=`, `<`, `>`, `<=`, `>=`
compare, `=~` matches a POSIX pattern in any case, `&&`, `||`, `!` join.

```
if (method == "INVITE" && src_ip != 10.0.0.0/8) drop;
if (uri != myself) forward();
```

## Global parameters

)";

std::string global_row(std::string_view name, std::string_view initial, std::string_view doc) {
  return "| " + code(name) + " | " + (initial.empty() ? "none" : code(initial)) + " | " +
         cell(doc) + " |\n";
}

Page core_cookbook() {
  Page page{"core.md", std::string(kMadeBy) + std::string(kCoreHead)};
  std::string& out = page.text;
  out += "| parameter | default | meaning |\n|---|---|---|\n";
  for (const GlobalDoc& row : kGlobalDocs) out += global_row(row.name, row.initial, row.doc);
  for (const GlobalGroup& group : kGlobalGroups) {
    if (group.effect == GlobalEffect::kUsed) continue;
    std::string names;
    std::string_view rest = group.names;
    while (!rest.empty()) {
      const std::size_t end = std::min(rest.find(' '), rest.size());
      names += (names.empty() ? "" : ", ") + code(rest.substr(2, end - 2));
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    out += group.effect == GlobalEffect::kPlanned ? std::string("\nPlanned")
                                                  : "\nAccepted and void, since " + cell(group.why);
    out += ": " + names + ".\n";
  }
  return page;
}

Page variables_cookbook() {
  Page page{"pseudo-variables.md", std::string(kMadeBy)};
  std::string& out = page.text;
  out +=
      "# Cookbook: pseudo-variables\n\n"
      "`$name` or `$(name)`, in statements and in texts; `$(name(key)[1])` has an index, -1 is the "
      "last one, `[*]` all; `$(name{class.op})` is [transformed](transformations.md). What has no "
      "value is null: it prints as `<null>`, counts as 0 and compares as `$null`.\n\n"
      "```\nif ($hdr(User-Agent) == $null) drop;\n$du = \"sip:\" + $(hdr(X-Target){s.trim});\n"
      "xlog(\"$rm from $si:$sp, user $(fU{s.tolower})\\n\");\n```\n\n"
      "| variable | | meaning |\n|---|---|---|\n";
  for (const PvSpec& row : kPseudoVariables) {
    const std::string form =
        "$" + std::string(row.name) + (row.inner == PvInner::kNone ? "" : "(...)");
    out += "| " + code(form) + " | " + (row.writable ? "assignable" : "") + " | " + cell(row.doc) +
           " |\n";
  }
  out += "\n## Planned\n\n| variable | module | meaning |\n|---|---|---|\n";
  for (const PlannedPvSpec& row : kPlannedPseudoVariables) {
    out += "| " + code("$" + std::string(row.name)) + " | " + cell(row.module) + " | " +
           cell(row.doc) + " |\n";
  }
  return page;
}

std::string_view class_words(std::string_view family) noexcept {
  constexpr std::pair<std::string_view, std::string_view> kWords[] = {
      {"line", "of a text with lines"},
      {"nameaddr", "of a name-addr, `\"Bob\" <sip:bob@example.net>`"},
      {"num", "of a number"},
      {"param", "of parameters, `a=1;b=2`; a last argument is another separator"},
      {"re", "by a pattern"},
      {"s", "of any text"},
      {"sock", "of a socket, `udp:192.0.2.1:5060`"},
      {"tobody", "of the value of From or To"},
      {"uri", "of a URI"},
      {"urialias", "of a URI and its short form"},
      {"val", "of what may be null"},
  };
  for (const auto& [name, words] : kWords) {
    if (name == family) return words;
  }
  return {};
}

Page transformations_cookbook() {
  Page page{"transformations.md", std::string(kMadeBy)};
  std::string& out = page.text;
  out +=
      "# Cookbook: transformations\n\n"
      "`$(variable{class.operation,argument,...})`; they follow each other from left to right, and "
      "arguments may be variables. An index counts from 0, and from the end when it is "
      "negative.\n\n"
      "```\n$var(user) = $(ru{uri.user}{s.tolower});\n$var(third) = $(hdr(X-List){s.select,2,,});\n"
      "$var(q) = $(ct{tobody.params}{param.value,q});\n```\n";
  std::string_view family;
  for (const TransformationSpec& row : kTransformations) {
    const std::string_view one = row.name.substr(0, row.name.find('.'));
    if (one != family) {
      family = one;
      out += "\n## " + std::string(family) + ": " + std::string(class_words(family)) +
             "\n\n| transformation | arguments | meaning |\n|---|---|---|\n";
    }
    out += "| " + code("{" + std::string(row.name) + "}") + " | " + std::to_string(row.least) +
           (row.most == row.least ? "" : " to " + std::to_string(row.most)) + " | " +
           cell(row.doc) + " |\n";
  }
  return page;
}

// ---- the index and the overview ----

using Index = std::map<std::string, std::string>;  // what is sorted by -> the line

void add_section(std::string_view title, const Index& index, std::string& out) {
  out += "\n## " + std::string(title) + "\n\n";
  for (const auto& [name, line] : index) out += line;
}

std::string link(std::string_view name, std::string_view path, std::string_view where) {
  return "* [" + code(name) + "](" + std::string(path) + ")" +
         (where.empty() ? "" : " - " + std::string(where)) + "\n";
}

Page names_page() {
  Page page{"names.md", std::string(kMadeBy) + "# All names\n"};
  Index functions, parameters, events, commands, figures, variables, transformations, globals;
  for (const ModuleSpec* const module : kModules) {
    const std::string path = module_path(module->name);
    const std::string name(module->name);
    for (const FunctionSpec* const row : functions_of(name)) {
      const std::string word(row->name);
      functions[word + " " + name] =
          link(word, path + "#" + word, name + (is_planned(*row) ? ", planned" : ""));
    }
    for (const ParameterRow& row : module->parameters) {
      const std::string word(row.name);
      parameters[word + " " + name] = link(word, path + "#parameters", name);
    }
    const auto add = [&](std::span<const NameRow> rows, std::string_view at, Index& index) {
      for (const NameRow& row : rows) {
        index[std::string(row.name)] = link(row.name, path + std::string(at), "");
      }
    };
    add(module->events, "#event-routes", events);
    add(module->commands, "#rpc-commands", commands);
    add(module->figures, "#statistics", figures);
  }
  for (const PvSpec& row : kPseudoVariables) {
    variables[std::string(row.name)] = link("$" + std::string(row.name), "pseudo-variables.md", "");
  }
  for (const PlannedPvSpec& row : kPlannedPseudoVariables) {
    variables[std::string(row.name)] =
        link("$" + std::string(row.name), "pseudo-variables.md#planned", "planned");
  }
  for (const TransformationSpec& row : kTransformations) {
    transformations[std::string(row.name)] =
        link("{" + std::string(row.name) + "}", "transformations.md", "");
  }
  for (const GlobalGroup& group : kGlobalGroups) {
    std::string_view rest = group.names;
    while (!rest.empty()) {
      const std::size_t end = std::min(rest.find(' '), rest.size());
      const std::string word(rest.substr(2, end - 2));
      globals[word] = link(word, "core.md#global-parameters", "");
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
  }
  add_section("Functions", functions, page.text);
  add_section("Pseudo-variables", variables, page.text);
  add_section("Transformations", transformations, page.text);
  add_section("Parameters of modules", parameters, page.text);
  add_section("Global parameters", globals, page.text);
  add_section("Event routes", events, page.text);
  add_section("RPC commands", commands, page.text);
  add_section("Statistics", figures, page.text);
  return page;
}

Page overview_page() {
  Page page{"README.md", std::string(kMadeBy)};
  std::string& out = page.text;
  out +=
      "# Reference\n\n"
      "Cookbooks: [the core](core.md), [pseudo-variables](pseudo-variables.md), "
      "[transformations](transformations.md). [All names](names.md), by kind and alphabet.\n\n"
      "The same in the terminal: `sipweir doc NAME`. What is **planned** is known and checked: "
      "`sipweir -c` lists it and exits 0, and a script that uses it does not start.\n\n"
      "## Modules that work\n\n| module | functions | what it is |\n|---|--:|---|\n";
  const auto row = [&out](const ModuleSpec& module) {
    std::size_t works = 0;
    const auto functions = functions_of(module.name);
    for (const FunctionSpec* const one : functions) works += is_planned(*one) ? 0 : 1;
    out += "| [" + std::string(module.name) + "](" + module_path(module.name) + ") | " +
           (module.built ? std::to_string(works) + " of " : "") + std::to_string(functions.size()) +
           " | " + cell(module.doc) + " |\n";
  };
  for (const ModuleSpec* const module : kModules) {
    if (module->built) row(*module);
  }
  out += "\n## Modules that are planned\n\n| module | functions | what it is |\n|---|--:|---|\n";
  for (const ModuleSpec* const module : kModules) {
    if (!module->built) row(*module);
  }
  out += "\nKnown by name alone, so that a script that loads them checks:";
  for (const std::string_view name : kOtherModules) out += " " + cell(name);
  out += ".\n";
  return page;
}

}  // namespace

std::vector<Page> reference_pages() {
  std::vector<Page> pages = {overview_page(), core_cookbook(), variables_cookbook(),
                             transformations_cookbook(), names_page()};
  for (const ModuleSpec* const module : kModules) pages.push_back(module_page(*module));
  return pages;
}

}  // namespace weir::routes
