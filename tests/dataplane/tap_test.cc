// Packets on their way to `sipweirctl capture`, with what became of them.
#include "dataplane/tap.h"

#include <gtest/gtest.h>

#include "tests/dataplane/edge.h"

namespace weir::dataplane {
namespace {

using test::Client;
using test::Edge;
using test::EdgeSettings;
using test::localhost;
using test::request;

Packet packet(std::string_view source, std::string_view payload) {
  Packet one;
  one.src = *sip::parse_address(source);
  one.data = const_cast<char*>(payload.data());
  one.size = static_cast<std::uint32_t>(payload.size());
  return one;
}

constexpr Outcome kForwarded{};
constexpr Outcome kScanner{Fate::kDropped, DropReason::kScanner, DropReason::kNone};
constexpr Outcome kWatched{Fate::kForwarded, DropReason::kNone, DropReason::kScanner};

TEST(TapFilter, AllConditionsHold) {
  const Packet one = packet("192.0.2.7", "x");
  EXPECT_TRUE(TapFilter{}.wants(one, kForwarded));
  TapFilter by_source;
  by_source.by_source = true;
  by_source.source = *sip::parse_prefix("192.0.2.0/24");
  EXPECT_TRUE(by_source.wants(one, kForwarded));
  EXPECT_FALSE(by_source.wants(packet("192.0.3.7", "x"), kForwarded));
  TapFilter dropped;
  dropped.by_fate = true;
  dropped.fate = Fate::kDropped;
  EXPECT_TRUE(dropped.wants(one, kScanner));
  EXPECT_FALSE(dropped.wants(one, kWatched));
  TapFilter reason;
  reason.reason = DropReason::kScanner;
  EXPECT_TRUE(reason.wants(one, kScanner));
  EXPECT_TRUE(reason.wants(one, kWatched));
  EXPECT_FALSE(reason.wants(one, kForwarded));
  TapFilter observed;
  observed.observed = true;
  EXPECT_TRUE(observed.wants(one, kWatched));
  EXPECT_FALSE(observed.wants(one, kScanner));
  by_source.reason = DropReason::kScanner;
  EXPECT_FALSE(by_source.wants(one, kForwarded));
}

TEST(Tap, LosesWhatFindsNoRoomAndCountsIt) {
  Tap tap({}, 4);
  const std::string large(3000, 'x');
  for (int i = 0; i < 7; ++i) tap.note(i, packet("192.0.2.7", large), kScanner);
  EXPECT_EQ(tap.lost(), 3u);
  for (int i = 0; i < 4; ++i) {
    const TapRecord* const record = tap.front();
    ASSERT_NE(record, nullptr);
    EXPECT_EQ(record->wall_ns, i);
    EXPECT_EQ(record->size, 3000u);
    EXPECT_EQ(record->text(), std::string(TapRecord::kBytes, 'x'));
    tap.pop();
  }
  EXPECT_EQ(tap.front(), nullptr);
  tap.note(9, packet("192.0.2.7", ""), kScanner);
  ASSERT_NE(tap.front(), nullptr);
  EXPECT_EQ(tap.front()->text(), "");
}

constexpr std::string_view kScript =
    "request_route {\nif ($rU == \"gone\") exit;\n"
    "if ($rU == \"near\") {\nsl_send_reply(\"200\", \"Here\");\nexit;\n}\n"
    "if ($rU == \"ring\") {\nsl_send_reply(\"180\", \"Ringing\");\nexit;\n}\n"
    "$du = \"sip:127.0.0.1:NEXT\";\nforward();\n}\n";

// The outcomes of the messages sent, in their order.
class Watched {
 public:
  explicit Watched(guard::Parameters guard)
      : next_(localhost()), phone_(localhost(2)), edge_(script(), settings(guard)) {
    edge_.worker->tap = &tap_;
  }

  Outcome send(const std::string& text) {
    phone_.send(edge_.at(), text);
    edge_.take();
    const TapRecord* const record = tap_.front();
    if (record == nullptr) return {Fate::kDropped, DropReason::kNoScript, DropReason::kNone};
    const Outcome outcome = record->outcome;
    EXPECT_EQ(record->text(), text);
    EXPECT_EQ(record->source, phone_.endpoint());
    EXPECT_GT(record->wall_ns, 0);
    tap_.pop();
    EXPECT_EQ(tap_.front(), nullptr);
    return outcome;
  }
  Outcome ask(std::string_view user, std::string_view more = {}) {
    return send(request("OPTIONS", "sip:" + std::string(user) + "@example.net",
                        "127.0.0.2:" + phone_.port() + ";branch=z9hG4bK1", more));
  }

 private:
  std::string script() const {
    std::string text(kScript);
    return text.replace(text.find("NEXT"), 4, next_.port());
  }
  static EdgeSettings settings(guard::Parameters guard) {
    EdgeSettings settings;
    settings.guard = guard;
    return settings;
  }

  Client next_;
  Client phone_;
  Edge edge_;
  Tap tap_{{}};
};

TEST(Tap, TellsWhatBecameOfEachMessage) {
  Watched watched({});
  const auto dropped = [](DropReason reason) {
    return Outcome{Fate::kDropped, reason, DropReason::kNone};
  };
  EXPECT_EQ(watched.ask("far").fate, Fate::kForwarded);
  EXPECT_EQ(watched.ask("near").fate, Fate::kAnswered);
  EXPECT_EQ(watched.ask("ring").fate, Fate::kAnswered);
  EXPECT_EQ(watched.ask("gone"), dropped(DropReason::kScriptDrop));
  EXPECT_EQ(watched.ask("far", "User-Agent: friendly-scanner\r\n"), dropped(DropReason::kScanner));
  EXPECT_EQ(watched.send("junk"), dropped(DropReason::kNotSip));
  EXPECT_EQ(watched.send("\r\n\r\n").fate, Fate::kKeepalive);
  EXPECT_EQ(watched.send("OPTIONS sip:x SIP/2.0\r\n\r\n"), dropped(DropReason::kMalformed));
  EXPECT_EQ(
      watched.send(
          "SIP/2.0 200 OK\r\nVia: SIP/2.0/UDP x;branch=z9hG4bK1\r\nFrom: <sip:a@b>;tag=1\r\n"
          "To: <sip:b@c>;tag=2\r\nCall-ID: c\r\nCSeq: 1 OPTIONS\r\nContent-Length: 0\r\n\r\n"),
      dropped(DropReason::kUnsolicitedReply));
  EXPECT_EQ(watched.ask("far").fate, Fate::kForwarded);
}

TEST(Tap, TellsWhatObserveLetGoOn) {
  Watched watched({.source_rate = 1, .source_burst = 2, .observe = true});
  EXPECT_EQ(watched.ask("far").observed, DropReason::kNone);
  EXPECT_EQ(watched.ask("far", "User-Agent: friendly-scanner\r\n").observed, DropReason::kScanner);
  const Outcome third = watched.ask("near");
  EXPECT_EQ(third.fate, Fate::kAnswered);
  EXPECT_EQ(third.observed, DropReason::kRateSource);
}

}  // namespace
}  // namespace weir::dataplane
