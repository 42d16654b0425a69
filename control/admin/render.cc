#include "control/admin/render.h"

#include <fmt/format.h>

#include <algorithm>

namespace weir::control::admin {
namespace {

bool is_nested(const Json& value) { return value.is_object() || value.is_array(); }

std::string group_digits(std::string digits) {
  const std::size_t first = digits.starts_with('-') ? 1 : 0;
  for (std::size_t at = digits.size(); at > first + 3; at -= 3) digits.insert(at - 3, ",");
  return digits;
}

// Numbers that name something: nobody counts in them.
bool is_name(std::string_view key) {
  constexpr std::string_view kNames[] = {"process", "port", "lcore", "index", "generation"};
  return std::find(std::begin(kNames), std::end(kNames), key) != std::end(kNames);
}

std::string cell(std::string_view key, const Json& value) {
  if (value.is_string()) return value.get<std::string>();
  if (value.is_number_float()) return fmt::format("{:.1f}", value.get<double>());
  if (value.is_number()) return is_name(key) ? value.dump() : group_digits(value.dump());
  if (value.is_boolean()) return value.get<bool>() ? "yes" : "no";
  if (value.is_null()) return "-";
  return value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

// Underscores are for machines.
std::string title(std::string_view key) {
  std::string text(key);
  std::replace(text.begin(), text.end(), '_', ' ');
  return text;
}

struct Column {
  std::string key;
  std::size_t width;
  bool right = true;  // all its values are numbers
};

// The members of all rows, in the order in which they first appear.
std::vector<Column> find_columns(const Json& rows) {
  std::vector<Column> columns;
  for (const Json& row : rows) {
    for (const auto& [key, value] : row.items()) {
      auto column = std::find_if(columns.begin(), columns.end(),
                                 [&name = key](const Column& c) { return c.key == name; });
      if (column == columns.end()) {
        columns.push_back({key, key.size()});
        column = columns.end() - 1;
      }
      column->width = std::max(column->width, cell(key, value).size());
      column->right = column->right && (value.is_number() || value.is_null());
    }
  }
  return columns;
}

void append_cell(std::string& line, const Column& column, const std::string& text) {
  if (!line.empty()) line += "  ";
  line += column.right ? fmt::format("{:>{}}", text, column.width)
                       : fmt::format("{:<{}}", text, column.width);
}

void append_line(std::string& text, std::string line) {
  line.resize(line.find_last_not_of(' ') + 1);
  text += line + "\n";
}

std::string render_table(const Json& rows) {
  const std::vector<Column> columns = find_columns(rows);
  std::string text;
  std::string heading;
  for (const Column& column : columns) append_cell(heading, column, title(column.key));
  append_line(text, heading);
  for (const Json& row : rows) {
    std::string line;
    for (const Column& column : columns) {
      append_cell(line, column, row.contains(column.key) ? cell(column.key, row[column.key]) : "");
    }
    append_line(text, line);
  }
  return text;
}

bool is_table(const Json& value) {
  return value.is_array() && !value.empty() &&
         std::all_of(value.begin(), value.end(), [](const Json& row) { return row.is_object(); });
}

std::string render_object(const Json& object) {
  std::size_t names = 0;
  std::size_t values = 0;
  for (const auto& [key, value] : object.items()) {
    if (is_nested(value)) continue;
    names = std::max(names, key.size());
    if (value.is_number()) values = std::max(values, cell(key, value).size());
  }
  std::string text;
  for (const auto& [key, value] : object.items()) {
    if (is_nested(value)) continue;
    const std::string shown = cell(key, value);
    text += fmt::format("{:<{}}  {}\n", title(key), names,
                        value.is_number() ? fmt::format("{:>{}}", shown, values) : shown);
  }
  for (const auto& [key, value] : object.items()) {
    if (!is_nested(value)) continue;
    if (!text.empty()) text += "\n";
    text += title(key) + "\n" + (value.empty() ? "(none)\n" : render(value));
  }
  return text;
}

}  // namespace

std::string render(const Json& result) {
  if (is_table(result)) return render_table(result);
  if (result.is_object()) return render_object(result);
  if (result.is_array()) {
    std::string text;
    for (const Json& entry : result) text += cell({}, entry) + "\n";
    return result.empty() ? "(none)\n" : text;
  }
  return cell({}, result) + "\n";
}

}  // namespace weir::control::admin
