// Input: ```script, read as edge.cfg.
#include "routes/compile.h"
#include "routes/explain.h"
#include "routes/parser.h"
#include "routes/report.h"
#include "tests/golden/golden.h"

#include <string>

namespace weir::golden {
namespace {

struct Front {
  routes::Sources sources;
  routes::Diagnostics parsed;
  routes::Diagnostics compiled;
  routes::Script script;
  std::optional<routes::Image> image;

  explicit Front(const Case& one)
      : script(routes::parse_script_text(std::string(one.input("script")), "edge.cfg", {}, sources,
                                         parsed)),
        image(routes::compile(script, sources, compiled)) {}
};

}  // namespace

std::string make_explained(const Case& one) {
  Front front(one);
  if (front.parsed.has_errors()) return front.parsed.render(front.sources);
  return routes::explain(front.script, front.sources, front.image ? &*front.image : nullptr);
}

std::string make_report(const Case& one) {
  Front front(one);
  if (front.parsed.has_errors()) return front.parsed.render(front.sources);
  std::string text;
  for (const routes::ReportRow& row : routes::report(front.script, front.compiled)) {
    text += std::to_string(row.location.line) + ": " +
            std::string(routes::kSupportNames[static_cast<std::size_t>(row.support)]) + ": " +
            row.what + (row.why.empty() ? "" : " (" + row.why + ")") + "\n";
  }
  return text;
}

}  // namespace weir::golden
