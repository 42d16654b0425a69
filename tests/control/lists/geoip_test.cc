// Countries and autonomous systems from MaxMind DB files that write_mmdb.py makes.
#include "control/lists/geoip.h"

#include "tests/source_root.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>

#include <unistd.h>

namespace weir::control::lists {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::UnorderedElementsAreArray;

sip::Address address(std::string_view text) { return *sip::parse_address(text); }

Country country(std::string_view text) {
  Country found{};
  EXPECT_TRUE(parse_country(text, found)) << text;
  return found;
}

routes::Setting setting(std::string name, std::string text) {
  routes::Setting one;
  one.module = "guard";
  one.name = std::move(name);
  one.text = std::move(text);
  one.file = "edge.cfg";
  one.line = 7;
  return one;
}

constexpr std::string_view kWorld =
    "192.0.2.0/24 DE 64500\n"
    "192.0.2.128/25 FR 64501\n"
    "198.51.100.0/24 DE 64502\n"
    "10.0.0.0/9 US 64503\n"
    "10.128.0.0/9 US 64504\n"
    "203.0.113.77/32 - 64500\n"
    "2001:db8::/32 DE 64500\n"
    "2001:db8:f::/48 FR -\n";

class GeoTest : public testing::Test {
 protected:
  GeoTest() {
    std::string name = (std::filesystem::temp_directory_path() / "weir-geo-XXXXXX").string();
    folder_ = mkdtemp(name.data());
  }
  ~GeoTest() override { std::filesystem::remove_all(folder_); }

  // The path of a database with `lines`, as write_mmdb.py takes them.
  std::string write(std::string_view lines, const std::string& options = {}) {
    const std::string path = (folder_ / ("db" + std::to_string(files_++) + ".mmdb")).string();
    std::ofstream(folder_ / "lines") << lines;
    const std::string command =
        "python3 '" + (source_root() / "tests/control/lists/write_mmdb.py").string() + "' '" +
        path + "' " + options + " <'" + (folder_ / "lines").string() + "'";
    EXPECT_EQ(std::system(command.c_str()), 0) << command;
    return path;
  }

  static std::unique_ptr<GeoDatabase> open(const std::string& path) {
    std::string error;
    auto database = GeoDatabase::open(path, error);
    EXPECT_NE(database, nullptr) << error;
    return database;
  }

  static GeoFacts find(const GeoDatabase& database, std::string_view text) {
    return database.find(address(text));
  }

  static std::vector<std::string> texts(const std::vector<sip::Prefix>& prefixes) {
    std::vector<std::string> all;
    for (const sip::Prefix& prefix : prefixes) {
      std::array<char, sip::kAddressText> text{};
      const std::size_t size = sip::format_address(prefix.address, text);
      const unsigned before = prefix.address.is_v4() && prefix.length >= 96 ? 96 : 0;
      all.push_back(std::string(text.data(), size) + "/" + std::to_string(prefix.length - before));
    }
    return all;
  }

  std::filesystem::path folder_;
  int files_ = 0;
};

TEST_F(GeoTest, FindsCountryAndSystem) {
  for (const std::string options :
       {"--record 24", "--record 28", "--record 32", "--style ipinfo"}) {
    const auto database = open(write(kWorld, options + " --type My-DB --built 1795737601"));
    ASSERT_NE(database, nullptr);
    EXPECT_EQ(database->type(), "My-DB");
    EXPECT_EQ(database->built(), 1795737601);
    const GeoFacts one = find(*database, "192.0.2.1");
    EXPECT_EQ(one.country, country("DE")) << options;
    EXPECT_EQ(one.asn, 64500u);
    EXPECT_EQ(find(*database, "192.0.2.200").country, country("FR"));
    EXPECT_EQ(find(*database, "10.200.0.1").asn, 64504u);
    EXPECT_EQ(find(*database, "203.0.113.77").country, Country::kNone);
    EXPECT_EQ(find(*database, "203.0.113.77").asn, 64500u);
    EXPECT_TRUE(find(*database, "203.0.113.78").empty());
    EXPECT_EQ(find(*database, "2001:db8:1::1").country, country("de"));
    EXPECT_EQ(find(*database, "2001:db8:f::1").country, country("FR"));
    EXPECT_EQ(find(*database, "2001:db8:f::1").asn, 0u);
    EXPECT_TRUE(find(*database, "2001:db9::1").empty());
    EXPECT_TRUE(find(*database, "::1").empty());
  }
}

TEST_F(GeoTest, ReadsDatabasesOfIpv4) {
  const auto database = open(write("192.0.2.0/24 DE 1\n", "--ip 4"));
  ASSERT_NE(database, nullptr);
  EXPECT_EQ(find(*database, "192.0.2.1").country, country("DE"));
  EXPECT_TRUE(find(*database, "192.0.3.1").empty());
  EXPECT_TRUE(find(*database, "2001:db8::1").empty());
}

TEST(GeoRules, DenyAndAllow) {
  const GeoFacts german{country("DE"), 64500};
  const GeoFacts french{country("FR"), 0};
  const GeoFacts system{Country::kNone, 64500};
  GeoRules rules;
  EXPECT_EQ(rules.refusal(german), nullptr);
  rules.deny_countries = {country("DE")};
  EXPECT_STREQ(rules.refusal(german), "deny_country");
  EXPECT_EQ(rules.refusal(french), nullptr);
  EXPECT_EQ(rules.refusal({}), nullptr);
  rules = {};
  rules.deny_systems = {64500};
  EXPECT_STREQ(rules.refusal(system), "deny_asn");
  EXPECT_EQ(rules.refusal(french), nullptr);
  rules = {};
  rules.allow_countries = {country("DE")};
  EXPECT_EQ(rules.refusal(german), nullptr);
  EXPECT_STREQ(rules.refusal(french), "allow_country");
  EXPECT_EQ(rules.refusal(system), nullptr);  // its country is not known
  EXPECT_EQ(rules.refusal({}), nullptr);
  rules.allow_systems = {64501};
  EXPECT_STREQ(rules.refusal(system), "allow_asn");
  EXPECT_EQ(rules.refusal(german), nullptr);
  rules.deny_systems = {64500};  // what is denied stays so
  EXPECT_STREQ(rules.refusal(german), "deny_asn");
}

TEST_F(GeoTest, DeniesTheLargestPrefixesThatSayIt) {
  Geo geo;
  geo.paths = {write(kWorld)};
  geo.rules.deny_countries = {country("DE"), country("US")};
  ASSERT_EQ(load_geo(geo), "");
  std::vector<std::string> expected = {"192.0.2.0/25", "198.51.100.0/24", "10.0.0.0/8"};
  const std::vector<std::string> found = texts(geo.denied);
  for (const std::string& one : expected) {
    EXPECT_THAT(found, testing::Contains(one)) << testing::PrintToString(found);
  }
  // The rest is 2001:db8::/32 without 2001:db8:f::/48: a prefix for each length from 33 to 48.
  EXPECT_EQ(found.size(), expected.size() + 16);
  EXPECT_THAT(found, testing::Contains("2001:db8:8000::/33"));
}

TEST_F(GeoTest, DeniesWhatTheRulesRefuseAndNothingElse) {
  std::mt19937 random(7);
  std::string lines;
  for (int i = 0; i < 150; ++i) {
    const auto length = static_cast<unsigned>(12 + random() % 21);
    const unsigned host = length == 32 ? 0 : (1u << (32 - length)) - 1;
    const auto value = static_cast<unsigned>((0x0a000000u | (random() % (1u << 20))) & ~host);
    const std::string code = {'A', static_cast<char>('A' + random() % 4)};
    lines += std::to_string(value >> 24) + "." + std::to_string(value >> 16 & 255) + "." +
             std::to_string(value >> 8 & 255) + "." + std::to_string(value & 255) + "/" +
             std::to_string(length) + " " + (random() % 8 == 0 ? "-" : code) + " " +
             (random() % 8 == 0 ? "-" : std::to_string(1 + random() % 5)) + "\n";
  }
  Geo geo;
  // Two databases, of which each knows what the other does not.
  geo.paths = {write(lines), write("10.0.0.0/14 AZ 9\n10.8.0.0/15 AA 2\n2001:db8::/33 AA 1\n")};
  std::size_t refused = 0;
  for (int round = 0; round < 4; ++round) {
    geo.rules = {};
    if (round != 1) geo.rules.deny_countries = {country("AA"), country("AZ")};
    if (round != 0) geo.rules.allow_systems = {2, 3};
    if (round == 3) geo.rules.deny_systems = {4};
    ASSERT_EQ(load_geo(geo), "");
    for (int i = 0; i < 5000; ++i) {
      sip::Address source =
          sip::Address::v4(0x0a000000u | static_cast<std::uint32_t>(random() % (1u << 21)));
      if (i % 10 == 0) {
        source = address("2001:db8::1");
        source.bytes[4] = static_cast<std::uint8_t>(random());
      }
      const bool expected = geo.rules.refusal(geo.find(source)) != nullptr;
      const bool denied = std::any_of(geo.denied.begin(), geo.denied.end(),
                                      [&](const auto& one) { return one.contains(source); });
      ASSERT_EQ(denied, expected) << "round " << round;
      refused += expected;
    }
  }
  EXPECT_GT(refused, 2000u);
  EXPECT_LT(refused, 18000u);
}

TEST_F(GeoTest, TooMuchIsRefused) {
  Geo geo;
  geo.paths = {write(kWorld)};
  geo.rules.deny_countries = {country("DE")};
  EXPECT_THAT(load_geo(geo, 3), HasSubstr("more than 3 prefixes would be denied"));
  EXPECT_THAT(geo.denied, IsEmpty());
  EXPECT_THAT(geo.databases, IsEmpty());
}

TEST_F(GeoTest, ABrokenFileIsRefused) {
  std::string error;
  EXPECT_EQ(GeoDatabase::open((folder_ / "none").string(), error), nullptr);
  EXPECT_THAT(error, HasSubstr("name a MaxMind DB file (.mmdb) that is readable to us"));
  EXPECT_EQ(GeoDatabase::open(folder_.string(), error), nullptr);
  EXPECT_EQ(GeoDatabase::open("/dev/zero", error), nullptr);
  std::ofstream(folder_ / "text") << "192.0.2.0/24 DE\n";
  EXPECT_EQ(GeoDatabase::open((folder_ / "text").string(), error), nullptr);
  EXPECT_THAT(error, HasSubstr("no MaxMind DB file"));

  // Cut short anywhere, or with any byte changed: refused, or read as something else; never a
  // crash.
  std::ifstream file(write(kWorld), std::ios::binary);
  const std::string whole{std::istreambuf_iterator<char>(file), {}};
  const std::string path = (folder_ / "broken").string();
  const auto try_one = [&](std::string_view bytes) {
    std::ofstream(path, std::ios::binary) << bytes;
    Geo geo;
    geo.paths = {path};
    geo.rules.deny_countries = {country("DE")};
    if (!load_geo(geo).empty()) return;
    for (const char* const one : {"192.0.2.1", "10.0.0.1", "2001:db8::1"}) geo.find(address(one));
  };
  for (std::size_t size = 0; size < whole.size(); size += 1 + whole.size() / 300) {
    try_one(std::string_view(whole).substr(0, size));
  }
  std::mt19937 random(1);
  for (int i = 0; i < 1000; ++i) {
    std::string bytes = whole;
    for (int changes = 1 + i % 4; changes > 0; --changes) {
      bytes[random() % bytes.size()] = static_cast<char>(random());
    }
    try_one(bytes);
  }
}

TEST_F(GeoTest, ParametersSayWhatIsWrong) {
  routes::Settings settings;
  settings.parameters = {setting("geoip", "/x.mmdb"), setting("deny_country", "de, FR"),
                         setting("allow_country", "US"), setting("deny_asn", "64500,AS64501"),
                         setting("allow_asn", "as7")};
  Geo geo;
  EXPECT_EQ(read_geo_settings(settings, geo), "");
  EXPECT_EQ(geo.paths, std::vector<std::string>{"/x.mmdb"});
  EXPECT_THAT(geo.rules.deny_countries, UnorderedElementsAreArray({country("DE"), country("FR")}));
  EXPECT_THAT(geo.rules.deny_systems, UnorderedElementsAreArray({64500u, 64501u}));
  EXPECT_THAT(geo.rules.allow_systems, UnorderedElementsAreArray({7u}));

  struct Case {
    std::string_view name;
    std::string_view text;
    std::string_view says;
  };
  constexpr Case kCases[] = {
      {"deny_country", "DEU", "'DEU' is no country: write codes of two letters"},
      {"deny_country", "DE,", "'' is no country"},
      {"allow_country", "D1", "'D1' is no country"},
      {"deny_asn", "AS", "'AS' is no autonomous system: write numbers"},
      {"deny_asn", "0", "'0' is no autonomous system"},
      {"allow_asn", "4294967296", "'4294967296' is no autonomous system"},
  };
  for (const Case& one : kCases) {
    settings.parameters = {setting("geoip", "/x.mmdb"),
                           setting(std::string(one.name), std::string(one.text))};
    Geo bad;
    const std::string errors = read_geo_settings(settings, bad);
    EXPECT_THAT(errors, HasSubstr(std::string(one.says)));
    EXPECT_THAT(errors, HasSubstr("edge.cfg:7: modparam(\"guard\", \"" + std::string(one.name)));
  }
  settings.parameters = {setting("deny_country", "DE")};
  Geo alone;
  EXPECT_THAT(read_geo_settings(settings, alone), HasSubstr("no database says who that is"));
  settings.parameters.assign(5, setting("geoip", "/x.mmdb"));
  Geo many;
  EXPECT_THAT(read_geo_settings(settings, many), HasSubstr("5 databases, at most 4"));
}

}  // namespace
}  // namespace weir::control::lists
