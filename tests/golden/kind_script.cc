// Inputs: ```script, ```file NAME for what it includes, ```options with a line each: -A NAME=VALUE,
// --subst=..., --substdef=..., --substdefs=...
#include "routes/parser.h"
#include "routes/print.h"
#include "tests/golden/golden.h"

#include <optional>
#include <sstream>
#include <string>

namespace weir::golden {

namespace {

routes::ParseOptions options_of(const Case& one) {
  routes::ParseOptions options;
  std::istringstream lines{std::string(one.input("options"))};
  for (std::string line; std::getline(lines, line);) {
    const auto take = [&line](std::string_view prefix, std::vector<std::string>& into) {
      if (line.starts_with(prefix)) into.push_back(line.substr(prefix.size()));
    };
    take("-A ", options.defines);
    take("--subst=", options.substitutions);
    take("--substdef=", options.substdefs);
    take("--substdefs=", options.substdefs_text);
  }
  options.load = [&one](const std::string& path) -> std::optional<std::string> {
    for (const Block& block : one.inputs) {
      if (block.kind == "file" && block.argument == path) return block.text;
    }
    return std::nullopt;
  };
  return options;
}

}  // namespace

std::string make_diagnostics(const Case& one) {
  routes::Sources sources;
  routes::Diagnostics diagnostics;
  routes::parse_script_text(std::string(one.input("script")), "edge.cfg", options_of(one), sources,
                            diagnostics);
  const std::string text = diagnostics.render(sources);
  return text.empty() ? "no complaints\n" : text;
}

std::string make_printed(const Case& one) {
  routes::Sources sources;
  routes::Diagnostics diagnostics;
  const routes::Script script = routes::parse_script_text(
      std::string(one.input("script")), "edge.cfg", options_of(one), sources, diagnostics);
  if (diagnostics.has_errors()) return diagnostics.render(sources);
  return routes::print_script(script);
}

}  // namespace weir::golden
