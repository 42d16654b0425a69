#include "control/script_commands.h"

#include "control/configuration.h"
#include "routes/compile.h"
#include "routes/explain.h"
#include "routes/report.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <array>
#include <cstdio>

namespace weir::control {
namespace {

using Json = nlohmann::ordered_json;
using routes::ReportRow;

using Counts = std::array<std::size_t, routes::kSupportNames.size()>;

Counts count(const std::vector<ReportRow>& rows) {
  Counts counts{};
  for (const ReportRow& row : rows) ++counts[static_cast<std::size_t>(row.support)];
  return counts;
}

std::string_view name_of(const ReportRow& row) {
  return routes::kSupportNames[static_cast<std::size_t>(row.support)];
}

std::string to_text(const std::vector<ReportRow>& rows, const routes::Sources& sources) {
  std::string text;
  for (const ReportRow& row : rows) {
    text += fmt::format("{}:{}: {:<14}  {}", sources.path(row.location.file), row.location.line,
                        name_of(row), row.what);
    if (!row.why.empty()) text += fmt::format(" ({})", row.why);
    text += '\n';
  }
  const Counts counts = count(rows);
  for (std::size_t i = 0; i < counts.size(); ++i) {
    text += fmt::format("{}{} {}", i == 0 ? "" : ", ", counts[i], routes::kSupportNames[i]);
  }
  return text + "\n";
}

std::string to_json(const std::vector<ReportRow>& rows, const routes::Sources& sources) {
  Json summary;
  const Counts counts = count(rows);
  for (std::size_t i = 0; i < counts.size(); ++i) {
    std::string key(routes::kSupportNames[i]);
    if (const auto space = key.find(' '); space != std::string::npos) key[space] = '_';
    summary[key] = counts[i];
  }
  Json list = Json::array();
  for (const ReportRow& row : rows) {
    list.push_back({{"file", sources.path(row.location.file)},
                    {"line", row.location.line},
                    {"column", row.location.column},
                    {"support", name_of(row)},
                    {"what", row.what},
                    {"why", row.why}});
  }
  const Json whole = {{"summary", std::move(summary)}, {"rows", std::move(list)}};
  return whole.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace

int explain_command(const CommandLine& line) {
  Configuration configuration;
  read_script(line, configuration);
  std::fputs(configuration.report().c_str(), stderr);
  if (configuration.diagnostics.has_errors()) return 1;
  routes::Diagnostics compiled;
  const auto image = routes::compile(configuration.script, configuration.sources, compiled);
  if (!image) {
    fmt::print(stderr,
               "sipweir: no instructions are counted: the script has {} errors and uses {} things "
               "that are planned; -c lists them\n",
               compiled.errors(), compiled.planned());
  }
  const std::string text =
      routes::explain(configuration.script, configuration.sources, image ? &*image : nullptr);
  std::fputs(text.c_str(), stdout);
  return 0;
}

int report_command(const CommandLine& line) {
  constexpr std::size_t kAll = 1'000'000;
  Configuration configuration;
  configuration.diagnostics = routes::Diagnostics(kAll);
  load_configuration(line, configuration);
  const std::vector<ReportRow> rows =
      routes::report(configuration.script, configuration.diagnostics);
  const routes::Sources& sources = configuration.sources;
  std::fputs((line.json ? to_json(rows, sources) : to_text(rows, sources)).c_str(), stdout);
  const Counts counts = count(rows);
  const auto of = [&counts](routes::Support support) {
    return counts[static_cast<std::size_t>(support)];
  };
  return of(routes::Support::kUnknown) + of(routes::Support::kWrong) == 0 ? 0 : 1;
}

}  // namespace weir::control
