#include "routes/source.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

namespace weir::routes {

namespace {

constexpr std::size_t kMaxFileBytes = 16u << 20;
constexpr int kPipePatience = 10'000;  // milliseconds, for the next piece

struct OwnedFile {
  explicit OwnedFile(int number) : fd(number) {}
  ~OwnedFile() {
    if (fd >= 0) ::close(fd);
  }
  OwnedFile(const OwnedFile&) = delete;
  OwnedFile& operator=(const OwnedFile&) = delete;

  const int fd;
};

// False when nothing comes out of a pipe: one with a name that nobody writes would hold us for
// ever.
bool has_more(int fd) {
  pollfd ready{fd, POLLIN, 0};
  return ::poll(&ready, 1, kPipePatience) > 0;
}

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
  const OwnedFile file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  struct stat status {};
  if (::fstat(file.fd, &status) != 0 || S_ISDIR(status.st_mode)) return std::nullopt;
  const bool pipe = S_ISFIFO(status.st_mode);
  if (!pipe && ::fcntl(file.fd, F_SETFL, 0) != 0) return std::nullopt;

  std::string text;
  char chunk[16384];
  while (text.size() <= kMaxFileBytes) {
    if (pipe && !has_more(file.fd)) return std::nullopt;
    const ssize_t got = ::read(file.fd, chunk, sizeof chunk);
    if (got == 0) return text;
    if (got < 0 && errno != EINTR) return std::nullopt;
    if (got > 0) text.append(chunk, static_cast<std::size_t>(got));
  }
  return std::nullopt;
}

}  // namespace weir::routes
