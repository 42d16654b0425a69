#include "control/key_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <optional>

namespace weir::control {
namespace {

constexpr std::string_view kHeading =
    "# sipweir keys: secret. Edges that answer for the same addresses share this file.\n";

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return -1;
}

bool parse_key(std::string_view text, sip::SipKey& key) {
  if (text.size() != key.size() * 2) return false;
  for (std::size_t i = 0; i < key.size(); ++i) {
    const int high = hex_digit(text[2 * i]);
    const int low = hex_digit(text[2 * i + 1]);
    if (high < 0 || low < 0) return false;
    key[i] = static_cast<std::uint8_t>(high * 16 + low);
  }
  return true;
}

// Takes the next line that is no comment.
std::string_view next_line(std::string_view& text) {
  for (;;) {
    const auto end = text.find('\n');
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (!line.starts_with('#') || text.empty()) return line;
  }
}

// Makes the missing directories of `path`, privately; errors show when the file is opened.
void make_directories(const std::string& path) {
  for (auto slash = path.find('/', 1); slash != std::string::npos;
       slash = path.find('/', slash + 1)) {
    mkdir(path.substr(0, slash).c_str(), 0700);
  }
}

// Empty and no error: there is no such file.
std::optional<std::string> read_private(const std::string& path, std::string& error) {
  const int fd = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) {
    if (errno != ENOENT && errno != ENOTDIR) {
      error = fmt::format(
          "cannot read the key file {}: {}; chown it to the user that sipweir runs "
          "as, or name another with modparam(\"guard\", \"key_file\", PATH)",
          path, std::strerror(errno));
    }
    return std::nullopt;
  }
  struct stat status {};
  std::array<char, 1024> buffer{};
  const bool secret = fstat(fd, &status) == 0 && (status.st_mode & 077) == 0;
  const ssize_t size = read(fd, buffer.data(), buffer.size());
  close(fd);
  if (!secret) {
    error = fmt::format("the key file {} can be read by others: chmod 600 {}", path, path);
    return std::nullopt;
  }
  return std::string(buffer.data(), size > 0 ? static_cast<std::size_t>(size) : 0);
}

bool write_private(const std::string& path, const std::string& text) {
  const int fd = open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (fd < 0) return false;
  const bool good = write(fd, text.data(), text.size()) == ssize_t(text.size()) && fsync(fd) == 0;
  const int reason = errno;
  close(fd);
  if (!good) unlink(path.c_str());
  errno = reason;
  return good;
}

}  // namespace

std::string default_key_path(std::string_view instance) {
  const char* const state = std::getenv("XDG_STATE_HOME");
  if (state != nullptr && *state == '/') return fmt::format("{}/sipweir/{}.key", state, instance);
  if (geteuid() == 0) return fmt::format("/var/lib/sipweir/{}.key", instance);
  const char* const home = std::getenv("HOME");
  if (home == nullptr || *home != '/') return {};
  return fmt::format("{}/.local/state/sipweir/{}.key", home, instance);
}

namespace {

std::string beside_keys(std::string_view instance, std::string_view ending) {
  std::string path = default_key_path(instance);
  if (!path.empty()) path.replace(path.rfind(".key"), 4, ending);
  return path;
}

}  // namespace

std::string default_trust_path(std::string_view instance) {
  return beside_keys(instance, ".trust");
}

std::string default_scan_path(std::string_view instance) { return beside_keys(instance, ".scans"); }

bool make_keys(sip::KeyRing& ring) {
  ring = {};
  for (sip::SipKey& key : ring.keys) {
    if (getrandom(key.data(), key.size(), 0) != ssize_t(key.size())) return false;
  }
  return true;
}

std::string format_keys(const sip::KeyRing& ring) {
  std::string text(kHeading);
  text += fmt::format("current {}\n", ring.current);
  for (const sip::SipKey& key : ring.keys) {
    for (const std::uint8_t byte : key) text += fmt::format("{:02x}", byte);
    text += '\n';
  }
  return text;
}

bool parse_keys(std::string_view text, sip::KeyRing& ring) {
  const std::string_view current = next_line(text);
  if (current != "current 0" && current != "current 1") return false;
  ring.current = current.back() == '1' ? 1 : 0;
  for (sip::SipKey& key : ring.keys) {
    if (!parse_key(next_line(text), key)) return false;
  }
  return text.empty();
}

std::string load_keys(const std::string& path, bool named, Keys& keys) {
  std::string error;
  if (!path.empty()) {
    const bool reachable = named || access(path.c_str(), R_OK) == 0 || errno != EACCES;
    const std::optional<std::string> text =
        reachable ? read_private(path, error) : std::optional<std::string>();
    if (!error.empty()) return error;
    if (text && parse_keys(*text, keys.ring)) return {};
    if (text) {
      return fmt::format("{} holds no keys of ours: move it away, a new one will be made", path);
    }
  }
  if (!make_keys(keys.ring)) return "the kernel gives no random bytes: is /dev/urandom there?";
  if (!path.empty()) {
    make_directories(path);
    if (write_private(path, format_keys(keys.ring))) return {};
  }
  keys.warning = fmt::format(
      "keys are not kept ({}): calls in progress do not survive a restart of sipweir; name a file "
      "in a writable directory with modparam(\"guard\", \"key_file\", PATH)",
      path.empty() ? "no place is known" : fmt::format("{}: {}", path, std::strerror(errno)));
  return {};
}

}  // namespace weir::control
