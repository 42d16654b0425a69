#include "dataplane/egress.h"

#include <gtest/gtest.h>

#include <random>

#include "tests/dataplane/frames.h"

namespace weir::dataplane {
namespace {

using test::address;

Route route(std::string_view to, std::string_view gateway, std::string_view source = "",
            std::uint32_t metric = 0) {
  Route r;
  r.to = *sip::parse_prefix(to);
  if (!gateway.empty()) r.gateway = address(gateway);
  if (!source.empty()) r.source = address(source);
  r.metric = metric;
  return r;
}

struct Case {
  const char* name;
  const char* to;
  const char* gateway;  // null: no route
};

constexpr Case kCases[] = {
    {"OnLink", "192.0.2.77", "::"},
    {"Default", "8.8.8.8", "192.0.2.254"},
    {"FirstOfDefault", "0.0.0.0", "192.0.2.254"},
    {"LastOfDefault", "255.255.255.255", "192.0.2.254"},
    {"Nested", "10.1.2.3", "192.0.2.3"},
    {"NestedOuter", "10.1.3.3", "192.0.2.2"},
    {"Host", "10.1.2.9", "192.0.2.4"},
    {"BehindHost", "10.1.2.10", "192.0.2.3"},
    {"BehindOuter", "11.0.0.0", "192.0.2.254"},
    {"LowestMetric", "172.16.0.1", "192.0.2.6"},
    {"V6Link", "2001:db8::9", "::"},
    {"V6None", "2001:db9::9", nullptr},
    {"V6Ours", "2001:db8:ffff::", "2001:db8::7"},
};

TEST(RouteTable, LongestPrefix) {
  const RouteTable table({route("0.0.0.0/0", "192.0.2.254"), route("192.0.2.0/24", ""),
                          route("10.0.0.0/8", "192.0.2.2"), route("10.1.2.0/24", "192.0.2.3"),
                          route("10.1.2.9/32", "192.0.2.4"),
                          route("172.16.0.0/16", "192.0.2.5", "", 20),
                          route("172.16.0.0/16", "192.0.2.6", "", 10), route("2001:db8::/64", ""),
                          route("2001:db8:ffff::/48", "2001:db8::7")});
  for (const Case& c : kCases) {
    SCOPED_TRACE(c.name);
    const Route* const found = table.find(address(c.to));
    ASSERT_EQ(found != nullptr, c.gateway != nullptr);
    if (found != nullptr) {
      EXPECT_EQ(found->gateway, address(c.gateway));
    }
  }
}

TEST(RouteTable, SixDoesNotCoverFour) {
  const RouteTable table({route("::/0", "fe80::1")});
  EXPECT_EQ(table.find(address("192.0.2.1")), nullptr);
  ASSERT_NE(table.find(address("2001:db8::1")), nullptr);
  ASSERT_NE(table.find(address("ffff:ffff::1")), nullptr);
}

TEST(RouteTable, Empty) {
  EXPECT_EQ(RouteTable().find(address("192.0.2.1")), nullptr);
  EXPECT_EQ(RouteTable(std::vector<Route>{}).find(address("192.0.2.1")), nullptr);
}

TEST(RouteTable, AgreesWithALinearSearch) {
  std::mt19937 random(7);
  for (int round = 0; round < 50; ++round) {
    std::vector<Route> routes;
    for (std::uint32_t i = 0; i < 40; ++i) {
      Route r;
      r.to.length = static_cast<std::uint8_t>(96 + random() % 33);
      r.to.address = sip::Address::v4(static_cast<std::uint32_t>(random() % 65536));
      r.interface = i;
      r.metric = i;
      routes.push_back(r);
    }
    const RouteTable table(routes);
    for (int probe = 0; probe < 400; ++probe) {
      const sip::Address to = sip::Address::v4(static_cast<std::uint32_t>(random() % 70000));
      const Route* best = nullptr;
      for (const Route& r : routes) {
        if (!r.to.contains(to)) continue;
        if (best == nullptr || r.to.length > best->to.length) best = &r;
      }
      const Route* const found = table.find(to);
      ASSERT_EQ(found == nullptr, best == nullptr);
      if (best != nullptr) {
        ASSERT_EQ(found->interface, best->interface);
      }
    }
  }
}

TEST(OutboundListen, FollowsTheRoute) {
  std::vector<Listen> listens(4);
  listens[0].address = address("198.51.100.1");
  listens[1].address = address("192.0.2.1");
  listens[2].address = address("::");
  listens[2].wildcard = true;
  listens[2].ipv4 = false;
  listens[3].address = address("2001:db8::1");
  listens[3].ipv4 = false;
  std::vector<Route> routes{
      route("192.0.2.0/24", "", "192.0.2.1"), route("10.0.0.0/8", "192.0.2.2", "192.0.2.99"),
      route("2001:db8::/64", "", "2001:db8::1"), route("::/0", "2001:db8::2", "2001:db8::9")};
  choose_listens(routes, listens);
  const RouteTable table(routes);
  EXPECT_EQ(outbound_listen(&table, listens, address("192.0.2.7")), 1);
  EXPECT_EQ(outbound_listen(&table, listens, address("10.0.0.7")), 0) << "the first of its family";
  EXPECT_EQ(outbound_listen(&table, listens, address("203.0.113.7")), 0);
  EXPECT_EQ(outbound_listen(&table, listens, address("2001:db8::7")), 3);
  EXPECT_EQ(outbound_listen(&table, listens, address("2001:dead::7")), 2) << "the wildcard";
  EXPECT_EQ(outbound_listen(nullptr, listens, address("192.0.2.7")), 0);
}

}  // namespace
}  // namespace weir::dataplane
