#include "dataplane/exception.h"

#include <gtest/gtest.h>

#include "tests/dataplane/frames.h"

namespace weir::dataplane {
namespace {

using test::Bytes;
using test::Frames;

constexpr Frequency kFrequency{1'000'000'000};

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
      {"Arp", Frames().eth(0x0806).payload(body).build(), ExceptionClass::kNetwork},
      {"Llc", Frames().eth(0x0026).payload(body).build(), ExceptionClass::kNetwork},
      {"Lldp", Frames().eth(0x88CC).payload(body).build(), ExceptionClass::kRest},
      {"Solicitation", Frames().ipv6("fe80::1", "ff02::1", 58).payload("\x87xxx").build(),
       ExceptionClass::kNetwork},
      {"Ping6", Frames().ipv6("fe80::1", "fe80::2", 58).payload("\x80xxx").build(),
       ExceptionClass::kRest},
      {"Ping", Frames().ipv4("10.0.0.1", "10.0.0.2", 1).payload(body).build(),
       ExceptionClass::kRest},
      {"Ospf", Frames().ipv4("10.0.0.1", "224.0.0.5", 89).payload(body).build(),
       ExceptionClass::kNetwork},
      {"Bgp", tcp("10.0.0.1", "10.0.0.2", 40000, 179, 2), ExceptionClass::kNetwork},
      {"Bfd", Frames().ipv4("10.0.0.1", "10.0.0.2").udp(49152, 3784).payload(body).build(),
       ExceptionClass::kNetwork},
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
  constexpr int kSyn = 2;
  constexpr int kAck = 16;
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

TEST(ExceptionGate, Rates) {
  ExceptionRates rates;
  rates.rates = {{{1000, 10}, {1000, 10}, {100, 5}}};
  ExceptionGate gate(rates, kFrequency);
  const auto admitted = [&](Cycles now, ExceptionClass c) {
    int n = 0;
    for (int i = 0; i < 100; ++i) n += gate.admit(now, c, 0, 512) ? 1 : 0;
    return n;
  };
  EXPECT_EQ(admitted(Cycles{1}, ExceptionClass::kRest), 6);
  EXPECT_EQ(admitted(Cycles{2}, ExceptionClass::kRest), 0);
  EXPECT_EQ(admitted(Cycles{2}, ExceptionClass::kNetwork), 11) << "a bucket of its own";
  EXPECT_EQ(admitted(Cycles{1'000'000'000}, ExceptionClass::kRest), 6);
}

TEST(ExceptionGate, Watermarks) {
  ExceptionGate gate({}, kFrequency);
  EXPECT_TRUE(gate.admit(Cycles{1}, ExceptionClass::kRest, 255, 512));
  EXPECT_FALSE(gate.admit(Cycles{1}, ExceptionClass::kRest, 256, 512));
  EXPECT_TRUE(gate.admit(Cycles{1}, ExceptionClass::kKnownTcp, 400, 512));
  EXPECT_FALSE(gate.admit(Cycles{1}, ExceptionClass::kKnownTcp, 460, 512));
  EXPECT_TRUE(gate.admit(Cycles{1}, ExceptionClass::kNetwork, 511, 512));
  EXPECT_FALSE(gate.admit(Cycles{1}, ExceptionClass::kNetwork, 512, 512));
}

}  // namespace
}  // namespace weir::dataplane
