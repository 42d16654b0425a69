#include "dataplane/neighbors.h"

#include <gtest/gtest.h>

#include "tests/dataplane/frames.h"

namespace weir::dataplane {
namespace {

using test::address;

constexpr Mac kOne{2, 0, 0, 0, 0, 1};

Surroundings surroundings() {
  Surroundings around;
  Route link;
  link.to = *sip::parse_prefix("192.0.2.0/24");
  Route other;
  other.to = *sip::parse_prefix("0.0.0.0/0");
  other.gateway = address("192.0.2.254");
  around.routes = RouteTable({link, other});
  const Neighbor known[] = {{address("192.0.2.7"), kOne},
                            {address("192.0.2.254"), Mac{2, 0, 0, 0, 0, 9}},
                            {address("192.0.2.8"), Mac{}, true}};
  around.neighbors = NeighborTable(known);
  return around;
}

TEST(FindHop, Table) {
  const Surroundings around = surroundings();
  Mac mac{};
  EXPECT_EQ(find_hop(&around, address("192.0.2.7"), mac), Hop::kKnown);
  EXPECT_EQ(mac, kOne);
  EXPECT_EQ(find_hop(&around, address("8.8.8.8"), mac), Hop::kKnown);
  EXPECT_EQ(mac[5], 9);
  EXPECT_EQ(find_hop(&around, address("192.0.2.9"), mac), Hop::kUnknown);
  EXPECT_EQ(find_hop(&around, address("192.0.2.8"), mac), Hop::kFailed);
  EXPECT_EQ(find_hop(&around, address("2001:db8::1"), mac), Hop::kFailed);
  EXPECT_EQ(find_hop(nullptr, address("192.0.2.7"), mac), Hop::kFailed);
}

TEST(FindHop, Fixed) {
  Surroundings around;
  around.fixed = kOne;
  Mac mac{};
  EXPECT_EQ(find_hop(&around, address("2001:db8::1"), mac), Hop::kKnown);
  EXPECT_EQ(mac, kOne);
}

TEST(NeighborTable, ManyAndUsed) {
  std::vector<Neighbor> many;
  for (std::uint32_t i = 0; i < 1000; ++i) many.push_back({sip::Address::v4(0x0A000000 + i), kOne});
  const NeighborTable table(many);
  EXPECT_EQ(table.size(), 1000u);
  EXPECT_TRUE(table.take_used().empty());
  EXPECT_NE(table.find(address("10.0.3.231")), nullptr);
  EXPECT_EQ(table.find(address("10.0.3.232")), nullptr);
  EXPECT_EQ(table.take_used(), std::vector<sip::Address>{address("10.0.3.231")});
  EXPECT_TRUE(table.take_used().empty());
  EXPECT_EQ(NeighborTable().find(address("10.0.0.1")), nullptr);
}

}  // namespace
}  // namespace weir::dataplane
