#include "routes/db_text.h"

#include "routes/text_parts.h"

#include <algorithm>
#include <cstddef>

namespace weir::routes {
namespace {

bool parse_columns(std::string_view line, DbTable& table, std::string& error) {
  while (!line.empty()) {
    const std::size_t begin = line.find_first_not_of(" \t");
    if (begin == line.npos) break;
    line.remove_prefix(begin);
    const std::size_t open = line.find('(');
    const std::size_t close = line.find(')');
    if (open == 0 || open == line.npos || close == line.npos || close < open) {
      error = "line 1: columns are NAME(TYPE), not \"" + std::string(line) + "\"";
      return false;
    }
    table.columns.emplace_back(line.substr(0, open));
    line.remove_prefix(close + 1);
  }
  if (table.columns.empty()) error = "line 1: there are no columns";
  return !table.columns.empty();
}

// The character an escape stands for; 0 when it is none.
char unescape(char c) noexcept {
  switch (c) {
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    case 't':
      return '\t';
    case '\\':
    case ':':
      return c;
    default:
      return '\0';
  }
}

bool parse_row(std::string_view line, std::vector<std::string>& fields, std::string& error) {
  fields.emplace_back();
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] == ':') {
      fields.emplace_back();
    } else if (line[i] == '\\') {
      const char c = i + 1 < line.size() ? unescape(line[i + 1]) : '\0';
      if (c == '\0') {
        error = "a backslash stands before n, r, t, \\ or :";
        return false;
      }
      fields.back() += c;
      ++i;
    } else {
      fields.back() += line[i];
    }
  }
  return true;
}

}  // namespace

int DbTable::column(std::string_view name) const noexcept {
  const auto at = std::find(columns.begin(), columns.end(), name);
  return at == columns.end() ? -1 : static_cast<int>(at - columns.begin());
}

bool parse_db_text(std::string_view text, DbTable& table, std::string& error) {
  if (!parse_columns(take_line(text), table, error)) return false;
  for (std::size_t number = 2; !text.empty(); ++number) {
    const std::string_view line = take_line(text);
    if (line.empty()) continue;
    std::vector<std::string> fields;
    std::string problem;
    if (parse_row(line, fields, problem) && fields.size() != table.columns.size()) {
      problem = std::to_string(fields.size()) + " fields, but " +
                std::to_string(table.columns.size()) + " columns";
    }
    if (!problem.empty()) {
      error = "line " + std::to_string(number) + ": " + problem;
      return false;
    }
    table.rows.push_back(std::move(fields));
  }
  return true;
}

std::string db_text_path(std::string_view url, std::string_view table) {
  constexpr std::string_view kScheme = "text://";
  if (!url.starts_with(kScheme)) return {};
  std::string path(url.substr(kScheme.size()));
  if (!path.ends_with('/')) path += '/';
  return path + std::string(table);
}

}  // namespace weir::routes
