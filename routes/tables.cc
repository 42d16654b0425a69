#include "routes/tables.h"

#include "routes/text_parts.h"
#include "routes/value.h"

#include <algorithm>
#include <cstddef>

namespace weir::routes {
namespace {

std::string_view trimmed(std::string_view text) noexcept {
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  if (first == text.npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

bool attribute(std::string_view name, std::string_view value, TableSetting& table,
               std::string& error) {
  std::int32_t number = 0;
  const bool is_number = text_to_int(value, number);
  if (name == "initval") {
    table.has_initial = true;
    table.initial_is_number = is_number;
    table.initial_number = number;
    table.initial_text = value;
    return true;
  }
  if (name != "size" && name != "autoexpire" && name != "updateexpire") {
    constexpr std::string_view kOthers[] = {"dbtable",  "cols",    "dbmode",  "dmqreplicate",
                                            "coldelim", "colnull", "reloadat"};
    if (std::find(std::begin(kOthers), std::end(kOthers), name) != std::end(kOthers)) return true;
    error = "unknown attribute \"" + std::string(name) + "\"";
    return false;
  }
  if (!is_number || number < 0) {
    error = std::string(name) + " must be a number";
    return false;
  }
  if (name == "autoexpire") table.autoexpire = static_cast<std::uint32_t>(number);
  if (name == "updateexpire") table.update_expires = number != 0;
  if (name == "size") {
    if (number < 2 || number > 24) {
      error = "size is the power of two, 2 to 24";
      return false;
    }
    table.size_log2 = static_cast<unsigned>(number);
  }
  return true;
}

}  // namespace

bool parse_preset(std::string_view text, SharedSetting& setting) {
  const std::size_t equals = text.find('=');
  if (equals == text.npos || equals == 0) return false;
  setting.name = trimmed(text.substr(0, equals));
  const std::string_view value = text.substr(equals + 1);
  if (value.size() < 2 || value[1] != ':' || setting.name.empty()) return false;
  setting.is_text = value[0] == 's' || value[0] == 'S';
  if (setting.is_text) {
    setting.text = value.substr(2);
    return true;
  }
  return (value[0] == 'i' || value[0] == 'I') && text_to_int(value.substr(2), setting.number);
}

bool parse_table(std::string_view text, TableSetting& table, std::string& error) {
  const std::size_t arrow = text.find("=>");
  table.name = trimmed(text.substr(0, arrow));
  if (table.name.empty()) {
    error = "it has no name";
    return false;
  }
  if (arrow == text.npos) return true;
  std::string_view rest = text.substr(arrow + 2);
  while (!rest.empty()) {
    const std::string_view part = trimmed(take_until(rest, ';'));
    if (part.empty()) continue;
    const std::size_t equals = part.find('=');
    if (equals == part.npos) {
      error = "\"" + std::string(part) + "\" has no value";
      return false;
    }
    std::string_view value = trimmed(part.substr(equals + 1));
    if (value.size() >= 2 && (value[0] == '\'' || value[0] == '"')) {
      value = value.substr(1, value.size() - 2);
    }
    if (!attribute(trimmed(part.substr(0, equals)), value, table, error)) return false;
  }
  return true;
}

}  // namespace weir::routes
