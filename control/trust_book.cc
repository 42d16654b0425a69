#include "control/trust_book.h"

#include "control/sealed_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace weir::control {
namespace {

constexpr std::string_view kHeading =
    "# sipweir trust 1: phones whose registration was accepted, and until when. Made by sipweir.\n";
constexpr SealedKind kTrustFile{"trust file", kHeading, TrustBook::kMost * 80 + 1024};

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
  std::string lines;
  for (const auto& [flow, until] : flows_) {
    std::array<char, sip::kEndpointText> room{};
    const std::size_t size = sip::format_endpoint(flow, room);
    lines += fmt::format("{} {}\n", std::string_view(room.data(), size), until);
  }
  return seal(kTrustFile, lines, keys);
}

std::string TrustBook::parse(std::string_view text, const sip::KeyRing& keys, std::int64_t now,
                             std::uint32_t longest) {
  std::string_view rest;
  if (std::string problem = unseal(kTrustFile, text, keys, rest); !problem.empty()) return problem;
  std::map<sip::Endpoint, std::int64_t> read;
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
  std::string problem = replace_file(path, format(keys), sync);
  if (problem.empty()) changed_ = false;
  return problem;
}

std::string TrustBook::load(const std::string& path, const sip::KeyRing& keys, std::int64_t now,
                            std::uint32_t longest, bool& missing) {
  std::string text;
  std::string problem = read_file(kTrustFile, path, text, missing);
  if (!problem.empty() || missing) return problem;
  problem = parse(text, keys, now, longest);
  return problem.empty() ? problem : fmt::format("{}: {}", path, problem);
}

}  // namespace weir::control
