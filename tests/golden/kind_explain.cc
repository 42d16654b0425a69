// Input: ```script, read as edge.cfg.
#include "routes/compile.h"
#include "routes/explain.h"
#include "routes/parser.h"
#include "routes/report.h"
#include "tests/golden/golden.h"

#include <string>

namespace weir::golden {

std::string make_explained(const Case& one) {
  routes::Sources sources;
  routes::Diagnostics diagnostics;
  const routes::Script script = routes::parse_script_text(std::string(one.input("script")),
                                                          "edge.cfg", {}, sources, diagnostics);
  if (diagnostics.has_errors()) return diagnostics.render(sources);
  const auto image = routes::compile(script, sources, diagnostics);
  return routes::explain(script, sources, image ? &*image : nullptr);
}

std::string make_report(const Case& one) {
  routes::Sources sources;
  routes::Diagnostics diagnostics;
  const routes::Script script = routes::parse_script_text(std::string(one.input("script")),
                                                          "edge.cfg", {}, sources, diagnostics);
  static_cast<void>(routes::compile(script, sources, diagnostics));
  std::string text;
  for (const routes::ReportRow& row : routes::report(script, diagnostics)) {
    text += std::to_string(row.location.line) + ": " +
            std::string(routes::kSupportNames[static_cast<std::size_t>(row.support)]) + ": " +
            row.what + (row.why.empty() ? "" : " (" + row.why + ")") + "\n";
  }
  return text;
}

}  // namespace weir::golden
