#include "dataplane/ports/port_spec.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/dataplane/frames.h"

namespace weir::dataplane {
namespace {

using test::address;
using testing::HasSubstr;

TEST(ParsePortSpec, Everything) {
  std::string problem;
  const auto spec = parse_port_spec(
      "net_af_packet0  iface=eth1 twin=sw0 addr=192.0.2.1/24,2001:db8::1/64 "
      "gw=192.0.2.254,2001:db8::ffff mtu=1400 args=framecnt=512,qpairs=1",
      problem);
  ASSERT_TRUE(spec) << problem;
  EXPECT_EQ(spec->device, "net_af_packet0");
  EXPECT_EQ(spec->driver(), "net_af_packet");
  EXPECT_TRUE(spec->shares_kernel_device());
  EXPECT_EQ(spec->iface, "eth1");
  EXPECT_EQ(spec->twin, "sw0");
  ASSERT_EQ(spec->addresses.size(), 2u);
  EXPECT_EQ(spec->addresses[0].address, address("192.0.2.1")) << "host bits stay";
  EXPECT_EQ(spec->addresses[0].length, 24);
  EXPECT_EQ(spec->addresses[1].length, 64);
  EXPECT_EQ(spec->gateways, (std::vector{address("192.0.2.254"), address("2001:db8::ffff")}));
  EXPECT_EQ(spec->mtu, 1400u);
  EXPECT_EQ(spec->arguments, "framecnt=512,qpairs=1");
  EXPECT_EQ(spec->frame_size(), 2048u);
}

TEST(ParsePortSpec, KnowsWhoseDeviceItIs) {
  struct Row {
    const char* text;
    bool shared;
  };
  constexpr Row kRows[] = {{"net_af_packet0 iface=eth1", true}, {"net_af_xdp0 iface=eth1", true},
                           {"net_pcap0 iface=eth1", true},      {"net_pcap0 args=rx_pcap=a", false},
                           {"net_tap0 iface=eth1", false},      {"net_null0", false}};
  for (const Row& row : kRows) {
    std::string problem;
    const auto spec = parse_port_spec(row.text, problem);
    ASSERT_TRUE(spec) << problem;
    EXPECT_EQ(spec->shares_kernel_device(), row.shared) << row.text;
  }
}

TEST(ParsePortSpec, FixedMac) {
  std::string problem;
  const auto spec = parse_port_spec("0000:03:00.0 mac=02:00:00:0a:0B:1 addr=192.0.2.1/24", problem);
  ASSERT_TRUE(spec) << problem;
  EXPECT_EQ(spec->driver(), "");
  EXPECT_EQ(spec->frame_size(), 0u);
  EXPECT_EQ(spec->mac, (std::array<std::uint8_t, 6>{2, 0, 0, 10, 11, 1}));
}

struct Bad {
  const char* text;
  const char* problem;
};

constexpr Bad kBad[] = {
    {"", "begins with its device"},
    {"twin=sw0", "begins with its device"},
    {"net_tap0 twin", "not KEY=VALUE"},
    {"net_tap0 colour=red", "unknown setting \"colour\"; known are iface, twin"},
    {"net_tap0 twin=sw0 addr=192.0.2.1", "addr=192.0.2.1/24"},
    {"net_tap0 twin=sw0 addr=192.0.2/24", "addr=192.0.2.1/24"},
    {"net_tap0 twin=sw0 addr=192.0.2.1/33", "addr=192.0.2.1/24"},
    {"net_tap0 twin=sw0 gw=host", "gw=192.0.2.254"},
    {"net_tap0 twin=sw0 gw=192.0.2.1,192.0.2.2", "two gateways"},
    {"net_tap0 addr=192.0.2.1/24", "add twin=NAME"},
    {"net_tap0 mac=02:00:00:00:00:01", "addr= is missing"},
    {"net_tap0 mac=02:00:00:00:00:01 addr=192.0.2.1/24 gw=192.0.2.2", "gw= belongs to a twin"},
    {"net_tap0 twin=sw0 mac=02:00:00:00:00:01", "leave one out"},
    {"net_tap0 mac=02:00:00:00:00", "not a link address"},
    {"net_tap0 mac=02:00:00:00:00:1x", "not a link address"},
    {"net_tap0 mac=02:00:00:00:00:001", "not a link address"},
    {"net_tap0 mtu=100", "1280 to 9216"},
    {"net_tap0 mtu=1500x", "1280 to 9216"},
    {"net_af_packet0 iface=a/b", "no slash"},
    {"net_af_packet0 iface=sixteen-letters-", "1 to 15"},
    {"net_af_packet0 iface=eth1 twin=eth1", "same device"},
};

TEST(ParsePortSpec, SaysWhatToDo) {
  for (const Bad& bad : kBad) {
    SCOPED_TRACE(bad.text);
    std::string problem;
    EXPECT_FALSE(parse_port_spec(bad.text, problem));
    EXPECT_THAT(problem, HasSubstr(bad.problem));
  }
}

std::string vdev(const char* text, const std::vector<std::string>& arguments,
                 std::string& problem) {
  const auto spec = parse_port_spec(text, problem);
  return spec ? vdev_argument(*spec, arguments, problem) : "(no spec)";
}

TEST(VdevArgument, Table) {
  std::string problem;
  EXPECT_EQ(vdev("net_af_packet0 iface=eth1", {}, problem),
            "--vdev=net_af_packet0,iface=eth1,blocksz=65536,framesz=8192,framecnt=8192");
  EXPECT_EQ(vdev("net_af_packet0 iface=eth1 args=framecnt=64", {}, problem),
            "--vdev=net_af_packet0,iface=eth1,framecnt=64");
  EXPECT_EQ(vdev("net_tap1", {}, problem), "--vdev=net_tap1");
  EXPECT_EQ(vdev("0000:03:00.0", {}, problem), "") << "EAL finds it on its bus";
  EXPECT_EQ(vdev("net_tap1", {"--vdev=net_tap1,iface=x"}, problem), "");
  EXPECT_EQ(vdev("net_tap1", {"--vdev", "net_tap1,iface=x"}, problem), "");
  EXPECT_EQ(vdev("net_tap1", {"--vdev=net_tap11,iface=x"}, problem), "--vdev=net_tap1");
  EXPECT_EQ(vdev("net_af_packet0", {"--vdev=net_af_packet0,iface=x"}, problem), "");
  EXPECT_EQ(problem, "");
  EXPECT_EQ(parse_port_spec("net_af_packet0 iface=eth1", problem)->locked_bytes(), 128u << 20);
  EXPECT_EQ(parse_port_spec("net_af_packet0 iface=e args=framecnt=64", problem)->locked_bytes(),
            0u);
  EXPECT_EQ(parse_port_spec("net_tap1", problem)->locked_bytes(), 0u);
  EXPECT_EQ(vdev("net_af_xdp0", {}, problem), "");
  EXPECT_THAT(problem, HasSubstr("iface= is missing"));
}

}  // namespace
}  // namespace weir::dataplane
