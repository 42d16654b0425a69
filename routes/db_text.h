// Tables in files as Kamailio's db_text has them: a line of columns, and a line a row.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace weir::routes {

struct DbTable {
  std::vector<std::string> columns;
  std::vector<std::vector<std::string>> rows;  // a field each column, null as an empty text

  // The index of that column; -1: there is none.
  int column(std::string_view name) const noexcept;
};

// Reads "name(type[,null][,auto]) ..." and rows whose fields are separated by ":". A backslash
// stands before n, r, t, another backslash and a separator that belongs to the field. False with
// `error`, which names the line.
bool parse_db_text(std::string_view text, DbTable& table, std::string& error);

// The file of `table` for a db_url "text:///DIRECTORY"; empty for another url.
std::string db_text_path(std::string_view url, std::string_view table);

}  // namespace weir::routes
