#include "control/sealed_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>

namespace weir::control {
namespace {

constexpr std::string_view kSeal = "mac ";

std::string seal_line(const SealedKind& kind, const sip::SipKey& key, std::string_view text) {
  const std::uint64_t inner = sip::siphash(key, text);
  return fmt::format("{}{:016x}\n", kSeal,
                     sip::siphash(key, fmt::format("{} {}", kind.name, inner)));
}

std::string describe(const std::string& path, const char* what) {
  return fmt::format("{} {}: {}", what, path, std::strerror(errno));
}

bool read_all(int fd, std::size_t longest, std::string& text) {
  std::array<char, 1 << 16> buffer;
  for (;;) {
    const ssize_t got = read(fd, buffer.data(), buffer.size());
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return got == 0;
    text.append(buffer.data(), static_cast<std::size_t>(got));
    if (text.size() > longest) {
      errno = EFBIG;
      return false;
    }
  }
}

bool write_all(int fd, std::string_view text, bool sync) {
  while (!text.empty()) {
    const ssize_t put = write(fd, text.data(), text.size());
    if (put < 0 && errno == EINTR) continue;
    if (put <= 0) return false;
    text.remove_prefix(static_cast<std::size_t>(put));
  }
  return !sync || fsync(fd) == 0;
}

}  // namespace

std::string seal(const SealedKind& kind, std::string_view lines, const sip::KeyRing& keys) {
  std::string text(kind.heading);
  text += lines;
  return text + seal_line(kind, keys.keys[keys.current], text);
}

std::string unseal(const SealedKind& kind, std::string_view text, const sip::KeyRing& keys,
                   std::string_view& lines) {
  const auto at = text.rfind(kSeal);
  if (!text.starts_with(kind.heading) || at == text.npos || at == 0 || text[at - 1] != '\n') {
    return fmt::format("it is no {}, or was cut off", kind.name);
  }
  const std::string_view covered = text.substr(0, at);
  const bool ours = std::any_of(keys.keys.begin(), keys.keys.end(), [&](const sip::SipKey& key) {
    return text.substr(at) == seal_line(kind, key, covered);
  });
  if (!ours) return "it was changed, or written with other keys";
  lines = covered.substr(kind.heading.size());
  return {};
}

std::string replace_file(const std::string& path, std::string_view text, bool sync) {
  const std::string beside = path + ".new";
  unlink(beside.c_str());  // of a process that ended while it wrote
  const int fd = open(beside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (fd < 0) return describe(beside, "cannot make");
  const bool good = write_all(fd, text, sync);
  std::string problem = good ? std::string() : describe(beside, "cannot write");
  close(fd);
  if (good && rename(beside.c_str(), path.c_str()) != 0) problem = describe(path, "cannot replace");
  if (!problem.empty()) unlink(beside.c_str());
  return problem;
}

std::string read_file(const SealedKind& kind, const std::string& path, std::string& text,
                      bool& missing) {
  const int fd = open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  missing = fd < 0 && errno == ENOENT;
  if (fd < 0) return missing ? std::string() : describe(path, "cannot read");
  struct stat status {};
  std::string problem;
  if (fstat(fd, &status) != 0 || !S_ISREG(status.st_mode)) {
    problem = fmt::format("{} is no file", path);
  } else if (!read_all(fd, kind.longest, text)) {
    problem = describe(path, "cannot read");
  }
  close(fd);
  return problem;
}

}  // namespace weir::control
