#include "control/lists/geoip.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

namespace weir::control::lists {
namespace {

using Place = GeoDatabase::Place;

constexpr std::size_t kMostDatabases = 4;
constexpr unsigned kDepth = 128;

template <class T>
bool holds(const std::vector<T>& all, const T& one) {
  return std::find(all.begin(), all.end(), one) != all.end();
}

void add(GeoFacts& facts, const GeoFacts& more) {
  if (facts.country == Country::kNone) facts.country = more.country;
  if (facts.asn == 0) facts.asn = more.asn;
}

// Walks the trees of all databases side by side, and collects the largest prefixes that are denied
// as a whole.
class Walk {
 public:
  Walk(const std::vector<std::shared_ptr<const GeoDatabase>>& databases, const GeoRules& rules,
       std::size_t most, std::vector<sip::Prefix>& denied)
      : databases_(databases), rules_(rules), most_(most), denied_(denied) {
    // In a tree each node is met once for either family.
    for (const auto& database : databases_) budget_ += 2 * std::size_t{database->nodes()};
  }

  // False when a tree is broken or too much would be denied.
  bool run(bool v4) {
    v4_ = v4;
    prefix_ = v4 ? sip::Address::v4(0) : sip::Address{};
    Places places{};
    for (std::size_t i = 0; i < databases_.size(); ++i) places[i] = databases_[i]->root(v4);
    const unsigned depth = v4 ? 96 : 0;
    const std::optional<bool> whole = walk(depth, places);
    if (whole.value_or(false)) emit(depth);
    return good_;
  }

  bool too_many() const noexcept { return too_many_; }

 private:
  using Places = std::array<Place, kMostDatabases>;

  // Whether all below is denied, or nothing; nullopt: partly, and the parts have been emitted.
  std::optional<bool> walk(unsigned depth, const Places& places) {
    if (!good_) return false;
    Places zero = places;
    Places one = places;
    bool leaf = true;
    for (std::size_t i = 0; i < databases_.size(); ++i) {
      if (!places[i].is_node) continue;
      leaf = false;
      if (depth == kDepth || budget_-- == 0 ||
          !databases_[i]->descend(places[i], v4_, zero[i], one[i])) {
        good_ = false;
        return false;
      }
    }
    if (leaf) return refuses(places);
    const std::optional<bool> low = walk(depth + 1, zero);
    const unsigned mask = 0x80u >> (depth % 8);
    std::uint8_t& byte = prefix_.bytes[depth / 8];
    byte = static_cast<std::uint8_t>(byte | mask);
    const std::optional<bool> high = walk(depth + 1, one);
    byte = static_cast<std::uint8_t>(byte & ~mask);
    return join(depth, low, high);
  }

  // Two halves that are alike are one.
  std::optional<bool> join(unsigned depth, std::optional<bool> low, std::optional<bool> high) {
    if (low.has_value() && low == high) return low;
    if (low.value_or(false)) emit(depth + 1);
    if (high.value_or(false)) {
      const auto mask = static_cast<std::uint8_t>(0x80u >> (depth % 8));
      std::uint8_t& byte = prefix_.bytes[depth / 8];
      byte = static_cast<std::uint8_t>(byte | mask);
      emit(depth + 1);
      byte = static_cast<std::uint8_t>(byte & ~mask);
    }
    return std::nullopt;
  }

  void emit(unsigned length) {
    if (denied_.size() == most_) {
      too_many_ = true;
      good_ = false;
      return;
    }
    denied_.push_back({prefix_, static_cast<std::uint8_t>(length)});
  }

  bool refuses(const Places& places) const {
    GeoFacts facts;
    for (std::size_t i = 0; i < databases_.size(); ++i) add(facts, databases_[i]->facts(places[i]));
    return rules_.refusal(facts) != nullptr;
  }

  const std::vector<std::shared_ptr<const GeoDatabase>>& databases_;
  const GeoRules& rules_;
  std::size_t most_;
  std::vector<sip::Prefix>& denied_;
  std::size_t budget_ = 0;
  sip::Address prefix_;
  bool v4_ = false;
  bool good_ = true;
  bool too_many_ = false;
};

std::string_view trim(std::string_view text) {
  const auto begin = text.find_first_not_of(" \t");
  if (begin == text.npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

bool parse_system(std::string_view text, std::uint32_t& number) {
  if (text.starts_with("AS") || text.starts_with("as")) text.remove_prefix(2);
  const char* const end = text.data() + text.size();
  const auto [rest, status] = std::from_chars(text.data(), end, number);
  return status == std::errc{} && rest == end && number != 0;
}

// Words between commas. The first that `parse` does not take; empty when all are good.
template <class T, class Parse>
std::string read_words(std::string_view text, std::vector<T>& values, Parse parse) {
  for (;;) {
    const std::string_view word = trim(text.substr(0, text.find(',')));
    T value{};
    if (!parse(word, value)) return fmt::format("'{}'", word);
    values.push_back(value);
    if (text.find(',') == text.npos) return {};
    text.remove_prefix(text.find(',') + 1);
  }
}

struct CountryRule {
  std::string_view name;
  std::vector<Country> GeoRules::*member;
};
struct SystemRule {
  std::string_view name;
  std::vector<std::uint32_t> GeoRules::*member;
};
constexpr CountryRule kCountryRules[] = {{"deny_country", &GeoRules::deny_countries},
                                         {"allow_country", &GeoRules::allow_countries}};
constexpr SystemRule kSystemRules[] = {{"deny_asn", &GeoRules::deny_systems},
                                       {"allow_asn", &GeoRules::allow_systems}};

// What is wrong with a parameter that is not a rule of ours, or a good one: empty.
std::string read_rule(const routes::Setting& setting, GeoRules& rules) {
  const std::string text = setting.is_number ? std::to_string(setting.number) : setting.text;
  for (const CountryRule& rule : kCountryRules) {
    if (setting.name != rule.name) continue;
    const std::string bad = read_words(text, rules.*rule.member, parse_country);
    if (!bad.empty()) return bad + " is no country: write codes of two letters, as \"DE,FR\"";
  }
  for (const SystemRule& rule : kSystemRules) {
    if (setting.name != rule.name) continue;
    const std::string bad = read_words(text, rules.*rule.member, parse_system);
    if (!bad.empty()) {
      return bad + " is no autonomous system: write numbers, as \"64500,AS64501\"";
    }
  }
  return {};
}

std::string place(const routes::Setting& setting) {
  return fmt::format("{}:{}: modparam(\"guard\", \"{}\")", setting.file, setting.line,
                     setting.name);
}

}  // namespace

const char* GeoRules::refusal(const GeoFacts& facts) const noexcept {
  if (facts.asn != 0 && holds(deny_systems, facts.asn)) return "deny_asn";
  const bool has_country = facts.country != Country::kNone;
  if (has_country && holds(deny_countries, facts.country)) return "deny_country";
  if (allow_countries.empty() && allow_systems.empty()) return nullptr;
  if (has_country && holds(allow_countries, facts.country)) return nullptr;
  if (facts.asn != 0 && holds(allow_systems, facts.asn)) return nullptr;
  if (has_country && !allow_countries.empty()) return "allow_country";
  return facts.asn != 0 && !allow_systems.empty() ? "allow_asn" : nullptr;
}

GeoFacts Geo::find(const sip::Address& address) const {
  GeoFacts facts;
  for (const auto& database : databases) add(facts, database->find(address));
  return facts;
}

std::string read_geo_settings(const routes::Settings& settings, Geo& geo) {
  std::string errors;
  const routes::Setting* rule = nullptr;
  for (const routes::Setting& setting : settings.parameters) {
    if (setting.module != "guard") continue;
    if (setting.name == "geoip") geo.paths.push_back(setting.text);
    const std::string wrong = read_rule(setting, geo.rules);
    if (!wrong.empty()) errors += fmt::format("{}: {}\n", place(setting), wrong);
    if (rule == nullptr && !geo.rules.empty()) rule = &setting;
  }
  if (rule != nullptr && geo.paths.empty()) {
    errors += fmt::format(
        "{}: no database says who that is: name one by modparam(\"guard\", \"geoip\", FILE)\n",
        place(*rule));
  }
  if (geo.paths.size() > kMostDatabases) {
    errors += fmt::format("modparam(\"guard\", \"geoip\"): {} databases, at most {}\n",
                          geo.paths.size(), kMostDatabases);
  }
  return errors;
}

std::string load_geo(Geo& geo, std::size_t most) {
  std::vector<std::shared_ptr<const GeoDatabase>> databases;
  std::string errors;
  for (const std::string& path : geo.paths) {
    std::string error;
    databases.push_back(GeoDatabase::open(path, error));
    if (databases.back() == nullptr) errors += error + "\n";
  }
  if (!errors.empty()) return errors;
  std::vector<sip::Prefix> denied;
  if (!geo.rules.empty()) {
    Walk walk(databases, geo.rules, most, denied);
    if (!walk.run(/*v4=*/true) || !walk.run(/*v4=*/false)) {
      return walk.too_many()
                 ? fmt::format(
                       "more than {} prefixes would be denied: deny less, or allow by a "
                       "database that is less fine\n",
                       most)
                 : std::string("a search tree is broken: get the databases again\n");
    }
  }
  geo.databases = std::move(databases);
  geo.denied = std::move(denied);
  return {};
}

}  // namespace weir::control::lists
