#include "control/lists/feed.h"

#include "routes/source.h"

#include <fmt/format.h>
#include <sys/stat.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <charconv>

namespace weir::control::lists {
namespace {

using Json = nlohmann::json;

constexpr std::uint32_t kMostEntries = 10'000'000;
constexpr std::uint32_t kLongestExpire = 365 * 24 * 3600;
constexpr int kMostErrors = 10;
// A feed that names this much of an address family is broken, or wants to do harm: an IPv4 /7, an
// IPv6 /15. In bits of the 16 bytes.
constexpr unsigned kShortestV4 = 96 + 8;
constexpr unsigned kShortestV6 = 16;

std::string_view trim(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r";
  const auto begin = text.find_first_not_of(kBlanks);
  if (begin == text.npos) return {};
  return text.substr(begin, text.find_last_not_of(kBlanks) - begin + 1);
}

bool read_number(std::string_view text, std::uint32_t most, std::uint32_t& number) {
  const char* const end = text.data() + text.size();
  const auto [rest, status] = std::from_chars(text.data(), end, number);
  return status == std::errc{} && rest == end && number <= most;
}

// Collects prefixes and what is wrong with others.
class Collector {
 public:
  Collector(std::uint32_t most, std::vector<sip::Prefix>& prefixes, std::string& error)
      : most_(most), prefixes_(prefixes), error_(error) {}

  // False when nothing more is to be read.
  bool take(std::string_view text, std::size_t number, std::string_view unit) {
    const auto prefix = sip::parse_prefix(text);
    if (!prefix)
      return complain(
          fmt::format("{} {}: '{}' is no ADDRESS[/LENGTH]", unit, number, text.substr(0, 60)));
    if (prefix->length < (prefix->address.is_v4() ? kShortestV4 : kShortestV6)) {
      return complain(
          fmt::format("{} {}: '{}' is a large part of the world; at least /8 (IPv4) or "
                      "/16 (IPv6)",
                      unit, number, text));
    }
    if (prefixes_.size() == most_) {
      error_ +=
          fmt::format("more than {} entries: raise size=, if the file is as it should be\n", most_);
      return false;
    }
    prefixes_.push_back(*prefix);
    return true;
  }

 private:
  bool complain(std::string text) {
    error_ += text + "\n";
    return ++errors_ < kMostErrors;
  }

  std::uint32_t most_;
  std::vector<sip::Prefix>& prefixes_;
  std::string& error_;
  int errors_ = 0;
};

void parse_lines(std::string_view text, Collector& collector) {
  for (std::size_t number = 1; !text.empty(); ++number) {
    std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    line = trim(line.substr(0, line.find_first_of("#;")));
    if (!line.empty() && !collector.take(line, number, "line")) return;
  }
}

void parse_json(std::string_view text, Collector& collector, std::string& error) {
  const auto shallow = [](int depth, Json::parse_event_t, Json&) { return depth <= 3; };
  const Json json = Json::parse(text, shallow, /*allow_exceptions=*/false);
  const Json* list = &json;
  if (json.is_object()) {
    const auto found = json.find("ipaddress");
    list = found == json.end() ? nullptr : &*found;
  }
  if (list == nullptr || !list->is_array()) {
    error += "no JSON list of addresses: [\"192.0.2.1\", ...] or {\"ipaddress\": [...]}\n";
    return;
  }
  std::size_t number = 0;
  for (const Json& entry : *list) {
    ++number;
    const std::string one = entry.is_string() ? entry.get<std::string>() : entry.dump();
    if (!collector.take(one, number, "entry")) return;
  }
}

}  // namespace

bool parse_feed_spec(std::string_view text, FeedSpec& spec, std::string& error) {
  spec.path = trim(text.substr(0, text.find(';')));
  std::string_view rest = text.substr(std::min(text.find(';'), text.size()));
  while (!rest.empty()) {
    rest.remove_prefix(1);
    const std::string_view word = trim(rest.substr(0, rest.find(';')));
    rest = rest.substr(std::min(rest.find(';'), rest.size()));
    if (word.empty()) continue;
    const std::string_view name = word.substr(0, word.find('='));
    const std::string_view value =
        name.size() == word.size() ? std::string_view() : word.substr(name.size() + 1);
    bool good = !value.empty();
    if (name == "label") {
      spec.label = value;
    } else if (name == "expire") {
      good = read_number(value, kLongestExpire, spec.expire);
    } else if (name == "size") {
      good = read_number(value, kMostEntries, spec.size) && spec.size > 0;
    } else {
      good = false;
    }
    if (!good) {
      error = fmt::format("'{}': write PATH[;label=NAME][;expire=SECONDS][;size=ENTRIES]", word);
      return false;
    }
  }
  if (spec.path.empty()) error = "names no file";
  if (spec.label.empty()) spec.label = spec.path.substr(spec.path.find_last_of('/') + 1);
  return error.empty();
}

bool parse_feed(std::string_view text, std::uint32_t most, std::vector<sip::Prefix>& prefixes,
                std::string& error) {
  Collector collector(most, prefixes, error);
  const auto first = text.find_first_not_of(" \t\r\n");
  const bool json = first != text.npos && (text[first] == '{' || text[first] == '[');
  if (json) {
    parse_json(text, collector, error);
  } else {
    parse_lines(text, collector);
  }
  return error.empty();
}

bool load_feed(Feed& feed, std::string& error) {
  feed.prefixes.clear();
  struct stat status = {};
  const auto text = routes::load_file(feed.spec.path);
  if (!text || stat(feed.spec.path.c_str(), &status) != 0) {
    error = fmt::format(
        "cannot read '{}': make it, readable to us, with one address or prefix a "
        "line\n",
        feed.spec.path);
    return false;
  }
  feed.written = status.st_mtim.tv_sec;
  if (parse_feed(*text, feed.spec.size, feed.prefixes, error)) return true;
  feed.prefixes.clear();
  return false;
}

}  // namespace weir::control::lists
