#include "dataplane/tables/table_definition.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace weir::dataplane::tables {

namespace {

std::string_view trim(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r\n");
  if (first == text.npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

template <class T>
bool read_number(std::string_view text, T smallest, T largest, T& value) {
  const auto [rest, status] = std::from_chars(text.data(), text.data() + text.size(), value);
  return status == std::errc{} && rest == text.data() + text.size() && value >= smallest &&
         value <= largest;
}

constexpr auto kPlanned = std::to_array<std::string_view>(
    {"dbtable", "cols", "dbmode", "coldelim", "colnull", "reloadat"});

std::string in_table(const TableDefinition& definition, std::string_view what) {
  return "htable '" + definition.name + "': " + std::string(what);
}

// One key=value of a definition; what is wrong with it, or the empty string.
std::string read_parameter(std::string_view key, std::string_view value,
                           TableDefinition& definition) {
  std::uint32_t flag = 0;
  if (key == "size") {
    if (read_number(value, 2u, 31u, definition.size)) return {};
    return in_table(definition, "size is the log2 of the slots, 2 to 31");
  }
  if (key == "autoexpire") {
    if (read_number(value, 0u, 0x7fffffffu, definition.autoexpire)) return {};
    return in_table(definition, "autoexpire is a number of seconds, 0 for never");
  }
  if (key == "initval") {
    definition.has_initial = true;
    if (read_number(value, INT32_MIN, INT32_MAX, definition.initial)) return {};
    return in_table(definition, "initval is an integer of 32 bits");
  }
  if (key == "updateexpire" || key == "dmqreplicate") {
    if (!read_number(value, 0u, 1u, flag))
      return in_table(definition, std::string(key) + " is 0 or 1");
    (key == "updateexpire" ? definition.update_expire : definition.replicate) = flag == 1;
    return {};
  }
  if (std::find(kPlanned.begin(), kPlanned.end(), key) != kPlanned.end()) {
    return in_table(definition, std::string(key) +
                                    " is planned: tables are not loaded from a "
                                    "database yet, leave it out");
  }
  return in_table(definition, "unknown parameter '" + std::string(key) +
                                  "'; known are size, autoexpire, updateexpire, initval and "
                                  "dmqreplicate");
}

}  // namespace

std::string parse_table_definition(std::string_view text, TableDefinition& definition) {
  definition = {};
  const auto arrow = text.find("=>");
  const std::string_view name = trim(text.substr(0, arrow));
  if (name.empty()) return "an htable needs a name: \"NAME=>size=8;autoexpire=300;\"";
  const auto is_name_char = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-' || c == '.';
  };
  if (!std::all_of(name.begin(), name.end(), is_name_char)) {
    return "'" + std::string(name) + "' is no name of an htable: letters, digits, '_', '-', '.'";
  }
  definition.name = name;
  std::string_view rest = arrow == text.npos ? std::string_view{} : text.substr(arrow + 2);
  while (!rest.empty()) {
    const auto end = std::min(rest.find(';'), rest.size());
    const std::string_view pair = trim(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (pair.empty()) continue;
    const auto equals = pair.find('=');
    if (equals == pair.npos) {
      return in_table(definition, "'" + std::string(pair) + "' is not of the shape key=value");
    }
    std::string wrong =
        read_parameter(trim(pair.substr(0, equals)), trim(pair.substr(equals + 1)), definition);
    if (!wrong.empty()) return wrong;
  }
  return {};
}

}  // namespace weir::dataplane::tables
