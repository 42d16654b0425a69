// A capture is judged as the live path judged its packets.
#include "dataplane/replay.h"

#include <gtest/gtest.h>

#include <array>
#include <random>

#include "sip/nonce.h"
#include "tests/dataplane/edge.h"
#include "tests/dataplane/frames.h"

namespace weir::dataplane {
namespace {

using test::Client;
using test::compile_text;
using test::Edge;
using test::EdgeSettings;
using test::Frames;
using test::kModules;
using test::localhost;
using test::request;

constexpr std::string_view kScript =
    "modparam(\"htable\", \"htable\", \"ipban=>size=8;autoexpire=20;\")\n"
    "request_route {\n"
    "if ($sht(ipban=>$si) != $null) exit;\n"
    "if ($rU == \"bad\") {\n$sht(ipban=>$si) = 1;\nexit;\n}\n"
    "if ($rU == \"near\") {\nsl_send_reply(\"200\", \"Here\");\nexit;\n}\n"
    "$du = \"sip:127.0.0.1:9\";\nforward();\n}\n";

// One lcore on sockets and one on frames, with the same script and guard.
class Pair {
 public:
  explicit Pair(guard::Parameters guard) : live_(std::string(kScript), with(guard)) {
    live_.worker->tap = &tap_;
    // As the plane does for an image.
    live_guard_ = guard;
    live_guard_.ban_gate = live_.edition->image->ban_gate() != routes::BanGate::kNone;
    live_guard_.ban_table = live_.edition->ban_table;
    live_.worker->guard->apply(Cycles{kStart}, guard::GuardCommand::set(&live_guard_));
    PlaneSettings settings;
    settings.listens = {{localhost(), live_.at().port, "", 0, ""}};
    settings.keys = test::test_keys();
    settings.guard = &guard;
    settings.guard_sizes.sources = settings.guard_sizes.prefixes = 4096;
    settings.guard_sizes.addresses = settings.guard_sizes.flows = 4096;
    Publication publication;
    publication.image = compile_text(std::string(kModules) + std::string(kScript));
    EXPECT_EQ(replay_.open(settings, std::move(publication)), "");
  }

  // The same packet at the same time on both: what the live path did, and what the replay says.
  std::pair<Outcome, Judged> send(const Client& from, const std::string& text, std::uint64_t ns) {
    from.send(live_.at(), text);
    const std::uint64_t until = live_.worker->counters.received + 1;
    while (live_.worker->counters.received < until) {
      pollfd wait{live_.sockets->wait_fds(0)[0], POLLIN, 0};
      EXPECT_GT(poll(&wait, 1, test::kPatience), 0);
      run_turn_at(*live_.worker, Cycles{kStart + ns}, 1);
    }
    std::pair<Outcome, Judged> both;
    const TapRecord* const record = tap_.front();
    EXPECT_NE(record, nullptr);
    if (record == nullptr) return both;
    both.first = record->outcome;
    klass_ = record->klass;
    tap_.pop();
    std::array<char, sip::kAddressText> source{};
    const std::size_t size = sip::format_address(from.endpoint().address, source);
    const test::Bytes frame = Frames()
                                  .ipv4({source.data(), size}, "127.0.0.1")
                                  .udp(from.endpoint().port, live_.at().port)
                                  .payload(text)
                                  .build();
    both.second = replay_.judge(frame, static_cast<std::int64_t>(kWall + ns));
    EXPECT_EQ(replay_.payload(), text);
    return both;
  }

  SourceClass klass() const { return klass_; }

  static constexpr std::uint64_t kStart = 3'600'000'000'000;
  static constexpr std::uint64_t kWall = 1'700'000'000'000'000'000;

 private:
  static EdgeSettings with(guard::Parameters guard) {
    EdgeSettings settings;
    settings.guard = guard;
    return settings;
  }

  Edge live_;
  guard::Parameters live_guard_;
  Replay replay_;
  Tap tap_{{}};
  SourceClass klass_{};
};

std::string text_of(std::mt19937& random, const Client& phone) {
  const std::string via =
      "127.0.0.1:" + phone.port() + ";branch=z9hG4bK" + std::to_string(random());
  switch (random() % 9) {
    case 0:
      return "junk";
    case 1:
      return "\r\n\r\n";
    case 2:
      return request("OPTIONS", "sip:x@y", via, "User-Agent: friendly-scanner\r\n");
    case 3:
      return "SIP/2.0 200 OK\r\nVia: SIP/2.0/UDP " + via +
             "\r\nFrom: <sip:a@b>;tag=1\r\nTo: <sip:b@c>;tag=2\r\nCall-ID: c\r\nCSeq: 1 OPTIONS\r\n"
             "Content-Length: 0\r\n\r\n";
    case 4:
      return "OPTIONS sip:x SIP/2.0\r\n\r\n";
    case 5:
      return request("OPTIONS", random() % 8 == 0 ? "sip:bad@y" : "sip:near@y", via);
    default:
      return request(random() % 2 == 0 ? "INVITE" : "REGISTER", "sip:far@y", via);
  }
}

TEST(Replay, SaysWhatTheLivePathDid) {
  std::vector<std::unique_ptr<Client>> phones;
  for (std::uint32_t host = 2; host < 8; ++host) {
    phones.push_back(std::make_unique<Client>(localhost(host)));
  }
  Pair pair({.source_rate = 2,
             .source_burst = 5,
             .prefix_rate = 20,
             .prefix_burst = 30,
             .stranger_rate = 8,
             .stranger_burst = 10,
             .stranger_always = true});
  std::mt19937 random(5);
  std::array<std::array<int, kDropReasons>, kFates> seen{};
  std::uint64_t ns = 0;
  bool script_banned = false;
  for (int i = 0; i < 3000; ++i) {
    // Both clocks begin at a whole second: tables count in seconds.
    if (i != 0) ns += random() % 200'000'000;
    const Client& phone = *phones[random() % phones.size()];
    const std::string text = text_of(random, phone);
    const auto [live, judged] = pair.send(phone, text, ns);
    ASSERT_EQ(judged.kind, FrameKind::kDatagram);
    ASSERT_EQ(judged.outcome, live) << "packet " << i << ": " << text;
    ASSERT_EQ(judged.klass, pair.klass());
    script_banned = script_banned || judged.script_banned;
    ++seen[static_cast<std::size_t>(live.fate)][static_cast<std::size_t>(live.reason)];
  }
  // All of it happened.
  EXPECT_TRUE(script_banned);
  for (const Fate fate : {Fate::kForwarded, Fate::kAnswered, Fate::kKeepalive}) {
    EXPECT_GT(seen[static_cast<std::size_t>(fate)][0], 20) << fate_name(fate);
  }
  for (const DropReason reason :
       {DropReason::kNotSip, DropReason::kScanner, DropReason::kMalformed, DropReason::kRateSource,
        DropReason::kRateStrangers, DropReason::kUnsolicitedReply, DropReason::kBanned}) {
    EXPECT_GT(seen[0][static_cast<std::size_t>(reason)], 5) << drop_name(reason);
  }
}

TEST(Replay, NamesWhatIsNotForUs) {
  Replay replay;
  PlaneSettings settings;
  settings.listens = {{test::address("192.0.2.1"), 5060, "", 0, ""}};
  Publication publication;
  publication.image = compile_text("request_route {\nexit;\n}\n");
  settings.guard_sizes.sources = settings.guard_sizes.prefixes = 4096;
  ASSERT_EQ(replay.open(settings, std::move(publication)), "");
  const auto judge = [&](const test::Bytes& frame, std::int64_t ns) {
    return replay.judge(frame, ns);
  };
  const auto to = [](std::string_view address, int port) {
    return Frames().ipv4("198.51.100.7", address).udp(5070, port).payload("junk").build();
  };
  EXPECT_EQ(judge(to("192.0.2.1", 5060), 9).outcome.reason, DropReason::kNotSip);
  Judged other = judge(to("192.0.2.1", 5061), 10);
  EXPECT_EQ(other.kind, FrameKind::kException);
  EXPECT_EQ(other.destination.port, 5061);
  EXPECT_EQ(judge(to("192.0.2.2", 5060), 8).kind, FrameKind::kException);
  const test::Bytes piece =
      Frames().ipv4("198.51.100.7", "192.0.2.1").ipv4_fragment(0, true, 1).udp(1, 5060).build();
  EXPECT_EQ(judge(piece, 11).kind, FrameKind::kFragment);
  test::Bytes cut = to("192.0.2.1", 5060);
  cut.resize(cut.size() - 2);
  const Judged bad = judge(cut, 12);
  EXPECT_EQ(bad.kind, FrameKind::kBadFrame);
  EXPECT_EQ(bad.outcome.reason, DropReason::kBadFrame);
  EXPECT_EQ(judge({}, 13).kind, FrameKind::kBadFrame);
}

// A source that is proved and goes far over its rate.
TEST(Replay, SaysWhenASourceWouldBeBanned) {
  guard::Parameters guard{.source_rate = 10, .source_burst = 5, .ban_excess = 20};
  Replay replay;
  PlaneSettings settings;
  settings.listens = {{test::address("192.0.2.1"), 5060, "", 0, ""}};
  settings.keys = test::test_keys();
  settings.guard = &guard;
  settings.guard_sizes.sources = settings.guard_sizes.prefixes = 4096;
  Publication publication;
  publication.image = compile_text("request_route {\nexit;\n}\n");
  ASSERT_EQ(replay.open(settings, std::move(publication)), "");
  const auto frame_of = [](const std::string& text) {
    return Frames().ipv4("198.51.100.7", "192.0.2.1").udp(5070, 5060).payload(text).build();
  };
  std::string within = request("OPTIONS", "sip:x@y", "198.51.100.7:5070;branch=z9hG4bK1");
  const test::Bytes stranger = frame_of(within);
  // A flood of a stranger bans nobody: it may be spoofed.
  for (int i = 0; i < 1000; ++i) EXPECT_FALSE(replay.judge(stranger, i).banned);
  // A nonce of ours says that it receives what we send.
  const sip::Address source = test::address("198.51.100.7");
  const std::string nonce(sip::make_nonce(settings.keys, {"x", source}, 10, 1).view());
  within.insert(within.find("Content-Length"),
                "Authorization: Digest username=\"a\", realm=\"x\", nonce=\"" + nonce +
                    "\", uri=\"sip:x\", response=\"00112233445566778899aabbccddeeff\"\r\n");
  const test::Bytes proved = frame_of(within);
  int bans = 0;
  int refused = 0;
  for (int i = 0; i < 1000; ++i) {
    const Judged judged = replay.judge(proved, 10'000'000'000 + i);
    bans += judged.banned;
    refused += judged.outcome.reason == DropReason::kBanned;
  }
  EXPECT_EQ(bans, 1);
  EXPECT_GT(refused, 900);
}

}  // namespace
}  // namespace weir::dataplane
