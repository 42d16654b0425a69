#include "dataplane/stage_decode.h"

#include <gtest/gtest.h>

#include "tests/dataplane/frames.h"

namespace weir::dataplane {
namespace {

using test::address;
using test::Bytes;
using test::Frames;

std::vector<Listen> sockets() {
  std::vector<Listen> listens(3);
  listens[0].address = address("198.51.100.9");
  listens[0].number = 5060;
  listens[0].port = 7;  // another port's
  listens[1].address = address("192.0.2.1");
  listens[1].number = 5060;
  listens[2].address = address("2001:db8::1");
  listens[2].number = 5080;
  listens[2].ipv4 = false;
  return listens;
}

struct Case {
  const char* name;
  Bytes frame;
  FrameKind kind;
  std::uint16_t listen = kNoListen;
  std::string_view payload = "";
  DecodeRules rules{};
};

constexpr DecodeRules kJudge{.judge_udp = true};

Frames four() { return Frames().ipv4("203.0.113.5", "192.0.2.1"); }
Frames six(int next = 17) { return Frames().ipv6("2001:db8::5", "2001:db8::1", next); }
Frames four_sip() { return four().udp(5062, 5060).payload("OPTIONS"); }
Frames six_sip() { return six().udp(5062, 5080).payload("OPTIONS"); }

std::vector<Case> cases() {
  Frames eight = six(60);
  for (int i = 0; i < 7; ++i) eight.extension(60);
  eight.extension(17).udp(1, 5080).payload("x");
  Frames nine = six(60);
  for (int i = 0; i < 8; ++i) nine.extension(60);
  nine.extension(17).udp(1, 5080).payload("x");
  return {
      {"V4", four_sip().build(), FrameKind::kDatagram, 1, "OPTIONS", kJudge},
      {"V6", six_sip().build(), FrameKind::kDatagram, 2, "OPTIONS", kJudge},
      {"Empty", four().udp(5062, 5060).build(), FrameKind::kDatagram, 1, "", kJudge},
      {"Padding", four_sip().padding(20).build(), FrameKind::kDatagram, 1, "OPTIONS", kJudge},
      {"Options", four().ip_options(10).udp(1, 5060).payload("x").build(), FrameKind::kDatagram, 1,
       "x", kJudge},
      {"Vlan",
       Frames()
           .eth(0x8100)
           .vlan(0x0800)
           .ipv4("203.0.113.5", "192.0.2.1")
           .udp(1, 5060)
           .payload("x")
           .build(),
       FrameKind::kDatagram, 1, "x", kJudge},
      {"ThreeTags", Frames().eth(0x88A8).vlan(0x8100).vlan(0x8100).vlan(0x0800).build(),
       FrameKind::kBadFrame},
      {"Extensions",
       six(0).extension(43).extension(60, 1).extension(17).udp(1, 5080).payload("x").build(),
       FrameKind::kDatagram, 2, "x", kJudge},
      {"EightExtensions", eight.build(), FrameKind::kDatagram, 2, "x", kJudge},
      {"NineExtensions", nine.build(), FrameKind::kBadFrame},
      {"AtomicFragment", six(44).fragment(17, 0, false, 9).udp(1, 5080).payload("x").build(),
       FrameKind::kDatagram, 2, "x", kJudge},
      {"ExtensionBeyondEnd", six(0).extension(17).byte(41, 9).build(), FrameKind::kBadFrame},
      {"OtherPort", four().udp(5062, 5061).payload("x").build(), FrameKind::kException},
      {"OtherPortsSocket", Frames().ipv4("203.0.113.5", "198.51.100.9").udp(1, 5060).build(),
       FrameKind::kException},
      {"OtherAddress", Frames().ipv4("203.0.113.5", "192.0.2.2").udp(1, 5060).build(),
       FrameKind::kException},
      {"Tcp", Frames().ipv4("203.0.113.5", "192.0.2.1", 6).payload("0123456789abcdef0123").build(),
       FrameKind::kException},
      {"Esp", six(50).payload("0123456789").build(), FrameKind::kException},
      {"Arp", Frames().eth(0x0806).payload("0123456789012345678901234567").build(),
       FrameKind::kException},
      {"Runt", Bytes{1, 2, 3}, FrameKind::kBadFrame},
      {"NoHeader4", Frames().eth(0x0800).payload("E").build(), FrameKind::kBadFrame},
      {"NoHeader6", Frames().eth(0x86DD).payload("`").build(), FrameKind::kBadFrame},
      {"Version", four_sip().byte(0, 0x65).build(), FrameKind::kBadFrame},
      {"HeaderLength", four_sip().byte(0, 0x44).build(), FrameKind::kBadFrame},
      {"TotalTooLong", four_sip().byte(3, 200).build(), FrameKind::kBadFrame},
      {"TotalTooShort", four_sip().byte(3, 19).build(), FrameKind::kBadFrame},
      {"PayloadTooLong6", six_sip().byte(5, 200).build(), FrameKind::kBadFrame},
      {"UdpTooLong", four_sip().byte(25, 200).build(), FrameKind::kBadFrame},
      {"UdpTooShort", four_sip().byte(25, 7).build(), FrameKind::kBadFrame},
      {"NoUdp", four().payload("1234567").build(), FrameKind::kBadFrame},
      {"Mapped6", Frames().ipv6("::ffff:203.0.113.5", "2001:db8::1").udp(1, 5080).build(),
       FrameKind::kBadFrame},
      {"IpChecksum", four_sip().byte(10, 0xEE).build(), FrameKind::kChecksum},
      {"IpChecksumOffload",
       four_sip().byte(10, 0xEE).build(),
       FrameKind::kDatagram,
       1,
       "OPTIONS",
       {.ip = Verified::kGood}},
      {"IpChecksumBadOffload",
       four_sip().build(),
       FrameKind::kChecksum,
       kNoListen,
       "",
       {.ip = Verified::kBad}},
      {"UdpChecksum", four_sip().byte(26, 0x12).build(), FrameKind::kChecksum, kNoListen, "",
       kJudge},
      {"UdpChecksum6", six_sip().byte(46, 0x12).build(), FrameKind::kChecksum, kNoListen, "",
       kJudge},
      {"UdpChecksumTrusted", four_sip().byte(26, 0x12).build(), FrameKind::kDatagram, 1, "OPTIONS"},
      {"UdpChecksumGoodOffload",
       four_sip().byte(26, 0x12).build(),
       FrameKind::kDatagram,
       1,
       "OPTIONS",
       {.judge_udp = true, .udp = Verified::kGood}},
      {"UdpChecksumBadOffload",
       four_sip().build(),
       FrameKind::kChecksum,
       kNoListen,
       "",
       {.udp = Verified::kBad}},
      {"NoUdpChecksum", four_sip().byte(26, 0).byte(27, 0).build(), FrameKind::kDatagram, 1,
       "OPTIONS", kJudge},
      {"NoUdpChecksum6", six_sip().byte(46, 0).byte(47, 0).build(), FrameKind::kChecksum},
      {"Fragment4", four().ipv4_fragment(0, true, 1).payload("12345678").build(),
       FrameKind::kFragment},
      {"LastFragment4", four().ipv4_fragment(8, false, 1).payload("1").build(),
       FrameKind::kFragment},
      {"Fragment6", six(44).fragment(17, 0, true, 1).payload("12345678").build(),
       FrameKind::kFragment},
      {"FragmentOfTcp", Frames().ipv4("1.2.3.4", "192.0.2.1", 6).ipv4_fragment(0, true, 1).build(),
       FrameKind::kException},
      {"FragmentElsewhere", Frames().ipv4("1.2.3.4", "192.0.2.2").ipv4_fragment(8, true, 1).build(),
       FrameKind::kException},
  };
}

TEST(StageDecode, Table) {
  const std::vector<Listen> listens = sockets();
  ListenTable table;
  table.fill(listens, 0);
  for (const Case& c : cases()) {
    SCOPED_TRACE(c.name);
    const Frame f = decode(c.frame, table, c.rules);
    EXPECT_EQ(f.kind, c.kind);
    if (c.kind != FrameKind::kDatagram || f.kind != c.kind) continue;
    EXPECT_EQ(f.listen, c.listen);
    const auto* const at = reinterpret_cast<const char*>(c.frame.data()) + f.payload_offset;
    EXPECT_EQ(std::string_view(at, f.payload_size), c.payload);
    EXPECT_EQ(f.dport, listens[c.listen].number);
  }
}

TEST(StageDecode, Addresses) {
  ListenTable table;
  table.fill(sockets(), 0);
  const Frame v4 = decode(four_sip().build(), table, kJudge);
  EXPECT_EQ(v4.src, address("203.0.113.5"));
  EXPECT_EQ(v4.dst, address("192.0.2.1"));
  EXPECT_EQ(v4.sport, 5062);
  const Frame v6 = decode(six_sip().build(), table, kJudge);
  EXPECT_EQ(v6.src, address("2001:db8::5"));
  EXPECT_EQ(v6.dst, address("2001:db8::1"));
}

TEST(StageDecode, EveryCutOfAFrameIsRefusedOrKept) {
  ListenTable table;
  table.fill(sockets(), 0);
  for (const Bytes& whole : {four_sip().build(), six_sip().build()}) {
    for (std::size_t size = 0; size < whole.size(); ++size) {
      const Bytes part(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size));
      EXPECT_EQ(decode(part, table, kJudge).kind, FrameKind::kBadFrame) << size;
    }
  }
}

// What decode_usual() takes, decode() reads alike. Returns whether it took the frame.
bool taken_alike(Bytes frame, const ListenTable& table, const DecodeRules& rules) {
  Packet packet;
  if (!decode_usual(frame, table, rules, packet)) return false;
  const Frame f = decode(frame, table, rules);
  EXPECT_EQ(f.kind, FrameKind::kDatagram);
  EXPECT_EQ(packet.src, f.src);
  EXPECT_EQ(packet.dst, f.dst);
  EXPECT_EQ(packet.sport, f.sport);
  EXPECT_EQ(packet.dport, f.dport);
  EXPECT_EQ(packet.listen, f.listen);
  EXPECT_EQ(packet.size, f.payload_size);
  EXPECT_EQ(packet.data, reinterpret_cast<const char*>(frame.data()) + f.payload_offset);
  return true;
}

TEST(StageDecodeUsual, AgreesOnEveryCaseCutAndFlippedBit) {
  ListenTable table;
  table.fill(sockets(), 0);
  for (const Verified ip : {Verified::kUnknown, Verified::kGood, Verified::kBad}) {
    for (const Verified udp : {Verified::kUnknown, Verified::kGood, Verified::kBad}) {
      for (const Case& c : cases()) {
        SCOPED_TRACE(c.name);
        const DecodeRules rules{.judge_udp = c.rules.judge_udp, .ip = ip, .udp = udp};
        taken_alike(c.frame, table, rules);
        for (std::size_t size = 0; size < c.frame.size(); ++size) {
          taken_alike({c.frame.begin(), c.frame.begin() + static_cast<std::ptrdiff_t>(size)}, table,
                      rules);
        }
        for (std::size_t bit = 0; bit < std::min<std::size_t>(c.frame.size(), 60) * 8; ++bit) {
          Bytes flipped = c.frame;
          flipped[bit / 8] ^= static_cast<std::uint8_t>(1u << (bit % 8));
          taken_alike(std::move(flipped), table, rules);
        }
      }
    }
  }
}

TEST(StageDecodeUsual, TakesPlainIpv4WithoutALookAtThePayload) {
  ListenTable table;
  table.fill(sockets(), 0);
  const Bytes plain = four_sip().build();
  EXPECT_TRUE(taken_alike(plain, table, {}));
  EXPECT_TRUE(taken_alike(four_sip().padding(20).build(), table, {}));
  EXPECT_TRUE(taken_alike(four().udp(5062, 5060).build(), table, {}));
  EXPECT_TRUE(taken_alike(plain, table, {.judge_udp = true, .udp = Verified::kGood}));
  EXPECT_FALSE(taken_alike(plain, table, kJudge));  // the sum over the payload is decode()'s
  EXPECT_FALSE(taken_alike(six_sip().build(), table, {}));
  Bytes damaged = plain;
  damaged[14 + 10] ^= 1;  // the IP checksum
  EXPECT_FALSE(taken_alike(damaged, table, {}));
  EXPECT_TRUE(taken_alike(damaged, table, {.ip = Verified::kGood}));
}

}  // namespace
}  // namespace weir::dataplane
