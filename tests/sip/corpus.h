// What the tests of this floor share: datagrams in heap blocks of exactly their size, so that a
// sanitizer sees a read of one byte too many, and the messages of RFC 4475.
#pragma once

#include "sip/dump.h"
#include "tests/source_root.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

namespace weir::sip {

// A copy of `text` with nothing readable behind it.
class ExactCopy {
 public:
  explicit ExactCopy(std::string_view text) : bytes_(text.begin(), text.end()) {}
  std::string_view view() const { return {bytes_.data(), bytes_.size()}; }

 private:
  std::vector<char> bytes_;  // made from a range: a heap block of exactly this size
};

inline std::string read_file(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

// dump() as a string.
inline std::string dumped(const MessageView& message) {
  std::string out(std::size_t{1} << 19, '\0');
  const Result<std::size_t> size = dump(message, out);
  return size ? out.substr(0, *size) : std::string(error_name(size.error()));
}

// One of the RFC 4475 messages by its file name without ".dat".
inline std::string torture(std::string_view name) {
  return read_file(source_root() / "tests/corpus/rfc4475" / (std::string(name) + ".dat"));
}

// The lines of a table of tab-separated columns, without its first.
inline std::vector<std::vector<std::string>> read_table(std::string_view path) {
  std::vector<std::vector<std::string>> rows;
  std::ifstream file(source_root() / path);
  for (std::string line; std::getline(file, line);) {
    rows.emplace_back();
    std::size_t at = 0;
    for (std::size_t tab = 0; tab != line.npos; at = tab + 1) {
      tab = line.find('\t', at);
      rows.back().push_back(line.substr(at, tab == line.npos ? tab : tab - at));
    }
  }
  if (!rows.empty()) rows.erase(rows.begin());
  return rows;
}

// All files under `folder` (from the source root) with this extension, by name.
inline std::vector<std::filesystem::path> files_in(std::string_view folder,
                                                   std::string_view extension) {
  std::vector<std::filesystem::path> paths;
  for (const auto& entry : std::filesystem::directory_iterator(source_root() / folder)) {
    if (entry.path().extension() == extension) paths.push_back(entry.path());
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

// `text` with every "\n" that has no "\r" before it made "\r\n": for raw string literals.
inline std::string crlf(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\n' && (out.empty() || out.back() != '\r')) out += '\r';
    out += c;
  }
  return out;
}

}  // namespace weir::sip
