// Denied prefixes against a list that is searched from one end to the other.
#include "dataplane/guard/deny_map.h"

#include <gtest/gtest.h>

#include <random>
#include <string_view>
#include <vector>

namespace weir::dataplane::guard {
namespace {

sip::Prefix prefix(std::string_view text) { return *sip::parse_prefix(text); }
sip::Address address(std::string_view text) { return *sip::parse_address(text); }

// The longest prefix counts; of two that are the same the first.
Denial search(const std::vector<DenyEntry>& entries, const sip::Address& source) {
  const DenyEntry* best = nullptr;
  for (const DenyEntry& entry : entries) {
    if (!entry.prefix.contains(source)) continue;
    if (best == nullptr || entry.prefix.length > best->prefix.length) best = &entry;
  }
  return best == nullptr ? Denial::kNone : best->denial;
}

TEST(DenyMap, IsEmptyWithoutEntries) {
  const DenyMap none;
  EXPECT_EQ(none.find(address("192.0.2.1")), Denial::kNone);
  EXPECT_EQ(none.find(address("2001:db8::1")), Denial::kNone);
  EXPECT_EQ(none.bytes(), 0u);
  const std::vector<DenyEntry> six = {{prefix("2001:db8::/32")}};
  const DenyMap only_six(six, 1);
  EXPECT_EQ(only_six.find(address("192.0.2.1")), Denial::kNone);
  EXPECT_EQ(only_six.find(address("2001:db8::1")), Denial::kList);
  EXPECT_LT(only_six.bytes(), 1'000'000u);  // nothing for IPv4
}

TEST(DenyMap, TakesTheLongestPrefix) {
  const std::vector<DenyEntry> entries = {
      {prefix("10.0.0.0/8"), Denial::kGeoip},    {prefix("10.1.0.0/16"), Denial::kList},
      {prefix("10.1.2.0/24"), Denial::kGeoip},   {prefix("10.1.2.64/26"), Denial::kList},
      {prefix("10.1.2.65"), Denial::kGeoip},     {prefix("10.1.2.0/24"), Denial::kList},
      {prefix("192.0.2.128/25"), Denial::kList}, {prefix("0.0.0.0/8"), Denial::kList},
      {prefix("255.255.255.255"), Denial::kList}};
  const DenyMap map(entries, 3);
  EXPECT_EQ(map.find(address("10.255.0.1")), Denial::kGeoip);
  EXPECT_EQ(map.find(address("10.1.255.1")), Denial::kList);
  EXPECT_EQ(map.find(address("10.1.2.1")), Denial::kGeoip);
  EXPECT_EQ(map.find(address("10.1.2.64")), Denial::kList);
  EXPECT_EQ(map.find(address("10.1.2.65")), Denial::kGeoip);
  EXPECT_EQ(map.find(address("10.1.2.128")), Denial::kGeoip);
  EXPECT_EQ(map.find(address("192.0.2.127")), Denial::kNone);
  EXPECT_EQ(map.find(address("192.0.2.128")), Denial::kList);
  EXPECT_EQ(map.find(address("0.1.2.3")), Denial::kList);
  EXPECT_EQ(map.find(address("255.255.255.254")), Denial::kNone);
  EXPECT_EQ(map.find(address("255.255.255.255")), Denial::kList);
}

TEST(DenyMap, FindsWhatASearchFinds) {
  std::mt19937 random(20261128);
  const auto one_of = [&random](std::uint32_t n) {
    return static_cast<std::uint32_t>(random() % n);
  };
  for (int round = 0; round < 20; ++round) {
    std::vector<DenyEntry> entries;
    for (int i = 0; i < 200; ++i) {
      DenyEntry entry;
      entry.denial = one_of(2) == 0 ? Denial::kList : Denial::kGeoip;
      // Near to each other, so that prefixes lie in prefixes.
      if (one_of(4) != 0) {
        entry.prefix.address = sip::Address::v4(0x0a000000 | one_of(1 << 20));
        entry.prefix.length = static_cast<std::uint8_t>(96 + 17 + one_of(16));
      } else {
        entry.prefix.address = address("2001:db8::");
        entry.prefix.address.bytes[4] = static_cast<std::uint8_t>(one_of(4) << 6);
        entry.prefix.address.bytes[15] = static_cast<std::uint8_t>(one_of(256));
        entry.prefix.length = static_cast<std::uint8_t>(32 + one_of(97));
      }
      for (unsigned bit = entry.prefix.length; bit < 128; ++bit) {
        std::uint8_t& byte = entry.prefix.address.bytes[bit / 8];
        byte = static_cast<std::uint8_t>(byte & ~(0x80u >> (bit % 8)));
      }
      entries.push_back(entry);
    }
    const DenyMap map(entries, random());
    std::size_t denied = 0;
    for (int i = 0; i < 4000; ++i) {
      sip::Address source = sip::Address::v4(0x0a000000 | one_of(1 << 21));
      if (i % 4 == 0) source = entries[one_of(200)].prefix.address;
      if (i % 4 == 1) source.bytes[15] = static_cast<std::uint8_t>(source.bytes[15] ^ one_of(2));
      const Denial expected = search(entries, source);
      ASSERT_EQ(map.find(source), expected) << "round " << round;
      denied += expected != Denial::kNone;
    }
    EXPECT_GT(denied, 100u);
    EXPECT_LT(denied, 4000u);
  }
}

}  // namespace
}  // namespace weir::dataplane::guard
