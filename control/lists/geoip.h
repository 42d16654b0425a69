// Who is denied for the country or autonomous system that his address belongs to.
#pragma once

#include "control/lists/geo_database.h"
#include "routes/image.h"
#include "sip/address.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace weir::control::lists {

// modparam("guard", "deny_country") and its kin.
struct GeoRules {
  std::vector<Country> deny_countries;
  std::vector<Country> allow_countries;
  std::vector<std::uint32_t> deny_systems;
  std::vector<std::uint32_t> allow_systems;

  bool empty() const noexcept {
    return deny_countries.empty() && allow_countries.empty() && deny_systems.empty() &&
           allow_systems.empty();
  }
  // The parameter that refuses an address of which this is known, nullptr: none does. What is
  // denied is refused. Where something is allowed, whatever else is known is refused; an address of
  // which nothing is known is not.
  const char* refusal(const GeoFacts& facts) const noexcept;
};

struct Geo {
  static constexpr std::size_t kMostPrefixes = 4'000'000;

  GeoRules rules;
  std::vector<std::string> paths;  // modparam("guard", "geoip")
  std::vector<std::shared_ptr<const GeoDatabase>> databases;
  std::vector<sip::Prefix> denied;  // as few as say it

  // What the databases know together: the first that knows a country, the first that knows a
  // system.
  GeoFacts find(const sip::Address& address) const;
};

// The rules and paths of a script. Errors, one a line with its place, or empty.
std::string read_geo_settings(const routes::Settings& settings, Geo& geo);

// Opens the databases and finds who is denied. Errors, one a line, or empty; `geo` is changed only
// when there is none.
std::string load_geo(Geo& geo, std::size_t most = Geo::kMostPrefixes);

}  // namespace weir::control::lists
