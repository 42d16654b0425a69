// The files of a script and places in them.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace weir::routes {

// A place in a script. Lines and columns count from 1, columns in bytes; line 0 means "the file
// as a whole", and a text given on the command line is a file of its own.
struct Location {
  std::uint32_t file = 0;  // index into Sources
  std::uint32_t line = 0;
  std::uint32_t column = 0;
  std::uint32_t length = 1;  // bytes to underline, on this line

  friend bool operator==(const Location&, const Location&) = default;
};

// Every file read so far, in the order of reading. Texts never move once added.
class Sources {
 public:
  // Returns the file's index.
  std::uint32_t add(std::string path, std::string text);

  std::size_t size() const { return files_.size(); }
  std::string_view path(std::uint32_t file) const { return files_[file].path; }
  std::string_view text(std::uint32_t file) const { return files_[file].text; }

  // The line without its end; empty when there is no such line.
  std::string_view line(std::uint32_t file, std::uint32_t line) const;

 private:
  struct File {
    std::string path;
    std::string text;
    std::vector<std::size_t> line_starts;
  };

  std::deque<File> files_;
};

// Reads a file: its text, or nothing when it cannot be read. Tests and the fuzzer lend their own.
using FileLoader = std::function<std::optional<std::string>(const std::string& path)>;

// Reads from the file system; refuses directories, files above 16 MiB, and pipes out of which
// nothing comes for ten seconds.
std::optional<std::string> load_file(const std::string& path);

}  // namespace weir::routes
