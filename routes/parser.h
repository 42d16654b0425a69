// Text -> AST: the whole front end of the route language behind one call.
#pragma once

#include "routes/ast.h"
#include "routes/diagnostic.h"
#include "routes/source.h"

#include <string>
#include <vector>

namespace weir::routes {

// What the command line says about the text before it is read.
struct ParseOptions {
  std::vector<std::string> defines;         // -A NAME or NAME=VALUE
  std::vector<std::string> substitutions;   // --subst=/from/to/flags
  std::vector<std::string> substdefs;       // --substdef=!name!value!flags
  std::vector<std::string> substdefs_text;  // --substdefs: the value gets quotes as a define
  FileLoader load = load_file;
};

// Reads the file `path` with all it includes and returns what could be understood; it is usable
// only when `diagnostics` has no errors. Every error is reported, up to the diagnostics' limit:
// after one the parser goes on at the next statement or block. Any bytes are safe input.
// Semantics: Kamailio 5.6.3 (docs/compatibility.md lists the differences).
Script parse_script(const std::string& path, const ParseOptions& options, Sources& sources,
                    Diagnostics& diagnostics);

// Likewise for a text at hand; `path` names it in messages and is where its includes start.
Script parse_script_text(std::string text, const std::string& path, const ParseOptions& options,
                         Sources& sources, Diagnostics& diagnostics);

}  // namespace weir::routes
