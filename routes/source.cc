#include "routes/source.h"

#include <sys/stat.h>

#include <cstdio>
#include <memory>
#include <utility>

namespace weir::routes {

namespace {

constexpr std::size_t kMaxFileBytes = 16u << 20;

}  // namespace

std::uint32_t Sources::add(std::string path, std::string text) {
  File& file = files_.emplace_back(File{std::move(path), std::move(text), {0}});
  for (std::size_t at = 0; at < file.text.size(); ++at) {
    if (file.text[at] == '\n') file.line_starts.push_back(at + 1);
  }
  return static_cast<std::uint32_t>(files_.size() - 1);
}

std::string_view Sources::line(std::uint32_t file, std::uint32_t line) const {
  if (file >= files_.size()) return {};
  const File& source = files_[file];
  if (line == 0 || line > source.line_starts.size()) return {};
  std::string_view rest = std::string_view(source.text).substr(source.line_starts[line - 1]);
  rest = rest.substr(0, rest.find('\n'));
  if (rest.ends_with('\r')) rest.remove_suffix(1);
  return rest;
}

std::optional<std::string> load_file(const std::string& path) {
  struct CloseFile {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  const std::unique_ptr<std::FILE, CloseFile> file(std::fopen(path.c_str(), "rb"));
  if (!file) return std::nullopt;
  struct stat status {};
  if (::fstat(::fileno(file.get()), &status) != 0 || S_ISDIR(status.st_mode)) return std::nullopt;

  std::string text;
  char chunk[16384];
  for (;;) {
    const std::size_t got = std::fread(chunk, 1, sizeof chunk, file.get());
    text.append(chunk, got);
    if (text.size() > kMaxFileBytes) return std::nullopt;
    if (got < sizeof chunk) break;
  }
  if (std::ferror(file.get()) != 0) return std::nullopt;
  return text;
}

}  // namespace weir::routes
