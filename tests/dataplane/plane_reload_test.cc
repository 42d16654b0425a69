// Reloads under load: two rings of DPDK are the wire, the test is control and both ends of it.
#include "dataplane/plane.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rte_eth_ring.h>
#include <rte_ethdev.h>
#include <rte_ring.h>

#include <chrono>

#include "tests/dataplane/edge.h"
#include "tests/dataplane/frames.h"

namespace weir::dataplane {
namespace {

using test::address;
using test::Bytes;
using test::compile_text;
using test::Frames;

constexpr Mac kPhoneMac{2, 0, 0, 0, 0, 0x77};
constexpr std::size_t kWindow = 512;  // requests under way at once
constexpr std::uint32_t kMbufs = 4095;

class PlaneReloadTest : public testing::Test {
 protected:
  void SetUp() override {
    EalSettings eal;
    eal.workers = 1;
    eal.memory_mb = 256;
    ASSERT_EQ(start_eal(eal), "");
    in_ = rte_ring_create("in", 2 * kWindow, SOCKET_ID_ANY, 0);
    out_ = rte_ring_create("out", 4 * kWindow, SOCKET_ID_ANY, 0);
    pool_ = rte_pktmbuf_pool_create("wire", kMbufs, 0, 0, 2048, SOCKET_ID_ANY);
    ASSERT_NE(pool_, nullptr);
    const int id = rte_eth_from_rings("wire", &in_, 1, &out_, 1, 0);
    ASSERT_GE(id, 0);
    std::array<char, RTE_ETH_NAME_MAX_LEN> device{};
    ASSERT_EQ(rte_eth_dev_get_name_by_port(static_cast<std::uint16_t>(id), device.data()), 0);

    PlaneSettings settings;
    settings.listens.push_back({address("192.0.2.1"), 5060, "", 0, ""});
    settings.devices.push_back(std::string(device.data()) + " twin=sw0 addr=192.0.2.1/24");
    settings.guard_sizes.sources = settings.guard_sizes.prefixes = 4096;
    settings.guard_sizes.addresses = settings.guard_sizes.flows = 4096;
    settings.keys = test::test_keys();
    ASSERT_EQ(plane_.open(settings), "");
    auto around = std::make_unique<Surroundings>();
    Route route;
    route.to = *sip::parse_prefix("192.0.2.0/24");
    around->routes = RouteTable({route});
    const Neighbor known[] = {{address("192.0.2.7"), kPhoneMac}};
    around->neighbors = NeighborTable(known);
    plane_.devices()[0].port->publish(std::move(around));
    plane_.publish_lists(std::make_unique<guard::AccessLists>(
        std::vector<guard::PeerEntry>{{{address("192.0.2.7"), 128}, 0}},
        std::span<const guard::DenyEntry>(), 7));
  }

  // Answers with `word` twice: by the main route, and by one whose slot must not move.
  static std::string marking(const std::string& word, int routes_before) {
    std::string script = std::string(test::kModules) + "request_route {\nroute(MARK);\n" +
                         "sl_send_reply(\"200\", \"" + word + "\");\n}\n";
    for (int i = 0; i < routes_before; ++i) {
      script +=
          "route[" + word + std::to_string(i) + "] {\nsl_send_reply(\"500\", \"Wrong\");\n}\n";
    }
    return script + "route[MARK] {\nappend_to_reply(\"X-Mark: " + word + "\\r\\n\");\n}\n";
  }

  bool send_one() {
    const std::string number = std::to_string(sent_);
    const std::string text =
        test::request("OPTIONS", "sip:x@y", "192.0.2.7:5062;branch=z9hG4bK" + number);
    const Bytes frame =
        Frames().ipv4("192.0.2.7", "192.0.2.1").udp(5062, 5060).payload(text).build();
    rte_mbuf* const m = rte_pktmbuf_alloc(pool_);
    if (m == nullptr) return false;
    std::memcpy(rte_pktmbuf_append(m, static_cast<std::uint16_t>(frame.size())), frame.data(),
                frame.size());
    if (rte_ring_enqueue(in_, m) != 0) {
      rte_pktmbuf_free(m);
      return false;
    }
    ++sent_;
    answered_.push_back(false);
    return true;
  }

  // Takes every reply that has come, and judges it.
  void receive_all() {
    void* m = nullptr;
    while (rte_ring_dequeue(out_, &m) == 0) {
      auto* const mbuf = static_cast<rte_mbuf*>(m);
      const std::string frame(rte_pktmbuf_mtod(mbuf, const char*), mbuf->data_len);
      rte_pktmbuf_free(mbuf);
      const std::string text = frame.substr(frame.find("SIP/2.0"));
      const std::string word = test::start_line(text).substr(12);
      mixed_ += test::field(text, "X-Mark") != word;
      ++words_[word];
      const std::size_t at = text.find("z9hG4bK") + 7;
      const auto number = static_cast<std::size_t>(std::stoul(text.substr(at)));
      ASSERT_LT(number, sent_);
      EXPECT_FALSE(answered_[number]) << "answered twice";
      answered_[number] = true;
      ++received_;
    }
  }

  // Keeps the window full until `count` more replies have come.
  void exchange(std::size_t count) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::milliseconds(test::kPatience);
    for (const std::size_t until = received_ + count; received_ < until;) {
      ASSERT_LT(std::chrono::steady_clock::now(), end) << "packets were lost";
      while (sent_ - received_ < kWindow && send_one()) {
      }
      receive_all();
    }
  }

  void drain() {
    const auto end = std::chrono::steady_clock::now() + std::chrono::milliseconds(test::kPatience);
    while (received_ < sent_) {
      ASSERT_LT(std::chrono::steady_clock::now(), end) << sent_ - received_ << " were lost";
      receive_all();
    }
  }

  rte_ring* in_ = nullptr;
  rte_ring* out_ = nullptr;
  rte_mempool* pool_ = nullptr;
  Plane plane_;
  std::size_t sent_ = 0;
  std::size_t received_ = 0;
  std::size_t mixed_ = 0;
  std::vector<bool> answered_;
  std::map<std::string, std::size_t> words_;
};

TEST_F(PlaneReloadTest, NothingIsLostOrMixedUnderLoad) {
  constexpr std::size_t kReloads = 300;
  constexpr std::size_t kBetween = 200;
  ASSERT_EQ(plane_.publish(compile_text(marking("A", 0))), "");
  ASSERT_EQ(plane_.launch(), "");
  exchange(kBetween);
  for (std::size_t i = 0; i < kReloads; ++i) {
    if (i % 3 == 2) {
      ASSERT_EQ(plane_.rollback(), "");
    } else {
      const bool other = i % 2 == 0;
      ASSERT_EQ(plane_.publish(compile_text(marking(other ? "B" : "A", other ? 5 : 0))), "");
    }
    exchange(kBetween);
    plane_.collect();
  }
  drain();
  EXPECT_EQ(mixed_, 0u);
  EXPECT_EQ(words_.size(), 2u);
  EXPECT_GT(words_["A"], 10 * kBetween);
  EXPECT_GT(words_["B"], 10 * kBetween);
  plane_.stop();
  const Counters total = plane_.total();
  EXPECT_EQ(total.received, sent_);
  EXPECT_EQ(total.answered, sent_);
  EXPECT_EQ(total.account_difference(), 0);
  EXPECT_GT(sent_, kReloads * kBetween);
}

}  // namespace
}  // namespace weir::dataplane
