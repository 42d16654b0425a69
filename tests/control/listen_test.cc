#include "control/listen.h"

#include <gtest/gtest.h>

namespace weir::control {
namespace {

using Hosts = std::vector<std::string>;

TEST(Listen, ReadsWhatKamailioReads) {
  struct Case {
    const char* text;
    Transport transport;
    bool named;
    Hosts hosts;
    std::uint16_t port;
    const char* advertised;
    std::uint16_t advertised_port;
  };
  const Case cases[] = {
      {"localhost", Transport::kUdp, false, {"localhost"}, 0, "", 0},
      {"udp:127.0.0.1:5080", Transport::kUdp, true, {"127.0.0.1"}, 5080, "", 0},
      {"eth0:5062", Transport::kUdp, false, {"eth0"}, 5062, "", 0},
      {"udp:127.0.0.1:5080/1.2.3.4:5060",
       Transport::kUdp,
       true,
       {"127.0.0.1"},
       5080,
       "1.2.3.4",
       5060},
      {"sctp:(eth0)", Transport::kSctp, true, {"eth0"}, 0, "", 0},
      {"(eth0, eth1, 127.0.0.1):5065",
       Transport::kUdp,
       false,
       {"eth0", "eth1", "127.0.0.1"},
       5065,
       "",
       0},
      {"TLS:a.example", Transport::kTls, true, {"a.example"}, 0, "", 0},
      {"tcp:eth0/edge.example", Transport::kTcp, true, {"eth0"}, 0, "edge.example", 0},
      {"[::1]:5060", Transport::kUdp, false, {"::1"}, 5060, "", 0},
      {"udp:[2001:db8::1]", Transport::kUdp, true, {"2001:db8::1"}, 0, "", 0},
      {"::1", Transport::kUdp, false, {"::1"}, 0, "", 0},
      {"udp:::1", Transport::kUdp, true, {"::1"}, 0, "", 0},
      {"udp:([::1], lo):7", Transport::kUdp, true, {"::1", "lo"}, 7, "", 0},
      {"udp:0.0.0.0:5060/[2001:db8::2]:9",
       Transport::kUdp,
       true,
       {"0.0.0.0"},
       5060,
       "2001:db8::2",
       9},
  };
  for (const Case& row : cases) {
    SCOPED_TRACE(row.text);
    ListenSpec spec;
    std::string error;
    EXPECT_TRUE(parse_listen(row.text, spec, error)) << error;
    EXPECT_EQ(spec.transport, row.transport);
    EXPECT_EQ(spec.named_transport, row.named);
    EXPECT_EQ(spec.hosts, row.hosts);
    EXPECT_EQ(spec.port, row.port);
    EXPECT_EQ(spec.advertised_host, row.advertised);
    EXPECT_EQ(spec.advertised_port, row.advertised_port);
  }
}

TEST(Listen, RefusesWithTheShape) {
  for (const char* text :
       {"", "udp:", "bogus:1.2.3.4:5", "udp:1.2.3.4:0", "1.2.3.4:70000", "1.2.3.4:x", "(a,b", "()",
        "(a,,b)", "(a:5,b)", "(a)5", "[::1", "[x]:5", "a/", "a/b:x", "udp:a:b:5"}) {
    SCOPED_TRACE(text);
    ListenSpec spec;
    std::string error;
    EXPECT_FALSE(parse_listen(text, spec, error));
    EXPECT_NE(error.find("udp:192.0.2.1:5060"), std::string::npos) << error;
  }
}

const InterfaceAddress kInterfaces[] = {
    {"lo", sip::Address::v4(0x7f000001)},
    {"eth0", sip::Address::v4(0xc0000201)},
    {"eth0", sip::Address::v4(0xc0000202)},
};

TEST(Listen, ResolvesInterfacesAddressesAndNames) {
  ListenSpec spec;
  std::string error;
  ASSERT_TRUE(parse_listen("udp:(eth0, 192.0.2.1, localhost):5070/e.example", spec, error));
  std::vector<ListenSocket> sockets;
  ASSERT_TRUE(resolve_listen(spec, 5060, kInterfaces, sockets, error)) << error;
  ASSERT_EQ(sockets.size(), 3u);
  EXPECT_EQ(to_text(sockets[0]), "udp:192.0.2.1:5070 advertised as e.example");
  EXPECT_EQ(to_text(sockets[1]), "udp:192.0.2.2:5070 advertised as e.example");
  EXPECT_EQ(to_text(sockets[2]), "udp:127.0.0.1:5070 advertised as e.example");
}

TEST(Listen, SaysWhatAHostIsNot) {
  ListenSpec spec;
  std::string error;
  ASSERT_TRUE(parse_listen("udp:eth9.invalid:5060", spec, error));
  std::vector<ListenSocket> sockets;
  EXPECT_FALSE(resolve_listen(spec, 5060, kInterfaces, sockets, error));
  EXPECT_NE(error.find("no interface of this machine"), std::string::npos) << error;
}

TEST(Listen, RefusesWhatBelongsToManyMachines) {
  for (const char* const group : {"224.0.0.1", "239.255.255.255", "255.255.255.255", "[ff02::1]"}) {
    ListenSpec spec;
    std::string error;
    ASSERT_TRUE(parse_listen(group, spec, error)) << error;
    std::vector<ListenSocket> sockets;
    EXPECT_FALSE(resolve_listen(spec, 5060, kInterfaces, sockets, error)) << group;
    EXPECT_NE(error.find("multicast or broadcast"), std::string::npos) << error;
  }
}

TEST(Listen, DefaultIsEveryAddress) {
  const auto sockets = default_listens(5060, kInterfaces);
  ASSERT_EQ(sockets.size(), 3u);
  EXPECT_EQ(to_text(sockets[0]), "udp:127.0.0.1:5060");
  EXPECT_EQ(to_text(sockets[2]), "udp:192.0.2.2:5060");
}

TEST(Listen, SeesLoopbackHere) {
  std::string error;
  bool loopback = false;
  for (const InterfaceAddress& entry : interface_addresses(error)) {
    loopback |= entry.address == sip::Address::v4(0x7f000001) && entry.name == "lo";
  }
  EXPECT_EQ(error, "");
  EXPECT_TRUE(loopback);
}

}  // namespace
}  // namespace weir::control
