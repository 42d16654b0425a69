#include "dataplane/exception.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/dataplane/frames.h"

namespace weir::dataplane {
namespace {

using test::Bytes;
using test::Frames;

constexpr Frequency kFrequency{1'000'000'000};
constexpr int kSyn = 2;
constexpr int kRst = 4;
constexpr int kAck = 16;

Bytes tcp(std::string_view src, std::string_view dst, int sport, int dport, int flags) {
  Bytes header(20);
  header[0] = static_cast<std::uint8_t>(sport >> 8);
  header[1] = static_cast<std::uint8_t>(sport);
  header[2] = static_cast<std::uint8_t>(dport >> 8);
  header[3] = static_cast<std::uint8_t>(dport);
  header[13] = static_cast<std::uint8_t>(flags);
  return Frames().ipv4(src, dst, 6).raw(header).build();
}

ExceptionClass classify(const ExceptionGate& gate, const Bytes& frame) {
  return gate.classify(frame, decode(frame, ListenTable{}, DecodeRules{}));
}

struct Case {
  const char* name;
  Bytes frame;
  ExceptionClass expected;
};

TEST(ExceptionGate, Classes) {
  const std::string body(28, 'x');
  const std::vector<Case> cases = {
      {"Arp", Frames().eth(0x0806).payload(body).build(), ExceptionClass::kArp},
      {"Llc", Frames().eth(0x0026).payload(body).build(), ExceptionClass::kRouting},
      {"Lldp", Frames().eth(0x88CC).payload(body).build(), ExceptionClass::kRest},
      {"Solicitation", Frames().ipv6("fe80::1", "ff02::1", 58).hops(255).payload("\x87xxx").build(),
       ExceptionClass::kDiscovery},
      {"SolicitationFromAfar",
       Frames().ipv6("2001:db8::1", "ff02::1", 58).hops(254).payload("\x87xxx").build(),
       ExceptionClass::kRest},
      {"Ping6", Frames().ipv6("fe80::1", "fe80::2", 58).hops(255).payload("\x80xxx").build(),
       ExceptionClass::kRest},
      {"Ping", Frames().ipv4("10.0.0.1", "10.0.0.2", 1).payload(body).build(),
       ExceptionClass::kRest},
      {"Ospf", Frames().ipv4("10.0.0.1", "224.0.0.5", 89).payload(body).build(),
       ExceptionClass::kRouting},
      {"Bgp", tcp("10.0.0.1", "10.0.0.2", 40000, 179, 2), ExceptionClass::kOpening},
      {"Bfd",
       Frames().ipv4("10.0.0.1", "10.0.0.2").hops(255).udp(49152, 3784).payload(body).build(),
       ExceptionClass::kRouting},
      {"BfdFromAfar", Frames().ipv4("10.0.0.1", "10.0.0.2").udp(49152, 3784).payload(body).build(),
       ExceptionClass::kRest},
      {"Dns", Frames().ipv4("10.0.0.1", "10.0.0.2").udp(53, 3333).payload(body).build(),
       ExceptionClass::kRest},
      {"Syn", tcp("10.0.0.1", "10.0.0.2", 40000, 22, 2), ExceptionClass::kRest},
  };
  const ExceptionGate gate({}, kFrequency);
  for (const Case& c : cases) {
    SCOPED_TRACE(c.name);
    EXPECT_EQ(classify(gate, c.frame), c.expected);
  }
}

TEST(ExceptionGate, LearnsTcpFromTheKernelsSide) {
  ExceptionGate gate({}, kFrequency);
  const Bytes in = tcp("10.0.0.1", "10.0.0.2", 40000, 22, kAck);
  gate.learn(tcp("10.0.0.2", "10.0.0.1", 22, 40000, kSyn | kAck));
  EXPECT_EQ(classify(gate, in), ExceptionClass::kRest) << "answering a SYN proves nothing";
  gate.learn(tcp("10.0.0.2", "10.0.0.1", 22, 40000, kAck));
  EXPECT_EQ(classify(gate, in), ExceptionClass::kKnownTcp);
  EXPECT_EQ(classify(gate, tcp("10.0.0.1", "10.0.0.2", 40001, 22, kAck)), ExceptionClass::kRest);
  gate.learn(tcp("10.0.0.2", "10.0.0.9", 50000, 443, kSyn));
  EXPECT_EQ(classify(gate, tcp("10.0.0.9", "10.0.0.2", 443, 50000, kSyn | kAck)),
            ExceptionClass::kKnownTcp);
}

// The kernel refuses a flood of SYNs one by one: that must not push good connections out.
TEST(ExceptionGate, RefusalsMakeNothingKnown) {
  ExceptionGate gate({}, kFrequency);
  gate.learn(tcp("10.0.0.2", "10.0.0.1", 179, 40000, kAck));
  const Bytes session = tcp("10.0.0.1", "10.0.0.2", 40000, 179, kAck);
  EXPECT_EQ(classify(gate, session), ExceptionClass::kRouting);
  for (int port = 1; port < 60000; ++port) {
    gate.learn(tcp("10.0.0.2", "10.0.0.7", 5060, port, kRst | kAck));
  }
  EXPECT_EQ(classify(gate, session), ExceptionClass::kRouting);
  EXPECT_EQ(classify(gate, tcp("10.0.0.7", "10.0.0.2", 77, 5060, kAck)), ExceptionClass::kRest);
}

// Floods of everything else at once: routing, neighbours and a known connection get all they need.
TEST(ExceptionGate, FloodsStarveNobody) {
  ExceptionGate gate({}, kFrequency);
  gate.learn(tcp("10.0.0.2", "10.0.0.1", 22, 40000, kAck));
  gate.learn(tcp("10.0.0.2", "10.0.0.3", 179, 40000, kAck));
  const std::string body(28, 'x');
  const std::vector<Bytes> floods = {
      Frames().eth(0x0806).payload(body).build(),
      Frames().ipv4("10.0.0.9", "10.0.0.2", 1).payload(body).build(),
      tcp("10.0.0.9", "10.0.0.2", 1234, 22, kSyn), tcp("10.0.0.9", "10.0.0.2", 1234, 179, kSyn),
      Frames().ipv4("10.0.0.9", "10.0.0.2").udp(53, 3333).payload(body).build()};
  const std::vector<Bytes> good = {
      Frames().ipv6("fe80::1", "ff02::1", 58).hops(255).payload("\x87xxx").build(),
      tcp("10.0.0.1", "10.0.0.2", 40000, 22, kAck), tcp("10.0.0.3", "10.0.0.2", 40000, 179, kAck)};
  constexpr std::uint32_t kRing = 512;
  std::uint32_t used = 0;
  int lost = 0;
  for (std::uint64_t us = 1; us < 1'000'000; ++us) {  // a second, a frame of each flood a us
    const Cycles now{us * 1000};
    for (const Bytes& frame : floods) used += gate.admit(now, classify(gate, frame), used, kRing);
    if (us % 1000 == 0) {
      for (const Bytes& frame : good) {
        const bool admitted = gate.admit(now, classify(gate, frame), used, kRing);
        used += admitted;
        lost += !admitted;
      }
      used -= std::min(used, 10u);  // the kernel takes 10,000 frames a second
    }
  }
  EXPECT_EQ(lost, 0);
}

TEST(ExceptionGate, Rates) {
  ExceptionRates rates;
  rates.rates = {{{1000, 10}, {1000, 10}, {1000, 10}, {1000, 10}, {100, 5}, {100, 5}}};
  ExceptionGate gate(rates, kFrequency);
  const auto admitted = [&](Cycles now, ExceptionClass c) {
    int n = 0;
    for (int i = 0; i < 100; ++i) n += gate.admit(now, c, 0, 512) ? 1 : 0;
    return n;
  };
  EXPECT_EQ(admitted(Cycles{1}, ExceptionClass::kRest), 6);
  EXPECT_EQ(admitted(Cycles{2}, ExceptionClass::kRest), 0);
  EXPECT_EQ(admitted(Cycles{2}, ExceptionClass::kRouting), 11) << "a bucket of its own";
  EXPECT_EQ(admitted(Cycles{1'000'000'000}, ExceptionClass::kRest), 6);
}

TEST(ExceptionGate, Watermarks) {
  ExceptionGate gate({}, kFrequency);
  EXPECT_TRUE(gate.admit(Cycles{1}, ExceptionClass::kRest, 255, 512));
  EXPECT_FALSE(gate.admit(Cycles{1}, ExceptionClass::kRest, 256, 512));
  EXPECT_TRUE(gate.admit(Cycles{1}, ExceptionClass::kKnownTcp, 400, 512));
  EXPECT_FALSE(gate.admit(Cycles{1}, ExceptionClass::kKnownTcp, 460, 512));
  EXPECT_TRUE(gate.admit(Cycles{1}, ExceptionClass::kArp, 383, 512));
  EXPECT_FALSE(gate.admit(Cycles{1}, ExceptionClass::kArp, 384, 512));
  EXPECT_FALSE(gate.admit(Cycles{1}, ExceptionClass::kOpening, 256, 512));
  EXPECT_TRUE(gate.admit(Cycles{1}, ExceptionClass::kRouting, 511, 512));
  EXPECT_FALSE(gate.admit(Cycles{1}, ExceptionClass::kRouting, 512, 512));
}

}  // namespace
}  // namespace weir::dataplane
