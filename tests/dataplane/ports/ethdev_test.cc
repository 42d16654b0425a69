#include "dataplane/ports/ethdev.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rte_cycles.h>
#include <rte_eal.h>
#include <rte_eth_ring.h>
#include <rte_ethdev.h>
#include <rte_ring.h>

#include <poll.h>

#include <map>

#include "tests/dataplane/frames.h"

namespace weir::dataplane {
namespace {

using test::address;
using test::Bytes;
using test::Frames;
using testing::ElementsAre;
using testing::HasSubstr;

constexpr Mac kPeer{2, 0, 0, 0, 0, 0x77};

// A port over two rings of DPDK: the test is the wire.
class EthdevTest : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    static bool started = false;
    if (started) return;
    static std::vector<std::string> arguments = {"test",
                                                 "--no-huge",
                                                 "--no-shconf",
                                                 "--no-pci",
                                                 "-m",
                                                 "256",
                                                 "--lcores=0",
                                                 "--iova-mode=va",
                                                 "--log-level=error",
                                                 "--no-telemetry",
                                                 "--vdev=net_null0"};
    std::vector<char*> argv;
    for (std::string& argument : arguments) argv.push_back(argument.data());
    started = rte_eal_init(static_cast<int>(argv.size()), argv.data()) >= 0;
    ASSERT_TRUE(started);
  }

  void SetUp() override {
    static int serial = 0;
    const std::string name = "t" + std::to_string(serial++);
    in_ = rte_ring_create((name + "i").c_str(), 256, SOCKET_ID_ANY, 0);
    out_ = rte_ring_create((name + "o").c_str(), 256, SOCKET_ID_ANY, 0);
    pool_ = rte_pktmbuf_pool_create((name + "p").c_str(), 1023, 0, 0, 4096, SOCKET_ID_ANY);
    const int id = rte_eth_from_rings(name.c_str(), &in_, 1, &out_, 1, 0);
    ASSERT_GE(id, 0);
    std::array<char, RTE_ETH_NAME_MAX_LEN> device{};
    ASSERT_EQ(rte_eth_dev_get_name_by_port(static_cast<std::uint16_t>(id), device.data()), 0);
    settings_.device = device.data();
    settings_.frequency = Frequency{1'000'000'000};
    listens_.resize(2);
    listens_[0].address = address("192.0.2.1");
    listens_[0].number = 5060;
    listens_[1].address = address("2001:db8::1");
    listens_[1].number = 5060;
    listens_[1].ipv4 = false;
  }

  void open() {
    ASSERT_EQ(port_.open(settings_, listens_), "");
    port_.attach(0, counters_);
    auto around = std::make_unique<Surroundings>();
    Route four;
    four.to = *sip::parse_prefix("192.0.2.0/24");
    Route six;
    six.to = *sip::parse_prefix("2001:db8::/64");
    around->routes = RouteTable({four, six});
    const Neighbor known[] = {{address("192.0.2.7"), kPeer},
                              {address("2001:db8::7"), kPeer},
                              {address("192.0.2.8"), Mac{}, true}};
    around->neighbors = NeighborTable(known);
    port_.publish(std::move(around));
  }

  void TearDown() override {
    EXPECT_EQ(counters_.account_difference(), 0);
    for (rte_mbuf* m = taken(); m != nullptr; m = taken()) rte_pktmbuf_free(m);
  }

  void put(const Bytes& frame) {
    rte_mbuf* const m = rte_pktmbuf_alloc(pool_);
    ASSERT_NE(m, nullptr);
    std::memcpy(rte_pktmbuf_append(m, static_cast<std::uint16_t>(frame.size())), frame.data(),
                frame.size());
    ASSERT_EQ(rte_ring_enqueue(in_, m), 0);
  }

  rte_mbuf* taken() {
    void* m = nullptr;
    return rte_ring_dequeue(out_, &m) == 0 ? static_cast<rte_mbuf*>(m) : nullptr;
  }

  std::vector<Bytes> sent() {
    std::vector<Bytes> frames;
    for (rte_mbuf* m = taken(); m != nullptr; m = taken()) {
      const auto* const at = rte_pktmbuf_mtod(m, const std::uint8_t*);
      frames.emplace_back(at, at + m->data_len);
      rte_pktmbuf_free(m);
    }
    return frames;
  }

  std::vector<std::string> receive(Cycles now = Cycles{1}) {
    std::array<Packet, kBurst> packets;
    const std::uint32_t n = port_.receive(0, now, packets);
    std::vector<std::string> texts;
    for (std::uint32_t i = 0; i < n; ++i) texts.emplace_back(packets[i].text());
    last_ = packets[0];
    port_.release(0, std::span(packets.data(), n));
    // What nobody answers here counts as dropped by the script.
    counters_.drops[static_cast<std::size_t>(DropReason::kScriptDrop)] += n;
    return texts;
  }

  void send(std::string_view text, std::string_view from, std::string_view to) {
    char* const at = port_.reserve(0, static_cast<std::uint32_t>(text.size()));
    ASSERT_NE(at, nullptr);
    std::memcpy(at, text.data(), text.size());
    ++counters_.received;
    port_.commit(0, static_cast<std::uint32_t>(text.size()),
                 Send{0, SendKind::kForward, {address(from), 5060}, {address(to), 5062}});
  }

  std::uint64_t drops(DropReason reason) const {
    return counters_.drops[static_cast<std::size_t>(reason)];
  }

  Ethdev port_;
  EthdevSettings settings_;
  std::vector<Listen> listens_;
  Counters counters_;
  Packet last_;
  rte_ring* in_ = nullptr;
  rte_ring* out_ = nullptr;
  rte_mempool* pool_ = nullptr;
};

TEST_F(EthdevTest, ReceivesBothFamilies) {
  open();
  put(Frames().ipv4("203.0.113.9", "192.0.2.1").udp(5062, 5060).payload("four").build());
  put(Frames().ipv6("2001:db8::9", "2001:db8::1").udp(5062, 5060).payload("six").build());
  EXPECT_THAT(receive(), ElementsAre("four", "six"));
  EXPECT_EQ(last_.src, address("203.0.113.9"));
  EXPECT_EQ(last_.sport, 5062);
  EXPECT_EQ(last_.listen, 0);
  EXPECT_EQ(counters_.received, 2u);
}

TEST_F(EthdevTest, CountsWhatItRefuses) {
  settings_.judge_udp = true;
  open();
  put(Bytes(10));
  put(Frames().ipv4("203.0.113.9", "192.0.2.1").udp(1, 5060).payload("x").byte(26, 1).build());
  EXPECT_THAT(receive(), ElementsAre());
  EXPECT_EQ(drops(DropReason::kBadFrame), 1u);
  EXPECT_EQ(drops(DropReason::kChecksum), 1u);
}

TEST_F(EthdevTest, GivesExceptionsToControl) {
  open();
  EXPECT_TRUE(port_.prepare_sleep());
  const Bytes arp = Frames().eth(0x0806).payload(std::string(28, 'a')).build();
  put(arp);
  EXPECT_THAT(receive(), ElementsAre());
  EXPECT_EQ(counters_.exception, 1u);
  pollfd bell{port_.event_fd(), POLLIN, 0};
  EXPECT_EQ(poll(&bell, 1, 0), 1);
  EXPECT_FALSE(port_.prepare_sleep()) << "something waits";
  port_.woken();
  std::vector<Bytes> got;
  port_.drain_exceptions(
      [&](std::span<const std::uint8_t> f) { got.emplace_back(f.begin(), f.end()); }, 10);
  EXPECT_THAT(got, ElementsAre(arp));
  EXPECT_TRUE(port_.prepare_sleep());
}

TEST_F(EthdevTest, PolicesExceptions) {
  open();
  for (int i = 0; i < 200; ++i) {
    put(Frames().ipv4("203.0.113.9", "192.0.2.1", 1).payload(std::string(28, 'p')).build());
  }
  while (counters_.received < 200) receive();
  EXPECT_EQ(counters_.exception, 129u) << "the burst of the class and one";
  EXPECT_EQ(drops(DropReason::kExceptionFull), 71u);
}

TEST_F(EthdevTest, RefusesBannedBeforeTheTwin) {
  open();
  port_.set_classifier(
      0, [](void*, const sip::Address&) noexcept { return SourceClass::kDenied; }, nullptr);
  put(Frames().ipv4("203.0.113.9", "192.0.2.1", 1).payload(std::string(28, 'p')).build());
  put(test::cut("203.0.113.9", "192.0.2.1", 1, 5060, std::string(3000, 'x'), 1480, 1)[0]);
  receive();
  EXPECT_EQ(drops(DropReason::kBanned), 2u);
}

TEST_F(EthdevTest, ReassemblesBothFamiliesInAnyOrder) {
  open();
  const std::string text(3500, 'i');
  auto four = test::cut("203.0.113.9", "192.0.2.1", 5062, 5060, text, 1480, 7);
  std::swap(four[0], four[2]);
  for (const Bytes& piece : four) put(piece);
  const auto six = test::cut("2001:db8::9", "2001:db8::1", 5062, 5060, text, 1448, 7);
  for (const Bytes& piece : six) put(piece);
  EXPECT_THAT(receive(), ElementsAre(text, text));
  EXPECT_EQ(last_.sport, 5062);
  EXPECT_EQ(counters_.received, 2u);
}

TEST_F(EthdevTest, JudgesTheChecksumOfTheWhole) {
  settings_.judge_udp = true;
  open();
  auto pieces = test::cut("203.0.113.9", "192.0.2.1", 5062, 5060, std::string(3500, 'i'), 1480, 7);
  for (const Bytes& piece : pieces) put(piece);
  EXPECT_EQ(receive().size(), 1u);
  pieces = test::cut("203.0.113.9", "192.0.2.1", 5062, 5060, std::string(3500, 'i'), 1480, 8);
  pieces[1][100] ^= 1;
  for (const Bytes& piece : pieces) put(piece);
  EXPECT_EQ(receive().size(), 0u);
  EXPECT_EQ(drops(DropReason::kChecksum), 1u);
}

TEST_F(EthdevTest, GivesUpFragmentsThatStayAlone) {
  open();
  const auto pieces =
      test::cut("203.0.113.9", "192.0.2.1", 1, 5060, std::string(3000, 'x'), 1480, 1);
  put(pieces[0]);
  put(pieces[1]);
  receive();
  EXPECT_EQ(counters_.received, 0u) << "held";
  receive(Cycles{1'500'000'000});
  EXPECT_EQ(counters_.received, 2u);
  EXPECT_EQ(drops(DropReason::kFragment), 2u);
}

TEST_F(EthdevTest, StrangersFragmentsLeavePeersTheirShare) {
  open();
  port_.set_classifier(
      0,
      [](void*, const sip::Address& source) noexcept {
        return source == address("203.0.113.9") ? SourceClass::kPeer : SourceClass::kStranger;
      },
      nullptr);
  const std::string text(3000, 'x');
  const auto peer = test::cut("203.0.113.9", "192.0.2.1", 1, 5060, text, 1480, 1);
  put(peer[0]);
  for (std::uint32_t i = 0; i < 1000; ++i) {
    std::array<char, sip::kAddressText> from{};
    const std::size_t size = sip::format_address(sip::Address::v4(0x0A000000 + i), from);
    put(test::cut({from.data(), size}, "192.0.2.1", 1, 5060, text, 1480, static_cast<int>(i))[0]);
    if (i % 32 == 31) receive();
  }
  put(peer[1]);
  put(peer[2]);
  std::vector<std::string> got;
  for (int i = 0; i < 4 && got.empty(); ++i) got = receive();
  EXPECT_THAT(got, ElementsAre(text));
  EXPECT_GE(drops(DropReason::kFragment), 800u);
}

// What waits for other pieces is bounded for each source, stranger or peer: one that floods, or in
// whose name somebody does, leaves the others their share.
class EthdevShareTest : public EthdevTest, public testing::WithParamInterface<bool> {};

TEST_P(EthdevShareTest, OneSourcesFragmentsLeaveTheOthersTheirs) {
  open();
  if (GetParam()) {
    port_.set_classifier(
        0, [](void*, const sip::Address&) noexcept { return SourceClass::kPeer; }, nullptr);
  }
  const std::string text(3000, 'x');
  for (int i = 0; i < 3000; ++i) {
    put(test::cut("203.0.113.66", "192.0.2.1", 1, 5060, text, 1480, i)[0]);
    if (i % 32 == 31) receive();
  }
  EXPECT_GE(drops(DropReason::kFragment), 2900u);
  for (const Bytes& piece : test::cut("203.0.113.9", "192.0.2.1", 1, 5060, text, 1480, 7)) {
    put(piece);
  }
  std::vector<std::string> got;
  for (int i = 0; i < 4 && got.empty(); ++i) got = receive();
  EXPECT_THAT(got, ElementsAre(text));
}

INSTANTIATE_TEST_SUITE_P(StrangersAndPeers, EthdevShareTest, testing::Bool());

// Whole datagrams cost their source nothing.
TEST_F(EthdevTest, AStrangersWholeDatagramsAreAllJoined) {
  open();
  const std::string text(3000, 'x');
  std::size_t got = 0;
  for (int i = 0; i < 500; ++i) {
    for (const Bytes& piece : test::cut("203.0.113.66", "192.0.2.1", 1, 5060, text, 1480, i)) {
      put(piece);
    }
    got += receive().size();
  }
  EXPECT_EQ(got, 500u);
  EXPECT_EQ(drops(DropReason::kFragment), 0u);
}

TEST_F(EthdevTest, RefusesFragmentsThatLie) {
  open();
  // Beyond 65,535 bytes, a middle piece that is no multiple of 8, and overlapping pieces.
  put(Frames()
          .ipv4("203.0.113.9", "192.0.2.1")
          .ipv4_fragment(65528, false, 1)
          .payload(std::string(100, 'x'))
          .build());
  put(Frames().ipv4("203.0.113.9", "192.0.2.1").ipv4_fragment(8, true, 2).payload("123").build());
  put(Frames()
          .ipv6("2001:db8::9", "2001:db8::1", 60)
          .extension(44)
          .fragment(17, 0, true, 5)
          .payload("12345678")
          .build());
  receive();
  EXPECT_EQ(drops(DropReason::kFragment), 3u);
}

TEST_F(EthdevTest, SendsWhatItCanReceive) {
  open();
  receive();
  for (const char* const to : {"192.0.2.7", "2001:db8::7"}) {
    send("SIP/2.0 200 OK", std::string_view(to)[4] == ':' ? "2001:db8::1" : "192.0.2.1", to);
  }
  port_.flush(0);
  const auto frames = sent();
  ASSERT_EQ(frames.size(), 2u);
  EXPECT_TRUE(std::equal(kPeer.begin(), kPeer.end(), frames[0].begin()));
  std::vector<Listen> theirs(2);
  theirs[0].address = address("192.0.2.7");
  theirs[1].address = address("2001:db8::7");
  theirs[0].number = theirs[1].number = 5062;
  ListenTable table;
  table.fill(theirs, 0);
  for (const Bytes& frame : frames) {
    const Frame f = decode(frame, table, DecodeRules{.judge_udp = true});
    ASSERT_EQ(f.kind, FrameKind::kDatagram);
    EXPECT_EQ(std::string_view(reinterpret_cast<const char*>(frame.data()) + f.payload_offset,
                               f.payload_size),
              "SIP/2.0 200 OK");
    EXPECT_EQ(f.sport, 5060);
  }
  EXPECT_EQ(counters_.forwarded, 2u);
  EXPECT_EQ(counters_.sent, 2u);
}

// What we cut, we can put together again.
TEST_F(EthdevTest, CutsLongDatagrams) {
  listens_.resize(4);
  listens_[2].address = address("192.0.2.7");
  listens_[3].address = address("2001:db8::7");
  listens_[2].number = listens_[3].number = 5062;
  settings_.judge_udp = true;
  open();
  receive();
  std::string text(9000, '\0');
  for (std::size_t i = 0; i < text.size(); ++i) text[i] = static_cast<char>(i * 7 + i / 256);
  send(text, "192.0.2.1", "192.0.2.7");
  send(text, "2001:db8::1", "2001:db8::7");
  port_.flush(0);
  const auto frames = sent();
  EXPECT_EQ(frames.size(), 14u);
  for (const Bytes& frame : frames) {
    EXPECT_LE(frame.size(), 1514u);
    put(frame);
  }
  EXPECT_THAT(receive(), ElementsAre(text, text));
  EXPECT_EQ(counters_.forwarded, 2u);
}

TEST_F(EthdevTest, AsksControlForUnknownNeighbors) {
  open();
  receive();
  EXPECT_TRUE(port_.prepare_sleep());
  const std::string text(5000, 'q');
  send("hello", "192.0.2.1", "192.0.2.9");
  send(text, "192.0.2.1", "192.0.2.9");
  port_.flush(0);
  std::vector<std::string> asked;
  port_.drain_unresolved(
      [&](const Send& s, std::span<const std::uint8_t> payload) {
        EXPECT_EQ(s.to.address, address("192.0.2.9"));
        asked.emplace_back(payload.begin(), payload.end());
      },
      10);
  EXPECT_THAT(asked, ElementsAre("hello", text));
  EXPECT_EQ(counters_.forwarded, 2u);
  port_.woken();
}

TEST_F(EthdevTest, DropsWhatHasNoWay) {
  open();
  receive();
  send("x", "192.0.2.1", "192.0.2.8");    // the kernel asked in vain
  send("x", "192.0.2.1", "8.8.8.8");      // no route
  send("x", "2001:db8::1", "192.0.2.7");  // families differ
  port_.flush(0);
  EXPECT_EQ(drops(DropReason::kNoNeighbor), 2u);
  EXPECT_EQ(drops(DropReason::kNoSocket), 1u);
}

TEST_F(EthdevTest, SendsLargePayloadsOnlyWhereTheyFitUdp) {
  open();
  receive();
  EXPECT_EQ(port_.reserve(0, kMaxDatagram + 1), nullptr);
  send(std::string(65508, 'x'), "192.0.2.1", "192.0.2.7");
  EXPECT_EQ(drops(DropReason::kTooLarge), 1u);
  send(std::string(65507, 'x'), "192.0.2.1", "192.0.2.7");
  port_.flush(0);
  EXPECT_EQ(sent().size(), 45u);
}

TEST_F(EthdevTest, CountsAFullTransmitRing) {
  open();
  receive();
  for (int i = 0; i < 300; ++i) send("x", "192.0.2.1", "192.0.2.7");
  port_.flush(0);
  EXPECT_EQ(counters_.forwarded, 255u);
  EXPECT_EQ(drops(DropReason::kTxFull), 45u);
}

TEST_F(EthdevTest, SendsTheTwinsFrames) {
  open();
  const Bytes arp = Frames().eth(0x0806).payload(std::string(28, 'a')).build();
  EXPECT_TRUE(port_.inject(arp));
  EXPECT_FALSE(port_.inject(Bytes(5000)));
  receive();
  EXPECT_THAT(sent(), ElementsAre(arp));
}

TEST_F(EthdevTest, SaysWhichDevicesExist) {
  open();
  Ethdev other;
  EthdevSettings wrong = settings_;
  wrong.device = "net_none7";
  EXPECT_THAT(other.open(wrong, listens_),
              HasSubstr("net_none7: DPDK has no such device; it has: "));
}

TEST_F(EthdevTest, NullDevice) {
  open();
  Ethdev null;
  EthdevSettings settings = settings_;
  settings.device = "net_null0";
  settings.self = 1;
  ASSERT_EQ(null.open(settings, listens_), "");
  EXPECT_EQ(null.queues(), 1u);
  EXPECT_TRUE(null.partial_checksums());
  EXPECT_TRUE(null.wait_fds(0).empty());
  EXPECT_EQ(null.lost(0), 0u);
}

}  // namespace
}  // namespace weir::dataplane
