// A MaxMind DB file: which country and autonomous system an address belongs to.
#pragma once

#include "sip/address.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

struct MMDB_s;

namespace weir::control::lists {

// Two capitals of ISO 3166-1, as a number; 0: none.
enum class Country : std::uint16_t { kNone = 0 };

// False when `text` is not two letters.
bool parse_country(std::string_view text, Country& country);
std::string country_text(Country country);

// What a database says of an address. A database of countries knows no systems, and the other way
// round.
struct GeoFacts {
  Country country = Country::kNone;
  std::uint32_t asn = 0;  // 0: none

  bool empty() const noexcept { return country == Country::kNone && asn == 0; }
};

// The file is copied when it is opened: whatever becomes of it later does not matter.
class GeoDatabase {
 public:
  static constexpr std::size_t kMostBytes = std::size_t{256} << 20;

  // A place in the search tree: a node, or what all addresses below have in common.
  struct Place {
    bool is_node = false;
    std::uint32_t node = 0;
    std::uint32_t data = 0;  // of a place that is no node; 0: nothing is known
  };

  // Null with an `error`.
  static std::unique_ptr<GeoDatabase> open(const std::string& path, std::string& error);
  ~GeoDatabase();
  GeoDatabase(const GeoDatabase&) = delete;
  GeoDatabase& operator=(const GeoDatabase&) = delete;

  const std::string& path() const noexcept { return path_; }
  std::string type() const;     // as "GeoLite2-Country"
  std::int64_t built() const;   // seconds since 1970
  std::uint32_t nodes() const;  // of the search tree

  // Where the tree begins for a family; IPv4 addresses stand below ::/96 in a tree of IPv6.
  Place root(bool v4) const noexcept { return v4 ? v4_root_ : v6_root_; }
  // Both places below a node. In the tree of IPv6 the parts that stand for IPv4 hold nothing here.
  // False when the file contradicts itself.
  bool descend(const Place& place, bool v4, Place& zero, Place& one) const;
  // Of a place that is no node.
  GeoFacts facts(const Place& place) const;

  GeoFacts find(const sip::Address& address) const;

 private:
  GeoDatabase();
  bool find_roots();

  std::string path_;
  std::unique_ptr<MMDB_s> file_;
  Place v4_root_;
  Place v6_root_;
  mutable std::unordered_map<std::uint32_t, GeoFacts> known_;  // by Place::data
};

}  // namespace weir::control::lists
