#include "control/trust_book.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cstdio>
#include <cstring>

namespace weir::control {
namespace {

constexpr std::string_view kHeading =
    "# sipweir trust 1: phones whose registration was accepted, and until when. Made by sipweir.\n";
constexpr std::string_view kSeal = "mac ";
constexpr std::size_t kLongestFile = TrustBook::kMost * 80 + 1024;

std::uint64_t mac_of(const sip::SipKey& key, std::string_view text) {
  return sip::siphash(key, fmt::format("trust file {}", sip::siphash(key, text)));
}

// "ENDPOINT SECONDS"
bool parse_line(std::string_view line, sip::Endpoint& flow, std::int64_t& until) {
  const auto space = line.find(' ');
  if (space == line.npos) return false;
  const auto endpoint = sip::parse_endpoint(line.substr(0, space), 0);
  if (!endpoint || endpoint->port == 0) return false;
  flow = *endpoint;
  const char* const end = line.data() + line.size();
  const auto [rest, status] = std::from_chars(line.data() + space + 1, end, until);
  return status == std::errc{} && rest == end;
}

std::string describe(const std::string& path, const char* what) {
  return fmt::format("{} {}: {}", what, path, std::strerror(errno));
}

bool read_all(int fd, std::string& text) {
  std::array<char, 1 << 16> buffer;
  for (;;) {
    const ssize_t got = read(fd, buffer.data(), buffer.size());
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return got == 0;
    text.append(buffer.data(), static_cast<std::size_t>(got));
    if (text.size() > kLongestFile) {
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

bool TrustBook::trust(const sip::Endpoint& flow, std::int64_t until) {
  const auto found = flows_.find(flow);
  if (found == flows_.end() && flows_.size() >= kMost) return false;
  changed_ = true;
  flows_[flow] = until;
  return true;
}

void TrustBook::distrust(const sip::Endpoint& flow) {
  if (flows_.erase(flow) != 0) changed_ = true;
}

void TrustBook::expire(std::int64_t now) {
  if (std::erase_if(flows_, [now](const auto& one) { return one.second <= now; }) != 0) {
    changed_ = true;
  }
}

std::string TrustBook::format(const sip::KeyRing& keys) const {
  std::string text(kHeading);
  for (const auto& [flow, until] : flows_) {
    std::array<char, sip::kEndpointText> room{};
    const std::size_t size = sip::format_endpoint(flow, room);
    text += fmt::format("{} {}\n", std::string_view(room.data(), size), until);
  }
  return text + fmt::format("{}{:016x}\n", kSeal, mac_of(keys.keys[keys.current], text));
}

std::string TrustBook::parse(std::string_view text, const sip::KeyRing& keys, std::int64_t now,
                             std::uint32_t longest) {
  const auto seal = text.rfind(kSeal);
  if (!text.starts_with(kHeading) || seal == text.npos || seal == 0 || text[seal - 1] != '\n') {
    return "it is no trust file, or was cut off";
  }
  const std::string_view given = text.substr(seal);
  std::string_view rest = text.substr(0, seal);
  const bool ours = std::any_of(keys.keys.begin(), keys.keys.end(), [&](const sip::SipKey& key) {
    return given == fmt::format("{}{:016x}\n", kSeal, mac_of(key, rest));
  });
  if (!ours) return "it was changed, or written with other keys";
  std::map<sip::Endpoint, std::int64_t> read;
  rest.remove_prefix(kHeading.size());
  while (!rest.empty()) {
    const std::string_view line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(line.size() + 1);
    sip::Endpoint flow;
    std::int64_t until = 0;
    if (!parse_line(line, flow, until)) return fmt::format("'{}' is no phone and time", line);
    if (until > now && read.size() < kMost) read[flow] = std::min(until, now + longest);
  }
  flows_ = std::move(read);
  changed_ = true;
  return {};
}

std::string TrustBook::save(const std::string& path, const sip::KeyRing& keys, bool sync) {
  const std::string beside = path + ".new";
  unlink(beside.c_str());  // of a process that ended while it wrote
  const int fd = open(beside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (fd < 0) return describe(beside, "cannot make");
  const bool good = write_all(fd, format(keys), sync);
  std::string problem = good ? std::string() : describe(beside, "cannot write");
  close(fd);
  if (good && rename(beside.c_str(), path.c_str()) != 0) problem = describe(path, "cannot replace");
  if (problem.empty()) {
    changed_ = false;
  } else {
    unlink(beside.c_str());
  }
  return problem;
}

std::string TrustBook::load(const std::string& path, const sip::KeyRing& keys, std::int64_t now,
                            std::uint32_t longest, bool& missing) {
  const int fd = open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  missing = fd < 0 && errno == ENOENT;
  if (fd < 0) return missing ? std::string() : describe(path, "cannot read");
  struct stat status {};
  std::string text;
  std::string problem;
  if (fstat(fd, &status) != 0 || !S_ISREG(status.st_mode)) {
    problem = fmt::format("{} is no file", path);
  } else if (!read_all(fd, text)) {
    problem = describe(path, "cannot read");
  } else if (problem = parse(text, keys, now, longest); !problem.empty()) {
    problem = fmt::format("{}: {}", path, problem);
  }
  close(fd);
  return problem;
}

}  // namespace weir::control
