#include "control/bridge_doc.h"

#include "control/bridge.h"
#include "routes/diagnostic.h"
#include "routes/reference.h"

#include <fmt/format.h>

#include <cstdio>
#include <filesystem>
#include <string_view>

namespace weir::control {
namespace {

std::string describe_drop(std::string_view name) {
  for (const CounterName& row : Bridge::drop_names()) {
    if (row.name == name) return fmt::format("{} - drop reason\n  {}.\n", row.name, row.meaning);
  }
  return {};
}

// Every name that doc knows.
std::vector<std::string> all_names() {
  std::vector<std::string> names = routes::reference_names();
  for (const CounterName& row : Bridge::drop_names()) names.emplace_back(row.name);
  return names;
}

int show(const std::string& name) {
  std::string text = routes::describe(name);
  const std::string drop = describe_drop(name);
  if (!text.empty() && !drop.empty()) text += "\n";
  text += drop;
  if (!text.empty()) {
    std::fputs(text.c_str(), stdout);
    return 0;
  }
  const std::vector<std::string> names = all_names();
  const std::vector<std::string_view> known(names.begin(), names.end());
  const std::string advice = routes::did_you_mean(name, known);
  fmt::print(stderr, "sipweir: nothing is called \"{}\"{}{}\n", name, advice.empty() ? "" : ": ",
             advice);
  return 1;
}

int write_pages(const std::string& directory) {
  const std::filesystem::path root(directory);
  std::error_code problem;
  for (const routes::Page& page : routes::reference_pages()) {
    const std::filesystem::path path = root / page.path;
    std::filesystem::create_directories(path.parent_path(), problem);
    std::FILE* const file = std::fopen(path.c_str(), "wb");
    const bool written = file != nullptr && std::fwrite(page.text.data(), 1, page.text.size(),
                                                        file) == page.text.size();
    if ((file != nullptr && std::fclose(file) != 0) || !written) {
      fmt::print(stderr, "sipweir: cannot write {}: name a directory that we may write to\n",
                 path.string());
      return 1;
    }
  }
  return 0;
}

}  // namespace

int doc_command(const std::vector<std::string>& words) {
  if (words[0] == "--write") return write_pages(words[1]);
  if (words[0] == "--list") {
    std::fputs(routes::vocabulary_list().c_str(), stdout);
    return 0;
  }
  if (words[0] != "--names") return show(words[0]);
  for (const std::string& name : all_names()) fmt::print("{}\n", name);
  return 0;
}

}  // namespace weir::control
